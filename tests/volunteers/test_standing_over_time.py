"""Where somebody stands when they leave, die or come back: what ends by itself, and who sees what was before (E-21)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from people import services as people
from people.models import Person
from people.roles import Role
from volunteers import own_page, standings
from volunteers.models import ChangeKind, StandingChange, VolunteerStanding
from volunteers.services import leavers
from volunteers.services import standing as services
from volunteers.services.record import rows
from volunteers.services.record_people import Asked, Who, rows_for
from volunteers.states import Standing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
LONG_AGO = "2025-03-01 10:00Z"
REASON = "A parent told us of messages at night."


def url(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def suspended(person: Person, by: Person) -> StandingChange:
    return services.suspend(person, by=by, on=TODAY(), reason=REASON, review_on=TODAY() + 14 * DAY)


def titles(person: Person, by: Person) -> list[str]:
    return [event["title"] for event in standings.history_of(person, by)]


def left(person: Person, by: Person, days: int = 2) -> Person:
    """Somebody who was active, and whose last day is over, as the page of people leaves them."""
    services.activate(person, on=date(2026, 1, 5), by=by)
    return people.leave(person, on=TODAY() - days * DAY, by=by)


# --- What was before -------------------------------------------------------------------------------------------------


@pytest.fixture
def come_back(scope, lead, coordinator, volunteer) -> Person:
    """Suspended and ended in 2025, and taken back later."""
    with time_machine.travel(LONG_AGO, tick=False):
        services.activate(volunteer, on=TODAY(), by=coordinator)
        suspended(volunteer, lead)
        services.end(volunteer, by=lead, on=TODAY() + 0 * DAY, reason="By agreement")
    back = people.rejoin(volunteer, on=TODAY() - 3 * DAY, by=coordinator)
    people.give_role(back, role=Role.VOLUNTEER, by=coordinator, starts_on=TODAY() - 3 * DAY)
    services.activate(back, on=TODAY() - 3 * DAY, by=coordinator)
    return Person.objects.get(pk=back.pk)


def test_an_earlier_suspension_is_shown_to_the_lead_alone(
    come_back, lead, chair, safeguarding_trustee, trustee, coordinator, signed_in
):
    for one in (chair, safeguarding_trustee, trustee, coordinator):
        assert titles(come_back, one) == ["Active"]
        page = signed_in(one).get(url("standing", come_back.pk)).content.decode()
        assert "Suspended" not in page
        assert REASON not in page

    assert titles(come_back, lead) == ["Active", "Ended", "Suspended", "Active"]
    earlier = signed_in(lead).get(url("earlier", come_back.pk)).content.decode()
    assert REASON in earlier


def test_what_an_earlier_suspension_switched_off_is_shown_to_the_lead_alone(come_back, lead, coordinator):
    check_out = come_back.check_outs.create(kind="suspension", last_day=date(2025, 3, 1), begun_on=date(2025, 3, 1))
    check_out.items.create(title="The shared mailbox")

    assert standings.switched_off(come_back, coordinator) == []
    assert standings.switched_off(come_back, lead) == ["The shared mailbox"]


def test_what_ended_on_the_very_day_of_the_return_is_of_the_time_before(scope, lead, chair, coordinator, volunteer):
    suspended(volunteer, lead)
    services.end(volunteer, by=lead, on=TODAY(), reason="By agreement")
    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)
    services.activate(back, on=TODAY(), by=coordinator)

    assert titles(back, chair) == ["Active"]
    assert titles(back, lead) == ["Active", "Ended", "Suspended"]


def test_a_suspension_that_was_never_decided_goes_on_and_is_seen(scope, lead, chair, coordinator, volunteer):
    with time_machine.travel(LONG_AGO, tick=False):
        suspended(volunteer, lead)
        people.leave(volunteer, on=TODAY(), by=coordinator)
    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)

    assert titles(back, chair) == ["Suspended"]


def test_of_somebody_who_never_left_everything_is_seen(scope, lead, coordinator, volunteer):
    suspended(volunteer, lead)

    assert titles(volunteer, coordinator) == ["Suspended"]


# --- What ends by itself ---------------------------------------------------------------------------------------------


def test_whoever_left_or_died_is_not_active_before_anything_was_written_down(
    scope, lead, coordinator, volunteer, new_person
):
    ada = new_person("Ada Byron", Role.VOLUNTEER)
    left(volunteer, coordinator)
    services.activate(ada, on=date(2026, 1, 5), by=coordinator)
    people.record_death(ada, on=TODAY(), by=coordinator)

    assert volunteer.pk not in {one.pk for one in standings.serving(lead, TODAY(), status=Standing.ACTIVE)}
    assert {one.pk for one in standings.serving(lead, TODAY(), status=Standing.ENDED)} == {volunteer.pk, ada.pk}
    for one, day in ((volunteer, TODAY() - 2 * DAY), (ada, TODAY())):
        who = Person.objects.get(pk=one.pk)
        now = standings.where(who, who.standing, TODAY())
        row = rows([who], TODAY())[0]
        assert (now.status, now.since) == (Standing.ENDED, day)
        assert (row.standing, row.since, row.gaps) == (Standing.ENDED, day, ())
    for who in (Who.ENDED, Who.ALL):
        found = {row.person.pk: row.standing for row in rows_for(Asked(who=who), by=lead, today=TODAY())}
        assert (found[volunteer.pk], found[ada.pk]) == (Standing.ENDED, Standing.ENDED)


def test_with_the_last_day_over_the_standing_ends_with_a_line_that_gives_no_reason(scope, lead, coordinator, volunteer):
    left(volunteer, coordinator)

    assert leavers.end_work_of_leavers(TODAY()) == 1
    assert leavers.end_work_of_leavers(TODAY()) == 0

    standing = VolunteerStanding.objects.get(person=volunteer)
    change = StandingChange.objects.get(kind=ChangeKind.ENDED)
    assert (standing.status, standing.since) == (Standing.ENDED, TODAY() - 2 * DAY)
    assert (change.on, change.decided_by, change.is_safeguarding) == (TODAY() - 2 * DAY, coordinator, False)
    assert not any(change.words.values())
    assert titles(volunteer, lead) == ["Ended", "Active"]


def test_on_the_last_day_itself_nothing_is_written_down_yet(scope, coordinator, volunteer):
    left(volunteer, coordinator, days=0)
    leavers.end_work_of_leavers(TODAY())
    people.rejoin(volunteer, on=TODAY(), by=coordinator)

    assert VolunteerStanding.objects.get(person=volunteer).status == Standing.ACTIVE


def test_a_suspension_stays_one_when_somebody_leaves(scope, lead, coordinator, volunteer):
    with time_machine.travel(timezone.now() - 5 * DAY, tick=False):
        suspended(volunteer, lead)
        people.leave(volunteer, on=TODAY(), by=coordinator)
    leavers.end_work_of_leavers(TODAY())

    who = Person.objects.get(pk=volunteer.pk)
    assert who.standing.status == Standing.SUSPENDED
    assert standings.where(who, who.standing, TODAY()).status == Standing.SUSPENDED
    assert rows([who], TODAY())[0].standing == Standing.SUSPENDED


def test_whoever_was_taken_back_through_people_is_active_again_and_can_be_suspended(
    scope, lead, coordinator, volunteer
):
    left(volunteer, coordinator)
    leavers.end_work_of_leavers(TODAY())
    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)
    assert leavers.begin_anew_of_returners(TODAY()) == 0  # back, and doing no work yet
    people.give_role(back, role=Role.VOLUNTEER, by=coordinator)

    assert leavers.begin_anew_of_returners(TODAY()) == 1
    assert leavers.begin_anew_of_returners(TODAY()) == 0

    row = rows([Person.objects.get(pk=back.pk)], TODAY())[0]
    assert (row.standing, row.since) == (Standing.ACTIVE, TODAY())
    assert row.gaps
    assert suspended(back, lead).kind == ChangeKind.SUSPENDED


def test_whose_service_ended_and_who_stays_as_a_parent_does_not_begin_anew(scope, lead, volunteer):
    people.give_role(volunteer, role=Role.CARER, by=lead)
    services.end(volunteer, by=lead, on=TODAY(), reason="By agreement")

    assert leavers.begin_anew_of_returners(TODAY()) == 0
    assert VolunteerStanding.objects.get(person=volunteer).status == Standing.ENDED


# --- What somebody reads about themself ------------------------------------------------------------------------------


def test_roles_rest_on_ones_own_page_and_are_not_taken_away(scope, lead, volunteer):
    people.give_role(volunteer, role=Role.CARER, by=lead)
    suspended(volunteer, lead)

    said = {row["key"]: row["value"] for row in own_page.work_of(Person.objects.get(pk=volunteer.pk), TODAY())}

    assert said["Roles"] == "Volunteer (rests), Carer or parent"
