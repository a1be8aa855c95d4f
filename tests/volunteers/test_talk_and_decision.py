"""What was found is put to the person, decided by somebody else, and shared; a finding alone decides nothing."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from people.models import CareLink
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.volunteers import checked
from volunteers import access
from volunteers.access import DECIDE, VIEW, WORK, can
from volunteers.models import (
    CheckDecision,
    CommitteeShare,
    Confidence,
    Discussion,
    Effect,
    Finding,
    OnlineCheck,
    Result,
)
from volunteers.owed import checks as owed
from volunteers.promises import checks as promises
from volunteers.services import check_talks, checks
from volunteers.states import CheckStatus

pytestmark = pytest.mark.usefixtures("scope")


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


def owes(person=None, *, today=None):
    key = person.pk if person else None
    return list(owed.obligations(today=today or timezone.localdate(), person=key))


def today_in_words():
    return f"{timezone.localdate():%d %B %Y}"


# The talk ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-21")
def test_a_talk_is_asked_for_at_once_and_again_until_it_is_recorded(in_the_log, coordinator, trustee, lead):
    check = checked.concern(by=coordinator, to=trustee)
    today = timezone.localdate()

    [talk] = owes()
    assert (talk.due_on, set(talk.recipients)) == (today, {coordinator.pk, trustee.pk})
    assert [day - today for _step, day in talk.schedule.notices(today, until=today + timedelta(days=7))] == [
        timedelta(days=0),
        timedelta(days=3),
        timedelta(days=6),
    ]
    assert talk.is_closed
    assert not [words for words in ("Ada", "found", "concern", "finding") if words in f"{talk.title}{talk.reason}"]
    assert owes(lead) == []
    assert [one.key for one in owes(trustee)] == [talk.key]

    in_the_log(coordinator).post(
        address("volunteers:check_talk", check.code),
        {
            "was_held": "True",
            "held_on": today_in_words(),
            "present": "Cory Bell and her sister",
            "reply": "I am a Catholic and meant no harm.",
            "is_disputed": "on",
        },
    )

    check.refresh_from_db()
    said = Discussion.objects.get()
    assert check.status == CheckStatus.DISCUSSED
    assert (said.held_on, said.by) == (today, coordinator)
    assert said.words["reply"] == "I am a Catholic and meant no harm."  # what somebody says of themself is theirs
    assert said.words["disputed"] is True
    assert [one.title for one in owes()] == ["Say who decides"]


def test_no_talk_needs_a_reason(in_the_log, coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)
    url = address("volunteers:check_talk", check.code)

    empty = in_the_log(trustee).post(url, {"was_held": "False"})
    half = in_the_log(trustee).post(url, {"was_held": "True", "present": "Tom"})

    assert "Answer this question." in text(empty)
    assert "Answer this question." in text(half)
    assert "Tom" in half.content.decode()
    with pytest.raises(Refused, match="why there was no talk"):
        check_talks.discuss(check, by=trustee)
    in_the_log(trustee).post(url, {"was_held": "False", "why_none": "She withdrew and does not answer."})
    assert Discussion.objects.get().words["why_none"] == "She withdrew and does not answer."


def test_a_talk_is_neither_in_the_future_nor_before_the_check(in_the_log, coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)
    later = timezone.localdate() + timedelta(days=2)

    answer = in_the_log(trustee).post(
        address("volunteers:check_talk", check.code),
        {"was_held": "True", "held_on": f"{later:%d %B %Y}", "present": "Tom", "reply": "Yes"},
    )

    assert "This day is still to come" in text(answer)
    with pytest.raises(Refused, match="before the check was done"):
        check_talks.discuss(
            check, by=trustee, held_on=timezone.localdate() - timedelta(days=3), present="Tom", reply="Yes"
        )


def test_two_clicks_record_one_talk_and_a_second_talk_is_another(coordinator, trustee):
    check = checked.concern(by=coordinator, to=trustee)
    said = {"held_on": timezone.localdate(), "present": "Tom", "reply": "Yes"}
    for _time in range(2):
        check_talks.discuss(check, by=trustee, **said)
    check_talks.discuss(check, by=trustee, **(said | {"reply": "I thought about it."}))

    assert [one.words["reply"] for one in Discussion.objects.all()] == ["Yes", "I thought about it."]


def test_it_was_somebody_else(in_the_log, coordinator, trustee):
    """E-72: closed without an effect, and what was found is destroyed at once."""
    check = checked.concern(by=coordinator, to=trustee)
    assert Finding.objects.get().words["identity"] == Confidence.MEDIUM
    url = address("volunteers:check_not_them", check.code)

    assert "somebody else" in text(in_the_log(trustee).get(url)).lower()
    in_the_log(trustee).post(url)

    check.refresh_from_db()
    assert (check.status, check.result, check.is_shredded) == (CheckStatus.CLOSED, Result.NOT_THEM, True)
    assert bytes(check.wrapped_key) == b""
    assert checked.is_settled(check.application)
    assert not access.visible_to(trustee).exists()
    assert owes() == []
    assert in_the_log(coordinator).get(check.get_absolute_url()).status_code == 200


def test_the_second_click_on_somebody_else_leads_to_a_page_that_says_what_happened(
    in_the_log, coordinator, trustee, second_trustee, new_person
):
    assessor = new_person("Asa Assessor", Role.ASSESSOR)
    done = checked.discussed(by=coordinator, to=trustee, decider=assessor)
    url = address("volunteers:check_not_them", done.code)
    in_the_log(assessor).post(url)

    for person in (assessor, trustee):
        for answer in (in_the_log(person).post(url, follow=True), in_the_log(person).get(url, follow=True)):
            assert answer.redirect_chain == [(address("volunteers:checks"), 302)]
            assert "it was somebody else, and what was found is destroyed" in text(answer)
            assert "Ada Byron" not in text(answer)
    assert in_the_log(second_trustee).post(url).status_code == 404
    assert AuditEvent.objects.filter(verb="volunteer_check_closed").count() == 1


def test_a_step_of_a_check_that_ended_otherwise_says_that_it_is_over(in_the_log, coordinator, trustee):
    check = checked.neutral(by=coordinator, to=trustee)

    answer = in_the_log(trustee).post(address("volunteers:check_not_them", check.code), follow=True)

    assert "This check is over." in text(answer)


# The decision --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-24")
def test_an_assessor_who_did_not_do_the_check_is_asked_to_judge_it(in_the_log, coordinator, trustee, new_person):
    assessor = new_person("Asa Assessor", Role.ASSESSOR)
    check = checked.concern(by=coordinator, to=trustee)
    url = address("volunteers:check_decider", check.code)

    page = text(in_the_log(trustee).get(url))
    in_the_log(trustee).post(url, {"who": assessor.pk})

    assert "Asa Assessor" in page
    assert trustee not in check_talks.possible_deciders(check)
    assert (can(assessor, check, DECIDE), can(assessor, check, WORK)) == (True, False)


def test_one_person_decides_and_another_one_can_be_asked_instead(coordinator, trustee, chair, second_trustee):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)

    check_talks.appoint(check, who=second_trustee, by=coordinator)

    assert access.deciders(check, timezone.localdate()) == [second_trustee]
    assert not can(chair, check, VIEW)


@pytest.mark.clause("BC-25")
def test_whoever_decides_weighs_the_source_and_says_what_is_done(in_the_log, coordinator, trustee, chair):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)
    assert [one.title for one in owes(chair)] == ["Something waits for your decision"]
    url = address("volunteers:decide_check", check.code)

    page = text(in_the_log(chair).get(url))
    in_the_log(chair).post(url, checked.DECIDED)

    decision = CheckDecision.objects.get()
    check.refresh_from_db()
    assert "How far the source can be trusted" in page
    assert "I will take it down." in page
    assert check.status == CheckStatus.DECIDED
    assert (decision.decided_by, decision.words) == (chair, checked.DECIDED)
    assert checked.DECIDED["judgement"] in text(in_the_log(chair).get(check.get_absolute_url()))


@pytest.mark.clause("BC-25")
def test_whoever_did_the_check_does_not_decide_even_when_the_rows_say_so(in_the_log, coordinator, trustee, chair):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)
    access.give(check, trustee, DECIDE)

    assert in_the_log(trustee).get(address("volunteers:decide_check", check.code)).status_code == 403
    with pytest.raises(Refused, match="somebody else decides"):
        check_talks.decide(check, by=trustee, **checked.DECIDED)


def test_nobody_decides_who_was_not_asked_by_name(in_the_log, coordinator, trustee, chair, lead):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)

    assert in_the_log(lead).get(address("volunteers:decide_check", check.code)).status_code == 403
    with pytest.raises(Refused, match="asked to do this by name"):
        check_talks.decide(check, by=lead, **checked.DECIDED)


@pytest.mark.clause("BC-21")
def test_there_is_no_decision_before_the_talk(coordinator, trustee, chair):
    check = checked.concern(by=coordinator, to=trustee)
    check_talks.appoint(check, who=chair, by=trustee)

    with pytest.raises(Refused, match="Talk with the person first"):
        check_talks.decide(check, by=chair, **checked.DECIDED)
    assert not CheckDecision.objects.exists()


@pytest.mark.parametrize("effect", [one for one in Effect if one != Effect.NONE])
def test_a_finding_alone_decides_nothing(in_the_log, coordinator, trustee, chair, effect):
    """Fact 37."""
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)

    answer = in_the_log(chair).post(
        address("volunteers:decide_check", check.code), checked.DECIDED | {"effect": effect, "besides": ""}
    )

    assert "besides what was found online" in text(answer)
    assert checked.DECIDED["judgement"] in answer.content.decode()
    with pytest.raises(Refused, match="never enough by itself"):
        check_talks.decide(check, by=chair, **(checked.DECIDED | {"effect": effect, "besides": ""}))


def test_no_effect_needs_no_other_reason(coordinator, trustee, chair):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)

    check_talks.decide(check, by=chair, **(checked.DECIDED | {"effect": Effect.NONE, "besides": ""}))

    assert CheckDecision.objects.get().words["effect"] == Effect.NONE


@pytest.mark.parametrize(("effect", "words"), [(Effect.REPORT, "Raise the concern"), (Effect.SUSPEND, "suspension")])
def test_a_suspension_and_a_concern_are_pointed_at_and_not_done(in_the_log, coordinator, trustee, chair, effect, words):
    check = checked.discussed(by=coordinator, to=trustee, decider=chair)

    check_talks.decide(check, by=chair, **(checked.DECIDED | {"effect": effect}))

    page = text(in_the_log(chair).get(check.get_absolute_url()))
    assert words in page
    assert check.application.is_open


def test_two_clicks_decide_once(coordinator, trustee, chair):
    check = checked.decided(by=coordinator, to=trustee, decider=chair)

    with pytest.raises(Refused):
        check_talks.decide(check, by=chair, **checked.DECIDED)
    assert CheckDecision.objects.count() == 1


# The committee -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BC-26")
def test_every_cause_for_concern_is_shared_with_the_committee_and_then_closed(
    in_the_log, coordinator, trustee, chair, second_trustee, safeguarding_trustee
):
    check = checked.decided(by=coordinator, to=trustee, decider=chair)
    assert {one.clause for one in owes()} == {"BC-26"}
    url = address("volunteers:share_check", check.code)

    nobody = in_the_log(chair).post(url, {"shared_on": today_in_words()})
    in_the_log(chair).post(
        url,
        {
            "told": [chair.pk, second_trustee.pk],
            "shared_on": today_in_words(),
            "minute": "November 2026, item 6",
            "note": "Agreed.",
        },
    )

    check.refresh_from_db()
    share = CommitteeShare.objects.get()
    assert "Answer this question." in text(nobody)
    assert (share.told, share.minute, share.words["note"]) == (
        sorted([chair.pk, second_trustee.pk]),
        "November 2026, item 6",
        "Agreed.",
    )
    assert check.status == CheckStatus.CLOSED
    assert 180 <= (check.purge_on - timezone.localdate()).days <= 184
    assert [can(one, check, VIEW) for one in (chair, second_trustee, safeguarding_trustee, trustee, coordinator)] == [
        *(True, True, False, False, False)
    ]
    assert owes() == []


@pytest.mark.clause("BC-26")
def test_it_is_not_closed_without_telling_the_committee(coordinator, trustee, chair):
    check = checked.decided(by=coordinator, to=trustee, decider=chair)

    with pytest.raises(Refused, match="Choose who"):
        check_talks.share(check, by=chair, told=[], shared_on=timezone.localdate())
    early = checked.concern(
        by=coordinator, to=trustee, application=checked.applicant("Ben Other", email="ben@mail.example")
    )
    with pytest.raises(Refused, match="once it was decided"):
        check_talks.share(early, by=trustee, told=[chair], shared_on=timezone.localdate())
    check.refresh_from_db()
    assert check.status == CheckStatus.DECIDED


def test_a_member_with_a_conflict_is_not_told(coordinator, trustee, chair, second_trustee, volunteer, new_person):
    child = new_person("Kit Quill", Role.BENEFICIARY, signs_in=False)
    for carer in (second_trustee, volunteer):
        CareLink.objects.create(carer=carer, cared_for=child, relationship="parent")
    check = checked.decided(by=coordinator, to=trustee, decider=chair)
    OnlineCheck.objects.filter(pk=check.pk).update(person=volunteer)
    check.refresh_from_db()

    assert second_trustee not in check_talks.committee(check)
    with pytest.raises(Refused, match="of the management committee"):
        check_talks.share(check, by=chair, told=[second_trustee], shared_on=timezone.localdate())


def test_whoever_said_that_they_know_the_person_neither_decides_nor_is_told(coordinator, trustee, chair):
    first = checked.given(by=coordinator, to=chair)
    checks.answer_conflict(first, by=chair, knows_them=True, how="A neighbour")
    check = checked.concern(by=coordinator, to=trustee, application=first.application)

    assert chair not in check_talks.possible_deciders(check)
    assert chair not in check_talks.committee(check)


# When somebody goes --------------------------------------------------------------------------------------------------


def test_when_nobody_is_left_whoever_gives_checks_out_asks_somebody_else(
    in_the_log, coordinator, trustee, chair, second_trustee
):
    check = checked.concern(by=coordinator, to=trustee)
    url = address("volunteers:hand_over_check", check.code)
    refused = in_the_log(chair).post(url, {"to": second_trustee.pk})
    for one in (coordinator, trustee):
        one.left_on = timezone.localdate()
        one.save()

    assert "Somebody is working on it." in text(refused)
    assert {key for one in owes() for key in one.recipients} == {chair.pk}
    in_the_log(chair).post(url, {"to": second_trustee.pk})
    assert can(second_trustee, check, WORK)
    assert not can(chair, check, VIEW)
    assert [one.recipients for one in owes()] == [(second_trustee.pk,)]


# What is owed and promised -------------------------------------------------------------------------------------------


def test_what_is_owed_costs_the_same_for_one_check_and_for_many(
    coordinator, trustee, chair, django_assert_max_num_queries
):
    for number in range(6):
        application = checked.applicant(f"Ada{number} Byron")
        checked.concern(by=coordinator, to=trustee, application=application)

    with django_assert_max_num_queries(12):
        assert len(owes()) == 6
    with django_assert_max_num_queries(12):
        assert len(owes(trustee)) == 6


def test_the_lights_are_new_then_kept_then_ask_to_look_soon(coordinator, trustee):
    def states(today):
        return [one.state for one in promises.commitments(today=today)]

    today = timezone.localdate()
    assert states(today) == [State.NEW, State.NEW]

    checked.concern(by=coordinator, to=trustee)

    assert states(today) == [State.KEPT, State.KEPT]
    assert states(today + timedelta(days=30)) == [State.KEPT, State.AT_RISK]
