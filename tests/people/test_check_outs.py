"""The check-out: one list of what somebody holds, each thing confirmed by somebody else, nothing lingers (E-22)."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from people import checking_out, services
from people.models import CareLink, CheckOut, CheckOutItem, CheckOutKind, Person, Relationship
from people.roles import Role
from people.services.check_outs import CheckOutRefused
from policies.models import Policy
from safeguard.commitments import State
from safeguard.handovers import all_handovers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


@pytest.fixture
def owner(scope, volunteer) -> Person:
    """A volunteer who owns a policy."""
    Policy.objects.create(title="Photographs", slug="photographs", owner=volunteer)
    return volunteer


def listed(person: Person, kind=CheckOutKind.LEAVING) -> CheckOut:
    return CheckOut.objects.get(person=person, kind=kind)


def item_of(person: Person, key: str) -> CheckOutItem:
    return CheckOutItem.objects.get(check_out__person=person, key__startswith=key)


def url(name: str, *args) -> str:
    return reverse(f"people:{name}", args=["harbour-lights", *args])


# --- What is on the list -------------------------------------------------------------------------------------------


def test_leaving_begins_the_list_of_everything(owner, coordinator):
    services.leave(owner, on=TODAY() + 7 * DAY, by=coordinator)

    check_out = listed(owner)
    assert (check_out.last_day, check_out.begun_by) == (TODAY() + 7 * DAY, coordinator)
    assert [item.title for item in check_out.items.all()] == [
        "Role: Volunteer",
        "Sign-in",
        "Owner of “Photographs”",
    ]


def test_keys_are_the_same_for_ever_and_never_twice(owner, lead):
    first, again = list(all_handovers(owner)), list(all_handovers(fresh(owner)))

    assert [one.key for one in first] == [one.key for one in again]
    assert len({one.key for one in first}) == len(first)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_begun_twice_adds_only_what_is_new(owner, coordinator):
    services.begin(owner, kind=CheckOutKind.LEAVING, last_day=TODAY(), by=coordinator)
    before = list(listed(owner).items.values_list("pk", flat=True))
    Policy.objects.create(title="Lone working", slug="lone-working", owner=owner)

    services.begin(owner, kind=CheckOutKind.LEAVING, last_day=TODAY(), by=coordinator)

    items = list(listed(owner).items.all())
    assert [item.pk for item in items[:3]] == before
    assert [item.title for item in items[3:]] == ["Owner of “Lone working”"]


def test_a_suspension_lists_only_what_it_switches_off(owner, coordinator):
    services.begin(owner, kind=CheckOutKind.SUSPENSION, last_day=TODAY(), by=coordinator)

    assert [item.title for item in listed(owner, CheckOutKind.SUSPENSION).items.all()] == ["Role: Volunteer"]


def test_who_held_nothing_has_nothing_to_confirm(scope, coordinator, new_person):
    child = new_person("Ben Osei", Role.BENEFICIARY, signs_in=False)

    services.leave(child, on=TODAY(), by=coordinator)

    assert listed(child).closed_at is not None


# --- Confirming ----------------------------------------------------------------------------------------------------


def test_nobody_confirms_for_themself(owner, coordinator):
    services.leave(owner, on=TODAY() + DAY, by=coordinator)

    with pytest.raises(CheckOutRefused, match="Somebody else confirms"):
        services.confirm(item_of(owner, "policies.owner"), by=owner)


def test_nobody_confirms_for_their_own_family_while_a_colleague_can(owner, coordinator, lead, new_person):
    child = new_person("Ben Osei", Role.BENEFICIARY, signs_in=False)
    for carer in (owner, coordinator):
        CareLink.objects.create(cared_for=child, carer=carer, relationship=Relationship.PARENT)
    services.leave(owner, on=TODAY(), by=lead)

    with pytest.raises(CheckOutRefused, match="your own family"):
        services.confirm(item_of(owner, "people.role"), by=coordinator)


def test_what_is_still_in_their_hands_is_refused_with_where_to_go(owner, coordinator, signed_in, charity):
    services.leave(owner, on=TODAY(), by=coordinator)
    item = item_of(owner, "policies.owner")

    page = signed_in(coordinator).post(url("confirm_check_out", owner.pk, item.pk), {"note": "Cory has it"})

    words = page.content.decode()
    assert "is still in the hands of Vera Lindqvist" in words
    assert reverse("policies:details", args=[charity.slug, "photographs"]) in words
    assert "Cory has it" in words
    item.refresh_from_db()
    assert item.done_at is None


def test_a_role_is_confirmed_once_it_has_ended(owner, coordinator):
    services.leave(owner, on=TODAY() + DAY, by=coordinator)
    role = item_of(owner, "people.role")
    with pytest.raises(CheckOutRefused, match="is not off yet"):
        services.confirm(role, by=coordinator)

    Person.objects.filter(pk=owner.pk).update(left_on=TODAY())

    assert services.confirm(role, by=coordinator).done_by == coordinator


def test_the_list_closes_when_all_of_it_is_confirmed(owner, coordinator, lead):
    services.leave(owner, on=TODAY(), by=coordinator)
    Policy.objects.update(owner=lead)

    for item in listed(owner).items.all():
        assert listed(owner).closed_at is None
        services.confirm(item, by=coordinator, note="Seen")

    assert listed(owner).closed_at is not None
    with pytest.raises(CheckOutRefused, match="confirmed already"):
        services.confirm(item_of(owner, "people.role"), by=coordinator)


def test_off_by_a_suspension_counts_as_off(owner, coordinator):
    services.begin(owner, kind=CheckOutKind.SUSPENSION, last_day=TODAY(), by=coordinator)
    role = item_of(owner, "people.role")
    with pytest.raises(CheckOutRefused, match="is not off yet"):
        services.confirm(role, by=coordinator)

    services.pause(owner, on=TODAY(), by=coordinator)

    assert services.confirm(role, by=coordinator).done_at is not None


def test_things_are_added_by_hand_and_open_a_list_again(scope, coordinator, new_person):
    child = new_person("Ben Osei", Role.BENEFICIARY, signs_in=False)
    services.leave(child, on=TODAY(), by=coordinator)

    item = services.add_item(child, title="Key to the hall", by=coordinator)

    assert item.added_by == coordinator
    assert CheckOut.objects.open().get().last_day == TODAY()
    with pytest.raises(CheckOutRefused, match="on the list already"):
        services.add_item(child, title="Key to the hall", by=coordinator)
    assert services.confirm(item, by=coordinator).is_by_hand


def test_nothing_is_added_for_somebody_who_stays(scope, coordinator, volunteer):
    with pytest.raises(CheckOutRefused, match="Record first"):
        services.add_item(volunteer, title="Key", by=coordinator)


def test_coming_back_ends_the_list(owner, coordinator):
    services.leave(owner, on=TODAY(), by=coordinator)
    item = item_of(owner, "policies.owner")

    services.rejoin(owner, on=TODAY(), by=coordinator)

    assert not CheckOut.objects.open().exists()
    with pytest.raises(CheckOutRefused, match="This list has ended"):
        services.confirm(item, by=coordinator)


# --- What is asked -------------------------------------------------------------------------------------------------


def test_open_things_are_asked_of_whoever_manages_people(owner, coordinator, lead, chair):
    services.leave(owner, on=TODAY() + 7 * DAY, by=coordinator)

    [owed] = checking_out.obligations(TODAY())

    assert (owed.due_on, owed.recipients, owed.escalate_to) == (TODAY() + 7 * DAY, (coordinator.pk,), (lead.pk,))
    days = [day for _step, day in owed.schedule.notices(owed.due_on, until=TODAY() + 21 * DAY)]
    assert days == [TODAY() + n * DAY for n in (0, 7, 14, 21)]
    assert owed.schedule.escalate_after == 14


def test_the_only_coordinator_who_leaves_is_not_asked_to_confirm_it(scope, coordinator, lead, chair):
    services.leave(coordinator, on=TODAY() + 7 * DAY, by=chair)

    [owed] = checking_out.obligations(TODAY())

    assert owed.recipients == (chair.pk, lead.pk) or set(owed.recipients) == {chair.pk, lead.pk}


def test_a_mail_never_says_that_somebody_is_suspended(owner, coordinator):
    services.begin(owner, kind=CheckOutKind.SUSPENSION, last_day=TODAY(), by=coordinator)

    [owed] = checking_out.obligations(TODAY())

    assert owed.title == "A check-out is to be confirmed"
    assert "Vera" not in f"{owed.title} {owed.reason} {owed.action}"


def test_nothing_lingers_with_somebody_who_left(owner, coordinator, lead, django_assert_num_queries):
    assert checking_out.nothing_lingers(TODAY()).state == State.NEW
    services.leave(owner, on=TODAY() - DAY, by=coordinator)
    with django_assert_num_queries(1):
        light = checking_out.nothing_lingers(TODAY())
    assert (light.state, light.number, light.of) == (State.AT_RISK, 0, 1)

    Policy.objects.update(owner=lead)
    for item in listed(owner).items.all():
        services.confirm(item, by=coordinator)

    assert checking_out.nothing_lingers(TODAY()).state == State.KEPT


# --- The pages -----------------------------------------------------------------------------------------------------


def test_the_page_says_in_words_how_far_each_thing_is(owner, coordinator, signed_in):
    services.leave(owner, on=TODAY() + DAY, by=coordinator)

    words = signed_in(coordinator).get(url("check_out", owner.pk)).content.decode()

    assert "0 of 3 confirmed" in words
    assert "Ends by itself on" in words
    assert "To be confirmed" in words


def test_recording_the_last_day_leads_to_the_list(owner, coordinator, signed_in):
    answer = signed_in(coordinator).post(url("leave", owner.pk), {"on": f"{TODAY():%d/%m/%Y}", "confirmed": "on"})

    assert answer.url == url("check_out", owner.pk)


def test_the_leaver_reads_the_list_and_confirms_nothing(owner, coordinator, signed_in):
    services.leave(owner, on=TODAY() + DAY, by=coordinator)
    client = signed_in(owner)

    assert "Owner of “Photographs”" in client.get(url("check_out", owner.pk)).content.decode()
    assert client.get(url("confirm_check_out", owner.pk, item_of(owner, "policies").pk)).status_code == 403
    assert client.get(url("add_check_out", owner.pk)).status_code == 403


def test_colleagues_are_told_whom_to_ask_and_strangers_nothing(owner, coordinator, trustee, stranger, signed_in):
    services.leave(owner, on=TODAY() + DAY, by=coordinator)
    places = [url("check_out", owner.pk), url("confirm_check_out", owner.pk, item_of(owner, "policies").pk)]

    assert [signed_in(trustee).get(place).status_code for place in places] == [403, 403]
    assert [signed_in(stranger).get(place).status_code for place in places] == [404, 404]


def test_an_item_of_somebody_else_is_not_found(owner, coordinator, lead, signed_in):
    services.leave(owner, on=TODAY(), by=coordinator)

    answer = signed_in(coordinator).get(url("confirm_check_out", lead.pk, item_of(owner, "policies").pk))

    assert answer.status_code == 404


def test_the_list_asks_the_database_the_same_for_many_things(
    owner, coordinator, signed_in, django_assert_max_num_queries
):
    services.leave(owner, on=TODAY(), by=coordinator)
    client = signed_in(coordinator)
    client.get(url("check_out", owner.pk))
    with django_assert_max_num_queries(40) as few:
        client.get(url("check_out", owner.pk))
    for number in range(8):
        services.add_item(owner, title=f"Key {number}", by=coordinator)

    with django_assert_max_num_queries(len(few)):
        client.get(url("check_out", owner.pk))


# --- After a death -------------------------------------------------------------------------------------------------


def test_a_death_begins_the_list_of_everything_and_waits_for_nobody(owner, coordinator):
    services.record_death(owner, on=TODAY() - DAY, by=coordinator)

    check_out = listed(owner)
    assert (check_out.last_day, check_out.begun_by, check_out.closed_at) == (TODAY() - DAY, coordinator, None)
    assert [item.title for item in check_out.items.all()] == ["Role: Volunteer", "Sign-in", "Owner of “Photographs”"]


def test_the_pages_speak_of_a_death_in_fitting_words(owner, coordinator, signed_in):
    client = signed_in(coordinator)
    died = client.post(url("died", owner.pk), {"on": f"{TODAY():%d/%m/%Y}"}, follow=True).content.decode()
    page = client.get(url("check_out", owner.pk)).content.decode()
    item = client.get(url("confirm_check_out", owner.pk, item_of(owner, "policies.owner").pk)).content.decode()

    assert "What they looked after stands on a list" in died
    assert f'href="{url("check_out", owner.pk)}"' in died
    assert "What Vera Lindqvist looked after" in page
    assert "ask the family for keys or papers only when the time is right" in page
    assert "It still stands in this person's name." in unescape(item)
    for said in (unescape(page), unescape(item)):
        for words in ("Check-out of", "Last day", "leaves", "is back", "this person's hands"):
            assert words not in said
    assert "tag--bad" not in page


def test_what_still_stands_in_the_name_of_the_dead_is_not_confirmed(owner, coordinator):
    services.record_death(owner, on=TODAY(), by=coordinator)

    with pytest.raises(CheckOutRefused, match="still stands in the name of Vera Lindqvist"):
        services.confirm(item_of(owner, "policies.owner"), by=coordinator)
    Policy.objects.update(owner=coordinator)
    for item in listed(owner).items.all():
        services.confirm(item, by=coordinator)

    assert listed(owner).closed_at is not None


def test_after_a_death_nobody_is_pressed_for_two_weeks(owner, coordinator):
    services.record_death(owner, on=TODAY() - DAY, by=coordinator)

    [asked] = checking_out.obligations(TODAY())
    assert (asked.title, asked.due_on) == (
        "What Vera Lindqvist looked after comes into other hands",
        TODAY() + 13 * DAY,
    )
    assert checking_out.nothing_lingers(TODAY()).state == State.NEW
    assert checking_out.nothing_lingers(TODAY() + 20 * DAY).state == State.AT_RISK


def test_who_died_after_leaving_keeps_the_list_that_was_begun(owner, coordinator):
    services.leave(owner, on=TODAY() - 3 * DAY, by=coordinator)

    services.record_death(owner, on=TODAY(), by=coordinator)

    assert listed(owner).last_day == TODAY() - 3 * DAY


def test_who_was_only_cared_for_has_no_list_when_they_die(scope, coordinator, new_person):
    child = new_person("Ben Osei", Role.BENEFICIARY, signs_in=False)

    services.record_death(child, on=TODAY(), by=coordinator)

    assert not CheckOut.objects.exists()


def test_a_death_taken_back_leaves_the_list_of_a_leaver(owner, coordinator, signed_in):
    services.record_death(owner, on=TODAY(), by=coordinator)
    services.take_back_death(owner, by=coordinator)

    page = signed_in(coordinator).get(url("check_out", owner.pk)).content.decode()

    assert "Check-out of Vera Lindqvist" in page
    services.rejoin(fresh(owner), on=TODAY(), by=coordinator)
    assert listed(owner).closed_at is not None
