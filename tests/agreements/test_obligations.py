"""What the reminders and the home page learn from agreements."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements import commitments, obligations
from agreements.models import AgreementRequest
from agreements.services import signing, telling
from people.roles import Role
from safeguard.commitments import State
from tests.agreements import factories

ASKED_AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def owed(person=None, today=TODAY):
    return list(obligations.obligations(today=today, person=person))


def keys(found) -> list[str]:
    return [o.key.partition(":")[0] for o in found]


@pytest.fixture
def asked(agreement, volunteer, coordinator) -> AgreementRequest:
    with time_machine.travel(ASKED_AT):
        return factories.asked(agreement, volunteer, by=coordinator)


def test_who_was_asked_owes_an_answer_within_a_week(asked, agreement, volunteer):
    [owes] = owed(person=volunteer.pk)

    assert (owes.title, owes.due_on, owes.recipients) == (
        "Sign “Volunteer agreement”",
        date(2026, 11, 9),
        (volunteer.pk,),
    )
    assert (owes.link_purpose, owes.link_about) == ("sign", f"agreement:{agreement.pk}")


def test_after_the_letter_that_asked_there_are_three_more_and_no_fifth(asked, volunteer):
    [owes] = owed(person=volunteer.pk)

    days = [day for _step, day in owes.schedule.notices(owes.due_on, until=date(2027, 12, 31))]

    assert days == [date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 23)]


@pytest.mark.parametrize("answer", ["signed", "declined", "paper", "reserved", "misdirected", "left", "closed"])
def test_whoever_has_answered_is_not_reminded(asked, agreement, volunteer, coordinator, answer):
    from agreements.services import designing

    request = signing.opened(agreement, volunteer)
    {
        "signed": lambda: factories.signed(agreement, volunteer),
        "declined": lambda: signing.decline(request, reason="No.", by=volunteer),
        "paper": lambda: signing.ask_for_paper(request, by=volunteer),
        "reserved": lambda: factories.signed(agreement, volunteer, reservation="Not at weekends."),
        "misdirected": lambda: signing.not_me(request),
        "left": lambda: type(volunteer).objects.filter(pk=volunteer.pk).update(left_on=TODAY),
        "closed": lambda: designing.close(agreement, by=coordinator),
    }[answer]()

    assert owed(person=volunteer.pk) == []


@pytest.mark.parametrize("answer", ["declined", "paper", "reserved", "misdirected"])
def test_an_answer_that_needs_somebody_is_owed_by_the_coordinator_and_the_owner_and_names_nobody(
    asked, agreement, version, volunteer, coordinator, lead, chair, answer
):
    version.policy.owner = lead
    version.policy.save()
    request = signing.opened(agreement, volunteer)
    {
        "declined": lambda: signing.decline(request, reason="I am ill.", by=volunteer),
        "paper": lambda: signing.ask_for_paper(request, by=volunteer),
        "reserved": lambda: factories.signed(agreement, volunteer, reservation="I am ill."),
        "misdirected": lambda: signing.not_me(request),
    }[answer]()

    [owes] = [o for o in owed() if o.key.startswith("agreements.answer:")]

    assert set(owes.recipients) == {coordinator.pk, lead.pk}
    assert owes.escalate_to == (chair.pk,)
    assert [word for word in ("Vera", "Lindqvist", "ill") if word in f"{owes.title} {owes.reason}"] == []
    assert keys(owed(person=lead.pk)) == ["agreements.answer"]


def test_who_has_not_been_asked_is_owed_by_the_coordinator(agreement, volunteer, coordinator, new_person):
    new_person("Ada Byron", Role.VOLUNTEER)

    [owes] = owed()

    assert (owes.key, owes.recipients, owes.reason) == (
        f"agreements.unasked:{agreement.pk}",
        (coordinator.pk,),
        "2 people have not been asked.",
    )
    assert owed(person=volunteer.pk) == []


def test_an_agreement_that_nobody_can_sign_is_owed_by_the_coordinator(agreement, version, volunteer, coordinator):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    assert [(o.key, o.reason) for o in owed()] == [
        (f"agreements.stuck:{agreement.pk}", "Not in force: Staying safe online.")
    ]


def test_what_runs_out_is_said_a_month_before(version, volunteer, coordinator):
    agreement = factories.an_agreement(version, by=coordinator, valid_for_months=12)
    with time_machine.travel(datetime(2025, 12, 1, 12, tzinfo=UTC)):
        factories.signed(agreement, volunteer)

    [owes] = owed(person=volunteer.pk)

    assert (owes.title, owes.due_on) == ("Sign “Volunteer agreement” again", date(2026, 12, 1))
    assert owed(person=volunteer.pk, today=date(2026, 10, 31)) == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_asking_what_is_owed_costs_the_same_however_much_it_is(
    version, coordinator, new_person, how_many, django_assert_num_queries
):
    for number in range(how_many):
        agreement = factories.an_agreement(version, by=coordinator, title=f"Agreement {number}")
        person = new_person(f"Person {number}", Role.VOLUNTEER, signs_in=False)
        factories.asked(agreement, person, by=coordinator)
        other = new_person(f"Other {number}", Role.VOLUNTEER, signs_in=False)
        signing.decline(signing.opened(agreement, other), reason="No.", by=other)

    with django_assert_num_queries(15):
        owed()


# Commitments ---------------------------------------------------------------------------------------------------------


def kept() -> dict:
    found = commitments.commitments(today=timezone.localdate())
    return {c.key.partition(".")[2]: (c.state, c.number, c.of) for c in found}


def test_before_anything_is_asked_it_is_new_and_no_failure(scope):
    assert kept() == {"signed": (State.NEW, 0, 0), "bound": (State.NEW, 0, 0), "told": (State.NEW, 0, 0)}


@pytest.mark.clause("RW-3", "RW-13", "IL-61")
def test_the_lights_count_who_has_signed_and_who_was_told(coordinator, volunteer, new_person, scope):
    other = new_person("Ada Byron", Role.VOLUNTEER)
    version = factories.a_policy(audience=["volunteer"])
    agreement = factories.an_agreement(version, by=coordinator)
    factories.asked(agreement, other, by=coordinator)
    factories.signed(agreement, volunteer)
    assert kept() == {"signed": (State.AT_RISK, 1, 2), "bound": (State.AT_RISK, 1, 2), "told": (State.AT_RISK, 1, 2)}

    telling.tell(version, [other], by=coordinator, on=timezone.localdate(), method="briefing", understood="yes")
    assert kept()["told"] == (State.KEPT, 2, 2)

    factories.signed(agreement, other)
    assert kept() == {"signed": (State.KEPT, 2, 2), "bound": (State.KEPT, 2, 2), "told": (State.KEPT, 2, 2)}


def test_after_four_weeks_without_an_answer_the_light_is_red(agreement, volunteer, coordinator):
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        factories.asked(agreement, volunteer, by=coordinator)

    assert kept()["signed"] == (State.BROKEN, 0, 1)


def test_a_material_version_turns_the_light_at_once(agreement, version, volunteer):
    factories.signed(agreement, volunteer)
    assert kept()["signed"] == (State.KEPT, 1, 1)

    factories.a_version(version.policy, 2)

    assert kept()["signed"] == (State.AT_RISK, 0, 1)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_lights_cost_the_same_however_much_there_is(
    coordinator, volunteer, scope, how_many, django_assert_num_queries
):
    for number in range(how_many):
        version = factories.a_policy(f"Policy {number}", audience=["volunteer"])
        factories.signed(factories.an_agreement(version, by=coordinator, title=f"Agreement {number}"), volunteer)

    with django_assert_num_queries(15):
        kept()
