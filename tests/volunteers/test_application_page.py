"""The page of one application: what the stage needs, the one next step, and forms that keep what was typed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from people.roles import Role
from tests.volunteers import factories
from volunteers.models import ApplicationStep, CheckPermission
from volunteers.services import applicants
from volunteers.states import Stage

pytestmark = pytest.mark.usefixtures("scope")


def today():
    return timezone.localdate()


def written(day):
    return day.strftime("%d.%m.%Y")


@pytest.fixture
def assessor(new_person):
    return new_person("Lukas Wojcik", Role.ASSESSOR)


@pytest.fixture
def place(charity):
    return lambda applicant, rest="": f"/o/{charity.slug}/volunteers/applications/{applicant.code}/{rest}"


def test_the_page_says_what_is_missing_and_what_comes_next(coordinator, signed_in, place):
    applicant = factories.application()

    answer = signed_in(coordinator).get(place(applicant))

    tasks = [(one["title"], one["status"]) for one in answer.context["tasks"]]
    assert tasks == [
        ("Answered whether they may be looked up online", "Not needed"),
        ("Told what internet use means in this position", "Missing"),
    ]
    assert answer.context["next"] == {"label": "Move to “Stage 1”", "to": "stage_one"}
    assert "I would like to help." in answer.content.decode()


def test_a_step_is_noted_and_the_next_stage_opens(coordinator, signed_in, place):
    applicant = factories.application()
    client = signed_in(coordinator)

    too_early = client.post(place(applicant, "move/"), {"to": "stage_one"})
    client.post(place(applicant, "steps/explained/"), {"on": written(today()), "note": "On the telephone."})
    moved = client.post(place(applicant, "move/"), {"to": "stage_one"}, follow=True)

    assert "Not yet. Something is missing" in too_early.content.decode()
    assert ApplicationStep.objects.get().words["note"] == "On the telephone."
    assert "is at the stage “Stage 1” now" in moved.content.decode()
    applicant.refresh_from_db()
    assert applicant.status == Stage.STAGE_ONE


def test_stages_that_there_are_not_are_refused_in_words(coordinator, signed_in, place):
    applicant = factories.application()
    client = signed_in(coordinator)

    for to in ("", "nowhere", "active", "withdrawn", "checks", "x" * 5000, "\x00"):
        assert client.post(place(applicant, "move/"), {"to": to}).status_code == 200

    applicant.refresh_from_db()
    assert applicant.status == Stage.APPLIED


def test_the_identity_asks_for_kinds_and_for_no_numbers(coordinator, signed_in, place):
    applicant = factories.application(at=Stage.CHECKS)
    client = signed_in(coordinator)

    form = client.get(place(applicant, "steps/identity/")).content.decode()
    none = client.post(place(applicant, "steps/identity/"), {"on": written(today())})
    client.post(place(applicant, "steps/identity/"), {"on": written(today()), "seen": ["passport", "address"]})

    assert "Write down no numbers, and keep no copies." in form
    assert "Tick at least one document that you saw." in none.content.decode()
    assert ApplicationStep.objects.get().words["seen"] == ["passport", "address"]
    assert "Passport" in client.get(place(applicant)).content.decode()


def test_an_interview_says_who_was_there(assessor, signed_in, place):
    applicant = factories.application(at=Stage.INTERVIEW)
    sent = {"on": written(today()), "who": "Lukas Wojcik and Cory Bell", "note": "Asked about secrets."}

    signed_in(assessor).post(place(applicant, "steps/interview/"), sent)

    step = ApplicationStep.objects.get()
    assert (step.by, step.words["who"]) == (assessor, "Lukas Wojcik and Cory Bell")


def test_an_assessor_notes_the_interview_and_nothing_else(assessor, signed_in, place):
    applicant = factories.application(at=Stage.INTERVIEW)
    client = signed_in(assessor)

    shown = client.get(place(applicant))
    others = ["steps/identity/", "steps/privacy/", "references/add/", "not-taken-on/", "withdrawn/", "take-on/"]

    assert shown.context["references"] is None
    assert "ada@mail.example" not in shown.content.decode()
    assert [client.get(place(applicant, rest)).status_code for rest in others] == [403] * len(others)
    assert client.post(place(applicant, "move/"), {"to": "checks"}).status_code == 403


def test_a_day_of_tomorrow_is_not_taken_and_nothing_typed_is_lost(coordinator, signed_in, place):
    applicant = factories.application()
    sent = {"on": written(today() + timedelta(days=1)), "note": "On the telephone."}

    answer = signed_in(coordinator).post(place(applicant, "steps/explained/"), sent)

    assert ApplicationStep.objects.count() == 0
    assert "This day is still to come" in answer.content.decode()
    assert "On the telephone." in answer.content.decode()


def test_what_is_left_out_says_why(coordinator, signed_in, place):
    applicant = factories.application()
    client = signed_in(coordinator)

    unsaid = client.post(place(applicant, "steps/explained/leave-out/"), {"why": ""})
    client.post(place(applicant, "steps/explained/leave-out/"), {"why": "She wrote our guide."})
    left_out = client.get(place(applicant)).content.decode()
    client.post(place(applicant, "steps/explained/needed/"))

    assert "Write down why it is not needed." in unsaid.content.decode()
    assert "She wrote our guide." in left_out
    assert "Left out" in left_out
    assert ApplicationStep.objects.count() == 0


def test_steps_that_there_are_not_are_not_found(coordinator, signed_in, place):
    applicant = factories.application(at=Stage.DECISION)
    client = signed_in(coordinator)

    for rest in ("steps/nothing/", "steps/criminal/", "steps/decision/leave-out/", "steps/age/leave-out/"):
        assert client.get(place(applicant, rest)).status_code == 404


def test_not_taken_on_needs_a_reason_and_opens_again(coordinator, signed_in, place):
    applicant = factories.application(at=Stage.INTERVIEW)
    client = signed_in(coordinator)

    unsaid = client.post(place(applicant, "not-taken-on/"), {"reason": ""})
    closed = client.post(place(applicant, "not-taken-on/"), {"reason": "Wants to work alone."}, follow=True)
    client.post(place(applicant, "reopen/"))

    assert "Write down why they are not taken on." in unsaid.content.decode()
    assert "Open it again" in closed.content.decode()
    applicant.refresh_from_db()
    assert applicant.status == Stage.APPLIED


def test_in_summer_an_answer_has_the_day_on_which_it_was_given(coordinator, signed_in, place):
    """Midnight in summer is the evening before by the clock of the database."""
    with time_machine.travel("2026-06-15 12:00Z"):
        applicant = factories.application(at=Stage.STAGE_ONE)
        applicants.note_permission(applicant, is_given=True, on=date(2026, 6, 10), by=coordinator)

        page = signed_in(coordinator).get(place(applicant)).content.decode()

    assert "Answered on 10 June 2026." in page


def test_the_decision_is_the_next_step_for_whoever_decides(
    coordinator, assessor, safeguarding_trustee, signed_in, place
):
    applicant = factories.application(at=Stage.DECISION)

    labels = {
        who: signed_in(who).get(place(applicant)).context["next"]["label"]
        for who in (coordinator, assessor, safeguarding_trustee)
    }

    assert set(labels.values()) == {"Decide"}


def test_after_a_decision_against_somebody_the_next_step_is_to_close(coordinator, signed_in, place):
    applicant = factories.application(at=Stage.DECISION)
    client = signed_in(coordinator)

    bare = client.post(place(applicant, "decide/"), {"outcome": "conditions", "reason": "A good interview."})
    client.post(place(applicant, "decide/"), {"outcome": "not", "reason": "References with doubts."})

    assert "Write down the conditions." in bare.content.decode()
    assert client.get(place(applicant)).context["next"]["label"] == "Close: not taken on"


def test_the_history_tells_the_stages(coordinator, signed_in, place):
    applicant = factories.application()
    applicants.note_step(applicant, key="explained", by=coordinator, on=today())
    applicants.move(applicant, to=Stage.STAGE_ONE, by=coordinator)

    history = signed_in(coordinator).get(place(applicant)).context["history"]

    assert [(one["title"], one["by"]) for one in history] == [("Stage 1", "Cory Bell")]


def test_words_that_were_destroyed_leave_a_page_that_says_so(coordinator, signed_in, place):
    applicant = factories.application(at=Stage.WITHDRAWN)
    applicant.shred()
    applicant.name = ""
    applicant.save()

    answer = signed_in(coordinator).get(place(applicant))

    assert answer.status_code == 200
    assert "Name removed" in answer.content.decode()


def test_an_answer_on_paper_is_put_on_record_with_the_words_that_were_shown(coordinator, signed_in, place):
    factories.checks_on(coordinator)
    applicant = factories.application(at=Stage.ENQUIRY)
    applicants.move(applicant, to=Stage.APPLIED, by=coordinator)
    client = signed_in(coordinator)

    page = client.get(place(applicant)).content.decode()
    form = client.get(place(applicant, "permission/")).content.decode()
    ahead = client.post(
        place(applicant, "permission/"), {"is_given": "True", "on": written(today() + timedelta(days=2))}
    )
    client.post(place(applicant, "permission/"), {"is_given": "False", "on": written(today())})

    assert place(applicant, "permission/") in page
    assert "with a search engine" in form
    assert "This day is still to come" in ahead.content.decode()
    answer = CheckPermission.objects.get()
    assert (answer.is_given, answer.recorded_by) == (False, coordinator)
    assert "with a search engine" in answer.wording


def test_withdrawing_asks_once_more_and_for_no_reason(coordinator, signed_in, place):
    applicant = factories.application(at=Stage.INTERVIEW)
    client = signed_in(coordinator)

    asked = client.get(place(applicant, "withdrawn/"))
    client.post(place(applicant, "withdrawn/"))
    again = client.post(place(applicant, "withdrawn/"), follow=True)

    assert "Nobody need say why they withdraw." in asked.content.decode()
    applicant.refresh_from_db()
    assert applicant.status == Stage.WITHDRAWN
    assert "is already" in again.content.decode()
