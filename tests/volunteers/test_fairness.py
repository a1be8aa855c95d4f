"""Nothing is decided past an online check: neither by one person, nor by way of another page."""

import pytest
from django.utils import timezone

from people.models import Person
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused
from tests.volunteers import checked, factories
from volunteers.lacking import Is, needs_of
from volunteers.models import ApplicationStep, CheckSwitch, Effect, Recruitment, Result, Suitability, SuitabilityOutcome
from volunteers.services import applicants, check_talks, checks, suitability, taking_on
from volunteers.services.checks import UNDER_WAY
from volunteers.states import CheckStatus, Stage

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def few_needs(scope):
    """This charity's stages ask for the decision, and for the check that its switch names."""
    return Recruitment.objects.create(needs={Stage.DECISION: ["decision"]})


def open_checks(by, to, decider):
    """One check at every step before it is closed, each with an application of its own."""
    steps = {
        "given": {},
        "begun": {},
        "concern": {},
        "discussed": {"decider": decider},
        "decided": {"decider": decider},
    }
    for number, (step, more) in enumerate(steps.items()):
        application = checked.applicant(f"Ada{number} Byron")
        yield getattr(checked, step)(by=by, to=to, application=application, **more)


def decide(about, by, outcome=SuitabilityOutcome.SUITABLE):
    return suitability.decide(about, outcome=outcome, reason="What I found online.", by=by)


def at_the_decision(application):
    type(application).objects.filter(pk=application.pk).update(status=Stage.DECISION)
    application.refresh_from_db()
    return application


@pytest.mark.clause("BC-21")
@pytest.mark.clause("BC-25")
@pytest.mark.clause("BC-26")
def test_whoever_did_the_check_cannot_go_round_the_talk_the_decider_and_the_committee(
    few_needs, coordinator, chair, signed_in
):
    check = checked.concern(by=chair, to=coordinator)
    application, client = check.application, signed_in(coordinator)

    def place(name, *more):
        return address(f"volunteers:{name}", application.code, *more)

    page = client.get(place("application")).content.decode()
    left_out = client.post(place("leave_out_step", "online_check"), {"why": "Not needed."})
    client.post(place("move_application"), {"to": Stage.DECISION})
    application.refresh_from_db()

    assert place("leave_out_step", "online_check") not in page
    assert "The online check was given out." in left_out.content.decode()
    assert application.status == Stage.CHECKS
    at_the_decision(application)
    reason = {"outcome": "not", "reason": "What I found online."}
    for answer in (
        client.post(place("decide_application"), reason),
        client.post(place("not_taken_on"), {"reason": "What I found online."}),
        client.post(place("take_on"), {"on": f"{timezone.localdate():%d %m %Y}"}),
    ):
        assert str(UNDER_WAY) in answer.content.decode()
    application.refresh_from_db()
    assert application.status == Stage.DECISION
    assert not Suitability.objects.exists()
    assert not Person.objects.filter(name=application.name).exists()


def test_a_check_at_any_step_is_waited_for_in_the_same_words(few_needs, coordinator, trustee, chair, lead):
    for check in open_checks(coordinator, trustee, chair):
        application = at_the_decision(check.application)

        with pytest.raises(Refused, match=str(UNDER_WAY)):
            decide(application, lead)
        with pytest.raises(Refused, match=str(UNDER_WAY)):
            applicants.not_taken_on(application, by=lead, reason="A doubt.")
        with pytest.raises(Refused, match=str(UNDER_WAY)):
            taking_on.take_on(application, by=coordinator, on=timezone.localdate())
        with pytest.raises(Refused, match="given out"):
            applicants.leave_out(application, key="online_check", by=lead, why="In a hurry.")


def test_a_check_that_was_left_out_before_it_was_given_out_is_finished_all_the_same(few_needs, coordinator, trustee):
    application = checked.applicant()
    factories.checks_on(coordinator)
    applicants.leave_out(application, key="online_check", by=coordinator, why="She is well known here.")

    check = checked.given(by=coordinator, to=trustee, application=application)

    assert not checked.is_settled(application)
    checks.call_off(check, by=coordinator, why="She is well known here.")
    assert ApplicationStep.objects.get(key="online_check").is_needed is False
    assert checked.is_settled(application)


def test_a_check_that_is_under_way_is_waited_for_when_checks_are_switched_off(few_needs, coordinator, trustee, lead):
    check = checked.concern(by=coordinator, to=trustee)
    Recruitment.objects.update(needs={Stage.CHECKS: ["online_check"], Stage.DECISION: ["decision"]})
    CheckSwitch.objects.create(is_on=False, reason="No longer.", decided_by=lead)

    [need] = [one for one in needs_of(check.application, timezone.localdate()) if one.key == "online_check"]

    assert need.state == Is.MISSING


def test_once_the_check_is_closed_somebody_else_than_the_checker_decides(few_needs, coordinator, chair, second_trustee):
    decider = second_trustee
    check = checked.decided(by=chair, to=coordinator, decider=decider)
    check_talks.share(check, by=decider, told=[chair], shared_on=timezone.localdate())
    application = at_the_decision(check.application)

    with pytest.raises(Refused, match="somebody else decides"):
        decide(application, coordinator, SuitabilityOutcome.NOT)
    decide(application, chair)

    assert taking_on.take_on(application, by=coordinator, on=timezone.localdate()).name == application.name


@pytest.mark.parametrize("result", [Result.NOTHING, Result.NOT_ONLINE])
def test_whoever_found_nothing_may_decide(few_needs, coordinator, chair, result):
    check = checked.neutral(result, by=chair, to=coordinator)

    assert decide(at_the_decision(check.application), coordinator).decided_by == coordinator


def test_about_somebody_who_serves_it_is_the_same(coordinator, trustee, chair, volunteer, lead, new_person):
    assessor = new_person("Asa Assessor", Role.ASSESSOR)
    check = checked.concern(by=chair, to=coordinator)
    type(check).objects.filter(pk=check.pk).update(person=volunteer)

    with pytest.raises(Refused, match=str(UNDER_WAY)):
        decide(volunteer, lead, SuitabilityOutcome.NOT)

    check_talks.discuss(check, by=coordinator, why_none="He is abroad and does not answer.")
    check_talks.appoint(check, who=assessor, by=coordinator)
    check_talks.decide(check, by=assessor, **(checked.DECIDED | {"effect": Effect.CONDITIONS}))
    check_talks.share(check, by=assessor, told=[chair], shared_on=timezone.localdate())
    with pytest.raises(Refused, match="somebody else decides"):
        decide(volunteer, coordinator)
    assert decide(volunteer, lead).person == volunteer


def test_an_applicant_may_withdraw_at_any_time_and_what_was_found_goes_to_its_end(coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)

    applicants.withdraw(check.application, by=coordinator)

    check.refresh_from_db()
    assert check.application.status == Stage.WITHDRAWN
    assert check.status == CheckStatus.CONCERN
