"""From stage to stage: what is missing is said, nothing is skipped, and what is closed can be opened again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations.models import Settings
from people.roles import Role
from people.services import add_carer
from rights.services.periods import set_period
from safeguard.refusals import Refused
from tests.volunteers import factories
from volunteers import lacking
from volunteers.lacking import Is
from volunteers.models import (
    ApplicationStep,
    AppliedReference,
    CriminalCheck,
    Exemption,
    OnlineCheck,
    Recruitment,
    ReferenceAnswer,
    VettingDecision,
    VolunteerLetter,
    Whom,
)
from volunteers.services import applicants
from volunteers.services.applicants import StillMissing
from volunteers.states import CheckStatus, Stage
from volunteers.verbs import Verb

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def missing(application):
    return [need.key for need in lacking.missing(application, today())]


def state_of(application, key):
    return next(need.state for need in lacking.needs_of(application, today()) if need.key == key)


def told(application, by):
    applicants.note_step(application, key="explained", by=by, on=today())


def test_a_stage_says_what_is_missing_before_the_next_one(coordinator):
    applicant = factories.application()
    factories.checks_on(coordinator)

    with pytest.raises(StillMissing) as refused:
        applicants.move(applicant, to=Stage.STAGE_ONE, by=coordinator)

    assert [sentence.split(":")[0] for sentence in refused.value.sentences] == [
        "Answered whether they may be looked up online",
        "Told what internet use means in this position",
    ]
    applicant.refresh_from_db()
    assert applicant.status == Stage.APPLIED


def test_with_everything_there_the_application_goes_on(coordinator):
    applicant = factories.application(stage_since=today() - timedelta(days=9))
    told(applicant, coordinator)

    moved = applicants.move(applicant, to=Stage.STAGE_ONE, by=coordinator)

    assert (moved.status, moved.stage_since) == (Stage.STAGE_ONE, today())
    event = AuditEvent.objects.about(applicant).newest_first().first()
    assert (event.verb, event.states) == (Verb.MOVED, [Stage.APPLIED, Stage.STAGE_ONE])


def test_the_second_of_two_clicks_moves_nothing(coordinator):
    applicant = factories.application()
    told(applicant, coordinator)
    applicants.move(applicant, to=Stage.STAGE_ONE, by=coordinator)

    with pytest.raises(Refused):
        applicants.move(applicant, to=Stage.STAGE_ONE, by=coordinator)

    applicant.refresh_from_db()
    assert applicant.status == Stage.STAGE_ONE


def test_no_stage_is_skipped_and_one_back_is_free(coordinator):
    applicant = factories.application(at=Stage.STAGE_ONE)

    for to in (Stage.CHECKS, Stage.ACTIVE, Stage.WITHDRAWN):
        with pytest.raises(Refused):
            applicants.move(applicant, to=to, by=coordinator)
    back = applicants.move(applicant, to=Stage.APPLIED, by=coordinator)

    assert back.status == Stage.APPLIED


def test_what_is_left_out_with_a_reason_does_not_stand_in_the_way(coordinator):
    applicant = factories.application()

    step = applicants.leave_out(applicant, key="explained", by=coordinator, why="She wrote our guide to the internet.")

    assert state_of(applicant, "explained") == Is.LEFT_OUT
    assert step.words["note"] == "She wrote our guide to the internet."
    assert missing(applicant) == []
    applicants.ask_after_all(applicant, key="explained", by=coordinator)
    assert missing(applicant) == ["explained"]


def test_age_decision_and_the_criminal_check_cannot_be_left_out(coordinator):
    applicant = factories.application(at=Stage.DECISION)

    for key in ("age", "parent", "decision", "criminal"):
        with pytest.raises(Refused):
            applicants.leave_out(applicant, key=key, by=coordinator, why="In a hurry.")


def test_an_exception_covers_a_need_until_its_end(coordinator):
    applicant = factories.application(at=Stage.CHECKS)
    Exemption.objects.create(
        application=applicant,
        what="references",
        reason="Known to the trustees for thirty years.",
        ends_on=today(),
        allowed_by=coordinator,
    )

    assert state_of(applicant, "references") == Is.LEFT_OUT
    later = lacking.needs_of(applicant, today() + timedelta(days=1))
    assert next(need.state for need in later if need.key == "references") == Is.MISSING


def test_somebody_too_young_for_the_position_is_told_so(coordinator):
    post = factories.position("Driver", minimum_age=21)
    applicant = factories.application(
        at=Stage.STAGE_ONE, position=post, date_of_birth=today() - timedelta(days=19 * 366)
    )

    assert {"age"} <= set(missing(applicant))


def test_somebody_under_18_needs_a_parent_to_agree(coordinator):
    young = factories.application("Zoe Fen", at=Stage.STAGE_ONE, date_of_birth=today() - timedelta(days=17 * 365))
    adult = factories.application("Ada Byron", at=Stage.STAGE_ONE)

    assert "parent" in missing(young)
    assert "parent" not in missing(adult)
    applicants.note_step(young, key="parent", by=coordinator, on=today(), note="Rang the mother.")
    assert "parent" not in missing(young)


def test_a_no_to_being_looked_up_is_an_answer_and_holds_nobody_up(coordinator):
    """E-74: neither a no nor silence online speaks against anybody."""
    factories.checks_on(coordinator)
    applicant = factories.application(at=Stage.CHECKS)
    factories.permitted(applicant, is_given=False)

    assert state_of(applicant, "permission") == Is.DONE
    assert state_of(applicant, "online_check") == Is.NOT_ASKED


@pytest.mark.clause("BC-17")
def test_where_all_applicants_are_looked_up_the_check_belongs_to_stage_1(coordinator, trustee):
    switch = factories.checks_on(coordinator, stage=Stage.STAGE_ONE, whom=Whom.EVERYBODY)
    applicant = factories.application(at=Stage.STAGE_ONE)
    given = factories.permitted(applicant)
    for key in ("explained", "privacy"):
        applicants.note_step(applicant, key=key, by=coordinator, on=today())

    with pytest.raises(StillMissing):
        applicants.move(applicant, to=Stage.INTERVIEW, by=coordinator)
    OnlineCheck.objects.create(
        code="CHECK-1",
        application=applicant,
        permission_given=given,
        switch=switch,
        status=CheckStatus.CLOSED,
        assigned_to=trustee,
        assigned_by=coordinator,
        done_at=timezone.now(),
        words={},
    )

    assert applicants.move(applicant, to=Stage.INTERVIEW, by=coordinator).status == Stage.INTERVIEW


def test_where_it_would_be_too_much_nobody_is_looked_up(coordinator):
    factories.checks_on(coordinator, whom=Whom.CHOSEN)
    office = factories.position("Office helper", works_with_children=False)
    club = factories.position("Club helper")

    assert "online_check" not in missing(factories.application("Ada Byron", at=Stage.CHECKS, position=office))
    assert "online_check" in missing(factories.application("Zoe Fen", at=Stage.CHECKS, position=club))


def test_an_answer_that_is_given_later_is_on_record_with_its_words(coordinator):
    factories.checks_on(coordinator)
    applicant = factories.application()

    answer = applicants.note_permission(applicant, is_given=True, on=today(), by=coordinator)

    assert (answer.is_given, answer.recorded_by, answer.how) == (True, coordinator, "later")
    assert "search engine" in answer.wording
    assert "permission" not in missing(applicant)
    with pytest.raises(Refused):
        applicants.note_permission(applicant, is_given=False, on=today(), by=coordinator)


def test_enough_references_are_those_that_count(coordinator):
    Recruitment.objects.create(references_wanted=2)
    applicant = factories.application(at=Stage.CHECKS)
    for answer in (ReferenceAnswer.GOOD, ReferenceAnswer.BAD, ReferenceAnswer.NONE):
        AppliedReference.objects.create(application=applicant, answer=answer, words={"name": "Sam"})

    assert state_of(applicant, "references") == Is.MISSING
    AppliedReference.objects.create(application=applicant, answer=ReferenceAnswer.RESERVED, words={"name": "Kim"})
    assert state_of(applicant, "references") == Is.DONE


def test_identity_is_noted_by_kinds_of_documents(coordinator):
    applicant = factories.application(at=Stage.CHECKS)

    step = applicants.note_step(applicant, key="identity", by=coordinator, on=today(), seen=["passport", "address"])

    assert step.words["seen"] == ["passport", "address"]
    assert "passport" not in str(AuditEvent.objects.about(applicant).newest_first().first().detail)
    again = applicants.note_step(applicant, key="identity", by=coordinator, on=today(), seen=["licence"])
    assert (again.pk, again.words["seen"], ApplicationStep.objects.count()) == (step.pk, ["licence"], 1)


def test_nobody_ticks_what_follows_from_other_records(coordinator):
    applicant = factories.application(at=Stage.CHECKS)

    for key in ("criminal", "references", "decision"):
        with pytest.raises(Refused):
            applicants.note_step(applicant, key=key, by=coordinator, on=today())


def test_nobody_moves_their_own_application_or_that_of_their_child(coordinator, new_person):
    own = factories.application("Cory Bell", email=coordinator.email)
    child = new_person("Ben Bell", Role.BENEFICIARY, date_of_birth=date(2009, 5, 4))
    add_carer(child, coordinator, by=coordinator, relationship="father")
    childs = factories.application("Ben Bell", person=child)

    for applicant in (own, childs):
        with pytest.raises(Refused):
            applicants.withdraw(applicant, by=coordinator)
        with pytest.raises(Refused):
            told(applicant, coordinator)


def test_withdrawn_and_not_taken_on_say_when_and_can_be_opened_again_for_half_a_year(coordinator):
    first, second = factories.application("Ada Byron"), factories.application("Zoe Fen", at=Stage.INTERVIEW)

    applicants.withdraw(first, by=coordinator)
    applicants.not_taken_on(second, by=coordinator, reason="Wants to work alone with children.", tell=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.closed_on) == (Stage.WITHDRAWN, today())
    assert second.words["why_closed"] == "Wants to work alone with children."
    assert VolunteerLetter.objects.get().to == "zoe@mail.example"
    assert "alone" not in " ".join(str(event.detail) for event in AuditEvent.objects.about(second))
    assert applicants.reopen(second, by=coordinator).status == Stage.APPLIED
    type(first).objects.filter(pk=first.pk).update(closed_on=today() - timedelta(days=190))
    with pytest.raises(Refused):
        applicants.reopen(first, by=coordinator)


def test_an_application_can_be_opened_again_as_long_as_the_charity_keeps_it(coordinator, chair):
    applicant = factories.application("Ada Byron")
    applicants.withdraw(applicant, by=coordinator)
    type(applicant).objects.filter(pk=applicant.pk).update(closed_on=today() - timedelta(days=190))

    set_period("volunteers.Application", by=chair, months=12, reason="Our insurer asks for a year.")

    assert applicants.reopen(applicant, by=coordinator).status == Stage.APPLIED


def test_needs_are_read_with_the_same_queries_for_one_and_for_many(coordinator, django_assert_num_queries):
    factories.checks_on(coordinator)
    one = [factories.application(at=Stage.DECISION)]
    many = [factories.application(f"Applicant {n}", at=Stage.DECISION) for n in range(4)]
    for applicant in many:
        factories.permitted(applicant)
        CriminalCheck.objects.create(
            application=applicant,
            kind="enhanced",
            decision=VettingDecision.CLEAR,
            decided_on=today(),
            decided_by=coordinator,
            logged_by=coordinator,
        )
    assert Settings.current().online_checks

    with django_assert_num_queries(13):
        lacking.needs_of_all(one, today())
    with django_assert_num_queries(13):
        lacking.needs_of_all(many, today())
