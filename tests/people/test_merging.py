"""Two entries of one person: hints, joining with a second identifier, what moves and what stays, and taking apart."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Project
from people import links, services
from people.models import Authority, CareLink, Merge, Person, Purpose, Relationship, RoleHolding, ServicePeriod
from people.roles import Role
from people.services.merging import STAYED, MergeRefused, relations
from safeguard.append_only import AppendOnlyModel
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

URL = "/o/harbour-lights/people/"
TODAY = timezone.localdate
BORN = date(2016, 5, 4)
WHY = "Same date of birth, and her mother said so"


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"').split())


def fresh(person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def kate(new_person):
    return new_person("Katherine Brook", Role.VOLUNTEER, signs_in=False, date_of_birth=BORN, email="")


@pytest.fixture
def twice(new_person):
    return new_person("Kate Brook", Role.VOLUNTEER, Role.STAFF, signs_in=False, email="kate@example.org", phone="0770")


# --- Hints ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "details", "same"),
    [
        ("Katherine Brook", {}, ["name"]),
        ("katherine brook", {"date_of_birth": BORN}, ["name", "date of birth"]),
        ("Kate Brook", {"date_of_birth": BORN}, ["date of birth"]),
        ("Katherine Poole", {"date_of_birth": BORN}, ["date of birth"]),
        ("Katherine Poole", {"phone": "07700 900555"}, ["telephone"]),
        ("Anna Brook", {"phone": "07700 900555"}, None),
        ("Vera Lindqvist", {"date_of_birth": BORN}, None),
        ("Kate Brook", {}, None),
    ],
)
def test_what_is_a_hint_and_what_families_share(scope, new_person, name, details, same):
    """E-17: a name, or a birth date or number with part of the name; a number at home alone says nothing."""
    first = new_person("Katherine Brook", date_of_birth=BORN, phone="+44 7700 900555", signs_in=False)
    second = new_person(name, signs_in=False, email="", **details)

    found = services.alike(first, among=Person.objects.all())

    assert [(hint.person, hint.same) for hint in found] == ([(second, same)] if same else [])


def test_an_entry_that_was_joined_is_no_hint_any_more(scope, kate, twice, coordinator):
    services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    assert services.alike(kate, among=Person.objects.all()) == []


# --- Joining -------------------------------------------------------------------------------------------------------


def test_what_can_move_moves_and_everything_goes_back(scope, kate, twice, coordinator, volunteer, lead):
    child = services.add(name="Mia Turner", roles=[Role.BENEFICIARY], by=coordinator)
    care = services.add_carer(child, twice, by=coordinator, relationship=Relationship.MOTHER)
    services.change(volunteer, line_manager=twice, by=coordinator)
    token = links.issue(twice, Purpose.SIGN)
    before = {
        (model, name): set(model._default_manager.filter(**{name: twice}).values_list("pk", flat=True))
        for model, name, can_move in relations()
        if can_move
    }

    merge = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    kept, gone = fresh(kate), fresh(twice)
    assert (gone.merged_into, gone.roles, gone.is_here(TODAY()), gone.can_be_mailed) == (
        kept,
        frozenset(),
        False,
        False,
    )
    assert kept.roles == {Role.VOLUNTEER, Role.STAFF, Role.CARER}
    assert (kept.email, kept.phone, kept.date_of_birth) == ("kate@example.org", "0770", BORN)
    assert (CareLink.objects.get(pk=care.pk).carer, fresh(volunteer).line_manager) == (kept, kept)
    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.SIGN)
    assert set(merge.moved[STAYED]) == {"people.ServicePeriod.person"}

    services.undo_merge(merge, by=coordinator)

    kept, gone = fresh(kate), fresh(twice)
    assert (gone.merged_into, gone.roles, kept.roles) == (
        None,
        {Role.VOLUNTEER, Role.STAFF, Role.CARER},
        {Role.VOLUNTEER},
    )
    assert (kept.email, kept.phone, fresh(volunteer).line_manager) == ("", "", gone)
    after = {
        (model, name): set(model._default_manager.filter(**{name: twice}).values_list("pk", flat=True))
        for model, name, can_move in relations()
        if can_move
    }
    assert after == before


def test_it_is_recorded_with_both_without_content(scope, kate, twice, coordinator):
    merge = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)
    services.undo_merge(merge, by=coordinator)

    events = AuditEvent.objects.filter(verb__in=["merged", "merge_undone"]).order_by("number")
    assert [(e.verb, int(e.object_id)) for e in events] == [
        ("merged", kate.pk),
        ("merged", twice.pk),
        ("merge_undone", kate.pk),
        ("merge_undone", twice.pk),
    ]
    assert not any(WHY in str(event.detail) for event in events)


def test_what_is_never_changed_is_not_among_what_moves():
    can_move = {model for model, _name, can_move in relations() if can_move}
    fields = {f"{model._meta.label}.{name}" for model, name, _can_move in relations()}

    assert not any(issubclass(model, AppendOnlyModel) for model in can_move)
    assert {"people.CareLink.carer", "people.RoleHolding.person", "agreements.Signature.person"} <= fields
    assert not {field for field in fields if field.endswith("_by")} | (fields & {"people.PersonalLink.person"})


def test_what_both_have_stays_behind_and_is_listed(scope, kate, twice, coordinator):
    child = services.add(name="Mia Turner", roles=[Role.BENEFICIARY], by=coordinator)
    for carer in (kate, twice):
        services.add_carer(child, carer, by=coordinator, relationship=Relationship.MOTHER)
    stays = CareLink.objects.get(carer=twice)

    merge = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    assert merge.moved[STAYED]["people.CareLink.carer"] == [stays.pk]
    assert CareLink.objects.get(pk=stays.pk).carer == twice


def test_nobody_becomes_their_own_carer_or_leader(scope, kate, twice, coordinator):
    care = services.add_carer(kate, twice, by=coordinator, relationship=Relationship.RELATIVE)
    services.change(kate, line_manager=twice, by=coordinator)

    merge = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    assert merge.moved[STAYED]["people.CareLink.carer"] == [care.pk]
    assert fresh(kate).line_manager != kate


def test_what_protects_somebody_is_true_if_it_stood_in_either(scope, kate, twice, chair):
    services.change(twice, by=chair, restricted=True, adult_at_risk=True, do_not_email=True)

    services.merge(kate, twice, told_apart_by=WHY, by=chair)

    after = fresh(kate)
    assert (after.restricted, after.adult_at_risk, after.do_not_email) == (True, True, True)


def test_a_sign_in_goes_over_and_comes_back(scope, kate, new_person, coordinator):
    other = new_person("Kate Brook", Role.VOLUNTEER)

    merge = services.merge(kate, other, told_apart_by=WHY, by=coordinator)
    assert (fresh(kate).user, fresh(other).user) == (other.user, None)
    services.undo_merge(merge, by=coordinator)

    assert (fresh(kate).user, fresh(other).user) == (None, other.user)


def test_here_since_the_earlier_day_unless_there_was_a_break(scope, kate, twice, coordinator):
    ServicePeriod.objects.filter(person=kate).update(starts_on=date(2026, 2, 1))
    Person.objects.filter(pk=kate.pk).update(joined_on=date(2026, 2, 1))

    merge = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)
    assert (fresh(kate).joined_on, kate.periods.get().starts_on) == (twice.joined_on, twice.joined_on)
    services.undo_merge(merge, by=coordinator)

    assert (fresh(kate).joined_on, kate.periods.get().starts_on) == (date(2026, 2, 1), date(2026, 2, 1))


# --- Refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chair", "trustee", "lead", "administrator"])
def test_nobody_gets_an_office_by_being_taken_for_another_person(
    scope, request, chair, trustee, lead, administrator, coordinator, new_person, kate, who
):
    office = {"chair": chair, "trustee": trustee, "lead": lead, "administrator": administrator}[who]

    for kept, duplicate in ((kate, office), (office, kate)):
        with pytest.raises(MergeRefused, match="The chair joins such entries"):
            services.merge(kept, duplicate, told_apart_by=WHY, by=coordinator)

    assert Merge.objects.count() == 0


def test_an_office_that_is_still_to_come_is_one(scope, chair, coordinator, kate, twice):
    services.give_role(twice, role=Role.TRUSTEE, starts_on=date(2090, 1, 1), by=chair)

    with pytest.raises(MergeRefused):
        services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    assert services.merge(kate, twice, told_apart_by=WHY, by=chair).kept == kate


def test_nobody_joins_their_own_entry_not_even_the_chair(scope, chair, coordinator, kate):
    for by in (chair, coordinator):
        for kept, duplicate in ((by, kate), (kate, by)):
            with pytest.raises(MergeRefused, match="Somebody else"):
                services.merge(kept, duplicate, told_apart_by=WHY, by=by)


def test_other_things_that_are_refused(scope, chair, coordinator, kate, twice, new_person):
    def refused(kept, duplicate):
        with pytest.raises(MergeRefused) as found:
            services.merge(kept, duplicate, told_apart_by=WHY, by=coordinator)
        return str(found.value)

    assert refused(kate, kate) == "This is one entry. Choose the other one."
    one, other = new_person("A B"), new_person("C D")
    assert refused(one, other).startswith("Both have a sign-in.")
    older = new_person("E F", signs_in=False, date_of_birth=date(2001, 1, 1))
    assert refused(kate, older).startswith("The dates of birth differ")
    left = new_person("G H", signs_in=False, left_on=date(2026, 1, 1))
    assert refused(left, kate) == "G H has left. Keep the other entry."
    dead = new_person("I J", signs_in=False, deceased_on=date(2026, 1, 1))
    assert refused(kate, dead).startswith("One of them is recorded as deceased")
    services.merge(kate, twice, told_apart_by=WHY, by=coordinator)
    assert refused(one, twice) == "“Kate Brook” was joined to another entry already."


def test_the_later_of_two_is_taken_apart_first_and_none_twice(scope, coordinator, kate, twice, new_person):
    third = new_person("K Brook", signs_in=False)
    first = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)
    second = services.merge(third, kate, told_apart_by=WHY, by=coordinator)
    assert fresh(twice).merged_into == third  # one step to whoever it is now

    with pytest.raises(MergeRefused, match="later"):
        services.undo_merge(first, by=coordinator)
    services.undo_merge(second, by=coordinator)
    services.undo_merge(first, by=coordinator)
    with pytest.raises(MergeRefused, match="already"):
        services.undo_merge(first, by=coordinator)

    assert (fresh(twice).merged_into, fresh(kate).merged_into) == (None, None)


# --- Pages ---------------------------------------------------------------------------------------------------------


def test_both_entries_stand_side_by_side(signed_in, scope, coordinator, kate, twice):
    services.change(twice, by=coordinator, project=Project.objects.create(name="Lantern"))

    page = text(signed_in(coordinator).get(f"{URL}{kate.pk}/merge/{twice.pk}/"))

    assert all(words in page for words in ("Katherine Brook", "Kate Brook", "Lantern", "4 May 2016", "Roles held"))
    assert "Neither entry has a date of birth" not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Answer this question."),
        ({"told_apart_by": "Kate Brook"}, "The name alone does not tell two people apart."),
        ({"told_apart_by": "same name"}, "The name alone does not tell two people apart."),
        ({"told_apart_by": "x"}, "The name alone does not tell two people apart."),
        ({"told_apart_by": "Her mother said so", "second": ""}, "Answer this question."),
        ({"told_apart_by": "Her mother said so", "second": "her MOTHER said so"}, "This is the same again."),
        ({"told_apart_by": "Her mother said so", "second": "Same street", "keep": "7777"}, "Select a valid choice."),
        ({"told_apart_by": "A\x00B", "second": "Same street"}, "Null characters are not allowed."),
    ],
)
def test_a_second_identifier_is_asked_for(signed_in, charity, coordinator, new_person, given, sentence):
    """E-18: without dates of birth, one more."""
    one, other = new_person("Kate Brook", signs_in=False), new_person("Kate Brook", signs_in=False)

    answer = signed_in(coordinator).post(f"{URL}{one.pk}/merge/{other.pk}/", {"keep": str(one.pk)} | given)

    assert sentence in text(answer)
    with acting_for(charity):
        assert Merge.objects.count() == 0


def test_they_are_joined_and_taken_apart_by_the_pages(signed_in, charity, coordinator, kate, twice):
    client = signed_in(coordinator)

    found = client.post(f"{URL}{twice.pk}/twice/", {"other": kate.pk})
    assert found.headers["Location"] == f"{URL}{twice.pk}/merge/{kate.pk}/"
    client.post(found.headers["Location"], {"keep": str(kate.pk), "told_apart_by": WHY})
    again = client.post(found.headers["Location"], {"keep": str(kate.pk), "told_apart_by": WHY})
    old, new = (text(client.get(f"{URL}{person.pk}/")) for person in (twice, kate))

    assert "was joined to another entry already" in text(again)
    assert ("This is now Katherine Brook" in old, f'href="{URL}{kate.pk}/"' in old, WHY in old, WHY in new) == (
        True,
        True,
        True,
        True,
    )
    assert not any(words in old for words in ("Change details", "Give a role", "Record that this person leaves"))
    with acting_for(charity):
        merge = Merge.objects.get()
    client.post(f"{URL}{kate.pk}/merges/{merge.pk}/undo/")
    assert "Taken apart again on" in text(client.get(f"{URL}{twice.pk}/"))
    answer = client.post(f"{URL}{kate.pk}/merges/{merge.pk}/undo/", follow=True)
    assert "taken apart already" in text(answer)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CHAIR, 200), (Role.LEAD, 200), (Role.COORDINATOR, 200), (Role.ADMINISTRATOR, 403), (Role.VOLUNTEER, 403)],
)
def test_who_compares_entries(signed_in, new_person, kate, twice, role, status):
    client = signed_in(new_person("Olu Reader", role))

    assert client.get(f"{URL}{kate.pk}/merge/{twice.pk}/").status_code == status
    assert client.get(f"{URL}{kate.pk}/twice/").status_code == status


def test_the_entries_of_an_office_are_for_the_chair(signed_in, coordinator, lead, kate):
    answer = signed_in(coordinator).get(f"{URL}{kate.pk}/merge/{lead.pk}/")

    assert (answer.status_code, "Chair of trustees" in text(answer)) == (403, True)


def test_a_merge_of_others_is_not_found_under_this_address(signed_in, scope, coordinator, kate, twice, volunteer):
    merge = services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    answer = signed_in(coordinator).post(f"{URL}{volunteer.pk}/merges/{merge.pk}/undo/")

    assert (answer.status_code, fresh(twice).merged_into) == (404, kate)


def test_the_same_care_counts_for_the_entry_that_stays(scope, kate, twice, coordinator):
    child = services.add(name="Mia Turner", roles=[Role.BENEFICIARY], by=coordinator)
    care = services.add_carer(
        child, twice, by=coordinator, relationship=Relationship.MOTHER, authority=Authority.PARENTAL
    )
    services.confirm_authority(care, seen="Birth certificate", by=coordinator)

    services.merge(kate, twice, told_apart_by=WHY, by=coordinator)

    after = CareLink.objects.get(cared_for=child)
    assert (after.carer, after.is_confirmed) == (kate, True)
    assert RoleHolding.objects.on(TODAY()).filter(person=kate, role=Role.CARER).count() == 1
