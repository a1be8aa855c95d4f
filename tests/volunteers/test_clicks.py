"""Twice the same, too early and too late: each leads to a page that says what is so, and to no error."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from people.models import Person
from people.roles import Role
from safeguard.addresses import address
from safeguard.handovers import all_handovers
from safeguard.refusals import Refused
from tests.volunteers import checked, factories
from volunteers.models import (
    CheckDecision,
    CommitteeShare,
    Discussion,
    Finding,
    Recruitment,
    Result,
    StandingChange,
    Suitability,
)
from volunteers.services import check_talks, checking
from volunteers.states import CheckStatus, Stage

pytestmark = pytest.mark.usefixtures("scope")


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


def day(when):
    return f"{when:%d %B %Y}"


def place(name, check):
    return address(f"volunteers:{name}", check.code)


# Twice ---------------------------------------------------------------------------------------------------------------


def test_two_clicks_on_what_there_is_to_talk_about_lead_to_the_check(in_the_log, coordinator, trustee):
    check = checked.begun(by=coordinator, to=trustee)
    checking.note_how(check, by=trustee, result=Result.CONCERN, **checked.HOW)
    sent = {"found-TOTAL_FORMS": "1", "found-INITIAL_FORMS": "0"}
    sent |= {f"found-0-{name}": value for name, value in checked.FOUND.items()}

    answers = [in_the_log(trustee).post(place("check_findings", check), sent) for _click in range(2)]

    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, check.get_absolute_url())] * 2
    assert Finding.objects.count() == 1


def test_two_clicks_on_a_decision_lead_to_what_was_decided(in_the_log, coordinator, trustee, chair):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)
    url = place("decide_check", check)

    answers = [in_the_log(chair).post(url, checked.DECIDED) for _click in range(2)]

    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, check.get_absolute_url())] * 2
    assert CheckDecision.objects.count() == 1
    check_talks.share(check, by=chair, told=[chair], shared_on=timezone.localdate())
    assert in_the_log(chair).post(url, checked.DECIDED).headers["Location"] == address("volunteers:checks")


def test_two_clicks_on_taking_on_ask_nothing_of_whoever_is_known_by_now(coordinator, lead, signed_in):
    Recruitment.objects.create(needs={Stage.DECISION: ["decision"]})
    applicant = factories.application(at=Stage.DECISION)
    Suitability.objects.create(application=applicant, outcome="suitable", decided_by=lead, words={"reason": "Good."})
    url, to = place("take_on", applicant), place("application", applicant)

    answers = [signed_in(coordinator).post(url, {"on": day(timezone.localdate())}) for _click in range(2)]

    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [(302, to)] * 2
    assert Person.objects.filter(name=applicant.name).count() == 1


def test_two_clicks_on_a_suspension_lead_to_where_somebody_stands(lead, chair, volunteer, signed_in):
    today = timezone.localdate()
    sent = {
        "reason": "A parent told us.",
        "is_safeguarding": "False",
        "told": "Rung by Dana.",
        "on": day(today),
        "review_on": day(today + timedelta(days=14)),
    }
    url, to = address("volunteers:suspend", volunteer.pk), address("volunteers:standing", volunteer.pk)

    answers = [signed_in(lead).post(url, sent) for _click in range(2)]
    another = signed_in(chair).post(url, sent)

    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [(302, to)] * 2
    assert StandingChange.objects.filter(kind="suspended").count() == 1
    assert "is not active" in text(another)
    assert "A parent told us." in another.content.decode()


# Too early and too late ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["check_talk", "check_not_them", "check_decider"])
def test_before_the_check_is_done_nothing_is_said_in_it(in_the_log, coordinator, trustee, chair, name):
    check = checked.begun(by=coordinator, to=trustee)
    sent = {"was_held": "False", "why_none": "She does not answer.", "who": chair.pk}

    page = in_the_log(trustee).get(place(name, check), follow=True)
    answer = in_the_log(trustee).post(place(name, check), sent)

    assert page.redirect_chain == [(check.get_absolute_url(), 302)]
    for one in (page, answer):
        assert "The check is not done yet." in text(one)
    check.refresh_from_db()
    assert (check.status, check.result) == (CheckStatus.ASSIGNED, "")


@pytest.mark.parametrize("name", ["check_talk", "check_not_them", "check_decider"])
def test_after_the_decision_nothing_is_said_in_it(in_the_log, coordinator, trustee, chair, name):
    check = checked.decided(by=coordinator, to=trustee, decider=chair)
    sent = {"was_held": "False", "why_none": "She does not answer.", "who": chair.pk}

    page = in_the_log(trustee).get(place(name, check), follow=True)
    answer = in_the_log(trustee).post(place(name, check), sent)

    assert page.redirect_chain == [(check.get_absolute_url(), 302)]
    for one in (page, answer):
        assert "It is decided already." in text(one)
    check.refresh_from_db()
    assert check.status == CheckStatus.DECIDED
    assert Discussion.objects.count() == 1


@pytest.mark.clause("BC-26")
def test_the_committee_is_not_told_before_the_decision(in_the_log, coordinator, trustee, chair):
    check = checked.decided(by=coordinator, to=trustee, decider=chair)
    sent = {"told": [chair.pk], "shared_on": "1 1 2020"}

    answer = in_the_log(chair).post(place("share_check", check), sent)

    assert "That was before it was decided." in text(answer)
    with pytest.raises(Refused, match="before it was decided"):
        check_talks.share(check, by=chair, told=[chair], shared_on=timezone.localdate() - timedelta(days=1))
    assert not CommitteeShare.objects.exists()


def test_the_talk_form_says_which_answers_belong_to_a_yes_and_which_to_a_no(in_the_log, coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)
    url = place("check_talk", check)

    page = text(in_the_log(trustee).get(url))
    yes = text(in_the_log(trustee).post(url, {"was_held": "True"}))
    no = text(in_the_log(trustee).post(url, {"was_held": "False", "why_none": ""}))

    for label in ("If yes: on which day?", "If yes: who was there?", "If yes: what did the person say?"):
        assert f"{label}</label>" in page
    assert "If no: why is there no talk?</label>" in page
    assert "(optional)" not in page
    names = ("held_on", "present", "reply", "why_none")
    assert [name for name in names if f"id_{name}_error" in yes] == ["held_on", "present", "reply"]
    assert [name for name in names if f"id_{name}_error" in no] == ["why_none"]


# When somebody goes --------------------------------------------------------------------------------------------------


def test_the_check_out_counts_the_checks_that_wait_for_somebody_in_whatever_way(
    coordinator, trustee, chair, new_person
):
    assessor = new_person("Asa Assessor", Role.ASSESSOR)

    def waiting(person):
        return [(one.title, one.at_suspension) for one in all_handovers(person) if one.key == "volunteers.checks"]

    checked.given(by=coordinator, to=trustee, application=checked.applicant("Ben Other"))
    assert [waiting(one) for one in (trustee, coordinator, assessor)] == [
        [("One online check waits for this person", True)],
        [],
        [],
    ]

    check = checked.discussed(by=coordinator, to=trustee, decider=assessor)

    assert [waiting(one) for one in (trustee, coordinator, assessor)] == [
        [("2 online checks wait for this person", True)],
        [("One online check waits for this person", True)],
        [("One online check waits for this person", True)],
    ]
    check_talks.decide(check, by=assessor, **checked.DECIDED)
    check_talks.share(check, by=assessor, told=[chair], shared_on=timezone.localdate())
    assert [len(waiting(one)) for one in (trustee, coordinator, assessor, chair)] == [1, 0, 0, 0]
