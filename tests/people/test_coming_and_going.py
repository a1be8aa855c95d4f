"""Leaving, coming back, dying: access, links and messages end; records stay."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Project
from people import links, services
from people.models import Person, PersonalLink, Purpose, RoleHolding, ServicePeriod
from people.roles import Role
from people.services.coming_and_going import LeavingRefused
from people.services.roles import RoleRefused
from safeguard.handovers import all_handovers
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = timedelta(days=1)


def test_leaving_ends_roles_links_and_the_period(scope, coordinator, volunteer):
    token = links.issue(volunteer, Purpose.SIGN)

    left = services.leave(volunteer, on=TODAY(), reason="Moved", by=coordinator)

    period = ServicePeriod.objects.get(person=volunteer)
    assert (left.left_on, left.roles) == (TODAY(), frozenset())
    assert RoleHolding.objects.get(person=volunteer).ends_on == TODAY()
    assert (period.ends_on, period.reason) == (TODAY(), "Moved")
    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.SIGN)
    event = AuditEvent.objects.newest_first().first()
    assert (event.verb, event.detail) == (
        "left",
        {"last day": TODAY().isoformat(), "roles": ["volunteer"], "team": 0},
    )


def test_somebody_who_left_finds_nothing_any_more(signed_in, charity, coordinator, volunteer):
    client = signed_in(volunteer)
    assert client.get("/o/harbour-lights/people/who-to-call/").status_code == 200

    with acting_for(charity):
        services.leave(volunteer, on=TODAY(), by=coordinator)

    assert client.get("/o/harbour-lights/people/who-to-call/").status_code == 404


def test_who_leaves_later_stays_until_then(scope, coordinator, volunteer):
    token = links.issue(volunteer, Purpose.SIGN)

    left = services.leave(volunteer, on=TODAY() + 14 * DAY, by=coordinator)

    assert (left.is_here(TODAY()), left.is_here(TODAY() + 14 * DAY)) == (True, False)
    assert left.roles == {Role.VOLUNTEER}
    assert links.open_link(token, Purpose.SIGN).person == volunteer
    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.SIGN, now=timezone.now() + 15 * DAY)


def test_a_role_that_is_given_to_a_leaver_ends_with_the_last_day(scope, chair, coordinator, volunteer):
    last = TODAY() + 14 * DAY
    services.leave(volunteer, on=last, by=coordinator)
    volunteer.refresh_from_db()

    holding = services.give_role(volunteer, role=Role.STAFF, by=chair)

    assert holding.ends_on == last
    with pytest.raises(RoleRefused, match="is not here on that day"):
        services.give_role(volunteer, role=Role.WEB_MANAGER, starts_on=last + DAY, by=chair)


def test_a_role_that_was_to_begin_later_does_not(scope, chair, coordinator, volunteer):
    services.give_role(volunteer, role=Role.STAFF, starts_on=TODAY() + 30 * DAY, by=chair)

    services.leave(volunteer, on=TODAY(), by=coordinator)

    assert [holding.role for holding in RoleHolding.objects.filter(person=volunteer)] == ["volunteer"]


def test_the_team_gets_another_line_manager(scope, coordinator, lead, volunteer, new_person):
    leader = new_person("Helen Marsh", Role.LINE_MANAGER)
    services.change(volunteer, line_manager=leader, by=coordinator)

    services.leave(leader, on=TODAY(), team_to=lead, by=coordinator)

    assert Person.objects.get(pk=volunteer.pk).line_manager == lead


def test_the_last_chair_cannot_leave_without_a_successor(scope, chair, coordinator):
    with pytest.raises(RoleRefused, match="Appoint the next chair first"):
        services.leave(chair, on=TODAY(), by=coordinator)

    assert Person.objects.get(pk=chair.pk).left_on is None
    assert RoleHolding.objects.get(person=chair).ends_on is None


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-365 * 10, "Vera Lindqvist joined on 1 September 2024 and cannot leave before."),
        (0, "Vera Lindqvist has left already."),
    ],
)
def test_nobody_leaves_before_joining_or_twice(scope, coordinator, volunteer, days, sentence):
    if days == 0:
        services.leave(volunteer, on=TODAY(), by=coordinator)

    with pytest.raises(LeavingRefused) as refused:
        services.leave(volunteer, on=TODAY() + days * DAY, by=coordinator)

    assert str(refused.value) == sentence


def test_what_a_leaver_hands_over(scope, chair, coordinator, lead, volunteer):
    services.change(volunteer, line_manager=lead, by=coordinator)
    services.give_role(volunteer, role=Role.LEAD, deputy_for=lead, ends_on=TODAY() + DAY, by=chair)
    Project.objects.create(name="Drop-in", contact_name="Dana Whitlock")

    assert [handover.title for handover in all_handovers(lead)][:5] == [
        "Role: Designated safeguarding lead",
        "Vera Lindqvist stands in for this person",
        "Line manager of one person",
        "Contact of carers during Drop-in",
        "Sign-in",
    ]


# --- Coming back (E-21) --------------------------------------------------------------------------------------------


def test_who_comes_back_begins_anew(scope, coordinator, volunteer):
    services.leave(volunteer, on=date(2025, 1, 31), by=coordinator)

    back = services.rejoin(volunteer, on=date(2026, 2, 1), by=coordinator)

    assert (back.left_on, back.joined_on, back.user, back.roles) == (None, date(2026, 2, 1), None, frozenset())
    assert list(ServicePeriod.objects.values_list("starts_on", "ends_on").filter(person=back)) == [
        (date(2024, 9, 1), date(2025, 1, 31)),
        (date(2026, 2, 1), None),
    ]
    assert AuditEvent.objects.newest_first().first().verb == "rejoined"


def test_old_links_stay_closed_after_the_return(scope, coordinator, volunteer):
    token = links.issue(volunteer, Purpose.SIGN)
    services.leave(volunteer, on=TODAY(), by=coordinator)
    services.rejoin(volunteer, on=TODAY(), by=coordinator)

    with pytest.raises(links.LinkUnusable):
        links.open_link(token, Purpose.SIGN)


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("here", "Vera Lindqvist has not left."),
        ("early", "The last day was 31 January 2025. The return cannot be before."),
        ("dead", "Vera Lindqvist is recorded as deceased."),
    ],
)
def test_who_cannot_come_back(scope, coordinator, volunteer, case, sentence):
    if case == "early":
        services.leave(volunteer, on=date(2025, 1, 31), by=coordinator)
    if case == "dead":
        services.record_death(volunteer, on=date(2025, 1, 31), by=coordinator)

    with pytest.raises(LeavingRefused) as refused:
        services.rejoin(volunteer, on=date(2025, 1, 1), by=coordinator)

    assert str(refused.value) == sentence


# --- Dying (E-23) --------------------------------------------------------------------------------------------------


def test_a_death_stops_every_message_and_keeps_the_records(scope, coordinator, volunteer):
    links.issue(volunteer, Purpose.SIGN)
    links.issue(volunteer, Purpose.CALENDAR)

    dead = services.record_death(volunteer, on=TODAY() - DAY, by=coordinator)

    assert (dead.can_be_mailed, dead.is_here(TODAY()), dead.roles) == (False, False, frozenset())
    assert PersonalLink.objects.usable(timezone.now()).count() == 0
    assert Person.objects.current().filter(pk=dead.pk).exists() is False
    assert ServicePeriod.objects.get(person=dead).ends_on == TODAY() - DAY
    assert AuditEvent.objects.newest_first().first().verb == "died"


def test_a_death_never_waits_for_a_successor(scope, chair, coordinator):
    services.record_death(chair, on=TODAY(), by=coordinator)

    assert Person.objects.current().holding(Role.CHAIR).exists() is False


@pytest.mark.parametrize(
    ("on", "twice", "sentence"),
    [
        (DAY, False, "This day is still to come."),
        (0 * DAY, True, "The death of Vera Lindqvist is recorded already."),
    ],
)
def test_a_death_is_recorded_once_and_not_ahead(scope, coordinator, volunteer, on, twice, sentence):
    if twice:
        services.record_death(volunteer, on=TODAY(), by=coordinator)

    with pytest.raises(LeavingRefused) as refused:
        services.record_death(volunteer, on=TODAY() + on, by=coordinator)

    assert str(refused.value) == sentence


def test_a_death_recorded_by_mistake_is_corrected(scope, coordinator, volunteer):
    services.record_death(volunteer, on=TODAY(), by=coordinator)

    services.take_back_death(volunteer, by=coordinator)
    back = services.rejoin(volunteer, on=TODAY(), by=coordinator)

    assert (back.deceased_on, back.is_here(TODAY()), back.roles) == (None, True, frozenset())
    with pytest.raises(LeavingRefused, match="is not recorded as deceased"):
        services.take_back_death(volunteer, by=coordinator)


def test_a_leaver_who_died_stays_a_leaver_when_corrected(scope, coordinator, volunteer):
    services.leave(volunteer, on=date(2025, 1, 31), by=coordinator)
    services.record_death(volunteer, on=TODAY(), by=coordinator)

    assert services.take_back_death(volunteer, by=coordinator).left_on == date(2025, 1, 31)


# --- A new name (E-24) ---------------------------------------------------------------------------------------------


def test_a_new_name_is_used_everywhere_and_the_audit_says_only_that_it_changed(signed_in, charity, chair, volunteer):
    with acting_for(charity):
        services.change(volunteer, name="Vincent Lindqvist", by=chair)

        event = AuditEvent.objects.newest_first().first()
        assert (event.verb, event.changed, event.detail) == ("changed", ["name"], {})
    page = signed_in(chair).get(f"/o/harbour-lights/people/{volunteer.pk}/").content.decode()
    assert ("Vincent Lindqvist" in page, "Vera" in page.replace("vera@", "")) == (True, False)


def test_a_new_address_closes_the_links_that_went_to_the_old_one(scope, chair, volunteer):
    sign, calendar = links.issue(volunteer, Purpose.SIGN), links.issue(volunteer, Purpose.CALENDAR)

    services.change(volunteer, email="new@example.org", by=chair)

    with pytest.raises(links.LinkUnusable):
        links.open_link(sign, Purpose.SIGN)
    assert links.open_link(calendar, Purpose.CALENDAR).person == volunteer


def test_a_link_from_before_the_return_stays_closed(scope, coordinator, volunteer, time_machine):
    time_machine.move_to("2026-11-20 12:00+00:00")
    old = {purpose: links.issue(volunteer, purpose, lifetime=400 * DAY) for purpose in Purpose}
    services.leave(volunteer, on=TODAY() + DAY, by=coordinator)
    time_machine.shift(7 * DAY)

    services.rejoin(volunteer, on=TODAY(), by=coordinator)

    for purpose, token in old.items():
        with pytest.raises(links.LinkUnusable):
            links.open_link(token, purpose)
