"""The check of own privacy settings: what is asked, what is kept, when it is due; nobody is asked twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import AuditEvent
from duties import obligations as duties_owed
from duties import services as duties
from duties.models import Round
from duties.suggestions import SUGGESTIONS
from organisations.models import Organisation
from people.roles import Role
from safeguard.append_only import NeverChanges
from safeguard.commitments import State
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers import self_check
from volunteers.models import SelfCheck
from volunteers.owed import mine as owed
from volunteers.promises import mine as promises
from volunteers.services import self_checks
from volunteers.verbs import Verb

pytestmark = pytest.mark.usefixtures("scope")

PAGE = "/o/harbour-lights/volunteers/mine/self-check/"
ALL = {"items": list(self_check.KEYS)}
BEGUN = date(2026, 1, 5)


@pytest.fixture
def long_here(scope):
    """The charity has used the software since the beginning of the year."""
    Organisation.objects.filter(pk=scope.pk).update(created_at=timezone.make_aware(timezone.datetime(2026, 1, 5)))
    scope.refresh_from_db()


def asked(today, person=None) -> dict[int, date]:
    found = owed.obligations(today=today, person=person and person.pk)
    return {one.recipients[0]: one.due_on for one in found if one.key.startswith("volunteers.self_check:")}


def light(today) -> State:
    return next(one.state for one in promises.commitments(today=today) if one.key == "volunteers.self_checks")


def run_as_duty(by, *, first_due_on, roles=(Role.STAFF, Role.VOLUNTEER), title="Look at your settings"):
    return duties.add(
        by=by,
        title=title,
        roles=list(roles),
        by_everybody=True,
        every_months=6,
        first_due_on=first_due_on,
        suggestion="privacy-settings",
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        pytest.param("audience", "set it anew", marks=pytest.mark.clause("BC-28"), id="BC-28"),
        pytest.param("profile", "no telephone number, address, school", marks=pytest.mark.clause("WY-21"), id="WY-21"),
        pytest.param(
            "consequences",
            "posts, likes and shares as somebody from work",
            marks=pytest.mark.clause("WY-22"),
            id="WY-22",
        ),
    ],
)
def test_the_point_is_asked_and_the_check_is_not_done_without_it(signed_in, volunteer, key, words):
    client = signed_in(volunteer)
    page = client.get(PAGE).content.decode()

    answer = client.post(PAGE, {"items": [one for one in self_check.KEYS if one != key]})

    assert (words in page, "the points that are left" in answer.content.decode()) == (True, True)
    assert SelfCheck.objects.count() == 0


def test_what_was_ticked_stays_ticked_when_a_point_is_left(signed_in, volunteer):
    answer = signed_in(volunteer).post(PAGE, {"items": ["audience", "places"]}).content.decode()

    assert answer.count("checked") == 2


def test_done_it_is_noted_for_today_and_nothing_else_is_kept(signed_in, volunteer):
    answer = signed_in(volunteer).post(PAGE, ALL)

    done = SelfCheck.objects.get()
    assert (answer.status_code, done.person, done.done_on) == (302, volunteer, timezone.localdate())
    assert AuditEvent.objects.filter(verb=Verb.SELF_CHECKED, actor_id=str(volunteer.pk)).count() == 1


def test_no_field_takes_the_name_of_an_account_or_a_password(signed_in, volunteer):
    page = signed_in(volunteer).get(PAGE).content.decode().split("<main", 1)[1]

    assert [kind for kind in ('type="text"', 'type="password"', "<textarea", 'type="url"') if kind in page] == []


def test_two_clicks_are_one_check(volunteer):
    self_checks.note(self_check.KEYS, by=volunteer)
    self_checks.note(self_check.KEYS, by=volunteer)

    assert SelfCheck.objects.count() == 1


def test_the_service_refuses_what_was_not_looked_at(volunteer):
    with pytest.raises(Refused, match="the points that are left"):
        self_checks.note(self_check.KEYS[1:], by=volunteer)


def test_what_was_done_never_changes(volunteer):
    done = self_checks.note(self_check.KEYS, by=volunteer)

    done.done_on = date(2020, 1, 1)
    with pytest.raises(NeverChanges):
        done.save()


@pytest.mark.clause("BC-28")
def test_it_is_due_some_weeks_after_somebody_came_and_then_twice_a_year(long_here, volunteer):
    first = BEGUN + self_check.FIRST_WITHIN
    assert asked(first - timedelta(days=8)) == {}
    assert asked(first) == {volunteer.pk: first}

    with time_machine.travel(f"{first}T12:00:00+00:00", tick=False):
        self_checks.note(self_check.KEYS, by=volunteer)

    again = add_months(first, self_check.EVERY_MONTHS)
    assert asked(again - timedelta(days=8)) == {}
    assert asked(again) == {volunteer.pk: again}


def test_everybody_who_works_here_is_asked_for_themself_only(long_here, volunteer, coordinator, administrator, chair):
    today = BEGUN + self_check.FIRST_WITHIN

    assert set(asked(today)) == {volunteer.pk, coordinator.pk}
    assert set(asked(today, volunteer)) == {volunteer.pk}
    assert asked(today, chair) == {}


def test_who_is_suspended_is_not_asked(long_here, volunteer):
    today = BEGUN + self_check.FIRST_WITHIN
    type(volunteer).objects.filter(pk=volunteer.pk).update(paused_from=today)

    assert asked(today) == {}


def test_the_regular_task_asks_instead_and_is_done_by_the_check(long_here, volunteer, coordinator, lead):
    today = BEGUN + timedelta(days=60)
    duty = run_as_duty(lead, first_due_on=today)
    both = {volunteer.pk, coordinator.pk}
    assert set(asked(today)) == {coordinator.pk}  # whom the task does not ask
    assert [set(one.recipients) for one in duties_owed.obligations(today=today)] == [{volunteer.pk}]

    with time_machine.travel(f"{today}T12:00:00+00:00", tick=False):
        self_checks.note(self_check.KEYS, by=volunteer)
        self_checks.note(self_check.KEYS, by=coordinator)

    assert list(Round.objects.values_list("duty", "person", "due_on")) == [(duty.pk, volunteer.pk, today)]
    assert (list(duties_owed.obligations(today=today)), asked(today)) == ([], {})
    assert set(SelfCheck.objects.values_list("person", flat=True)) == both


def test_the_task_is_known_whatever_the_charity_calls_it(signed_in, volunteer, lead):
    like = next(one for one in SUGGESTIONS if one.key == "privacy-settings")
    fields = {"title": "Settings evening", "roles": list(like.roles), "by_everybody": "on", "every_months": 6}
    signed_in(lead).post(
        "/o/harbour-lights/duties/add/?like=privacy-settings", {**fields, "first_due_on": "1 1 2026", "what": "Look"}
    )

    assert str(self_check.duty_of(date(2026, 2, 1))) == "Settings evening"


def test_the_page_counts_what_was_done_as_the_regular_task(volunteer, lead):
    due = date(2026, 3, 1)
    duty = run_as_duty(lead, first_due_on=due)
    duties.do(duty, by=volunteer, due_on=due, done_on=date(2026, 3, 4))

    standing = self_check.standing_of(volunteer, date(2026, 3, 5))

    assert (standing.last_on, standing.due_on) == (date(2026, 3, 4), date(2026, 9, 1))


def test_the_light_is_new_then_kept_then_at_risk_and_broken(long_here, volunteer, coordinator):
    today = BEGUN + self_check.FIRST_WITHIN
    assert light(today) == State.NEW

    with time_machine.travel(f"{today}T12:00:00+00:00", tick=False):
        self_checks.note(self_check.KEYS, by=volunteer)
    assert light(today) == State.KEPT
    assert light(today + timedelta(days=1)) == State.AT_RISK
    assert light(add_months(today, 7)) == State.BROKEN


def test_what_is_owed_costs_the_same_for_one_and_many(long_here, new_person, volunteer, django_assert_num_queries):
    today = BEGUN + self_check.FIRST_WITHIN
    with django_assert_num_queries(5):
        assert len(list(owed.obligations(today=today))) == 1
    for number in range(4):
        new_person(f"Helper{number} Somebody", Role.VOLUNTEER)
    with django_assert_num_queries(5):
        assert len(list(owed.obligations(today=today))) == 5


def test_the_check_is_for_those_who_work_here(signed_in, administrator, stranger):
    assert (signed_in(administrator).get(PAGE).status_code, signed_in(stranger).get(PAGE).status_code) == (403, 404)
