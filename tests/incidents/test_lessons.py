"""What is learnt: actions for people who know nothing of the case, and words for a review that name nobody."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from incidents.models import Action, Lesson, StepAside
from incidents.owed import actions as owed
from incidents.promises import learning
from incidents.services import lessons
from policies.models import Suggestion
from policies.services import suggestions
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case, restricted
from tests.policies.factories import a_version_in_force

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def found(chair, trustee):
    """A policy in force."""
    return a_version_in_force(by=chair, board=[chair, trustee]).policy


def today():
    return timezone.localdate()


def given(case, by, owner, *, days=30, what="Put two people on every shift."):
    due_on = today() + timedelta(days=days)
    return lessons.give(case, by=by, once=uuid.uuid4(), what=what, owner=owner, due_on=due_on)


@pytest.mark.clause("WY-77")
def test_an_action_has_an_owner_and_a_day_and_falls_due(lead, volunteer):
    case = make_case("Bruises on Ruby")
    action = given(case, lead, volunteer)

    due = list(owed.obligations(today=today(), person=volunteer.pk))

    assert [one.due_on for one in due] == [action.due_on]
    assert due[0].recipients == (volunteer.pk,)
    assert case.code not in f"{due[0].title} {due[0].reason} {due[0].url}"
    assert "shift" not in f"{due[0].title} {due[0].reason}"
    assert not list(owed.obligations(today=today(), person=lead.pk))
    lessons.finish(action, by=volunteer, done="The new rota is up.")
    assert not list(owed.obligations(today=today()))


def test_whoever_does_it_reads_its_words_and_nothing_of_the_case(lead, volunteer, charity, in_the_log):
    case = make_case("Bruises on Ruby")
    action = given(case, lead, volunteer)
    client = in_the_log(volunteer)
    url = f"/o/{charity.slug}/incidents/actions/{action.uid}/"

    shown = client.get(url).content.decode()
    listed = client.get(f"/o/{charity.slug}/incidents/actions/").content.decode()

    assert "Put two people on every shift." in shown
    assert "Put two people" in listed
    for page in (shown, listed):
        assert case.code not in page
        assert "Ruby" not in page
    assert client.get(f"/o/{charity.slug}/incidents/{case.code}/closing/").status_code == 404
    assert client.post(url, {"done": "The new rota is up."}).status_code == 302
    action.refresh_from_db()
    assert action.done_at is not None
    assert action.words["done"] == "The new rota is up."


def test_nobody_else_finds_it(lead, volunteer, coordinator, charity, in_the_log):
    action = given(make_case(), lead, volunteer)

    assert in_the_log(coordinator).get(f"/o/{charity.slug}/incidents/actions/{action.uid}/").status_code == 404
    with pytest.raises(Refused):
        lessons.finish(action, by=coordinator)


def test_nobody_is_asked_who_stepped_aside_or_whom_it_is_about(lead, volunteer, coordinator):
    case = make_case()
    StepAside.objects.create(case=case, person=volunteer, reason="close")
    enter(case, "Somebody", part="concern", person=coordinator)

    for person in (volunteer, coordinator):
        with pytest.raises(Refused):
            given(case, lead, person)


def test_an_action_is_done_after_the_case_was_closed(lead, volunteer):
    case = make_case()
    action = given(case, lead, volunteer)
    case.status, case.closed_at = "closed", timezone.now()
    case.save(update_fields=["status", "closed_at"])

    assert lessons.finish(action, by=volunteer).done_at is not None


def test_only_those_who_handle_it_drop_an_action(lead, volunteer):
    action = given(make_case(), lead, volunteer)

    with pytest.raises(Refused):
        lessons.drop(action, by=volunteer, why="No time")
    assert lessons.drop(action, by=lead, why="The club has ended.").dropped_at is not None


@pytest.mark.clause("WY-114")
def test_the_review_of_a_policy_reads_what_should_change_and_not_why(lead, charity, in_the_log, found):
    case = make_case("Bruises on Ruby")
    client = in_the_log(lead)
    url = f"/o/{charity.slug}/incidents/{case.code}/closing/learn/"
    once = str(client.get(url).context["form"]["once"].value())
    said = {"finding": "Nobody knew whom to call.", "policy": found.pk, "clause": "4.2", "once": once}

    assert client.post(url, said | {"for_review": "Put the number on the first page."}).status_code == 302

    lesson = Lesson.objects.get(case=case)
    assert (lesson.policy, lesson.for_review) == (found, "Put the number on the first page.")
    suggestion = Suggestion.objects.get()
    assert (suggestion.policy, suggestion.clause) == (found, "4.2")
    shown = client.get(f"/o/{charity.slug}/policies/{found.slug}/").content.decode()
    assert "Put the number on the first page." in shown
    assert "Nobody knew" not in shown
    assert case.code not in shown


@pytest.mark.parametrize("words", ["Ruby should be asked first", "see case {code}", "what QUILL did"])
def test_words_for_the_review_name_nobody(lead, words, found):
    case = make_case()
    enter(case, "Ruby Quill")

    with pytest.raises(Refused, match="points at the case"):
        lessons.learn(
            case,
            by=lead,
            once=uuid.uuid4(),
            finding="More",
            policy=found,
            for_review=words.format(code=case.code),
        )
    assert not Suggestion.objects.exists()


def test_a_suggestion_does_not_tell_of_a_restricted_case(chair, lead, charity, in_the_log, found):
    case = restricted()
    before = AuditEvent.objects.count()
    lessons.learn(
        case, by=chair, once=uuid.uuid4(), finding="It was the lead.", policy=found, for_review="Name a deputy."
    )

    events = AuditEvent.objects.order_by("number")[before:]
    about_the_policy = [one for one in events if one.object_type == "policies.policy"]
    assert [(one.actor_id, one.actor_label) for one in about_the_policy] == [(None, "")]
    assert {field.name for field in Suggestion._meta.fields} == {
        *("id", "organisation", "policy", "clause", "text", "made_on", "settled_at", "settled_by", "answer")
    }
    shown = in_the_log(lead).get(f"/o/{charity.slug}/policies/{found.slug}/").content.decode()
    assert "Name a deputy." in shown
    assert case.code not in shown
    assert "It was the lead" not in shown


def test_the_review_says_what_came_of_a_suggestion(chair, found):
    made = suggestions.suggest(found, text="Name a deputy.", clause="2")
    same = suggestions.suggest(found, text="Name a deputy.", clause="2")

    settled = suggestions.settle(made, by=chair, answer="In the new version.")

    assert made == same
    assert settled.settled_by == chair
    assert not Suggestion.objects.waiting().exists()


def test_the_light_says_whether_lessons_are_carried_out(lead, volunteer):
    light = next(learning.commitments(today=today()))
    assert light.state == "new"

    action = given(make_case(), lead, volunteer, days=2)
    assert next(learning.commitments(today=today())).state == "kept"
    assert next(learning.commitments(today=today() + timedelta(days=5))).state == "broken"
    lessons.finish(action, by=lead)
    assert next(learning.commitments(today=today() + timedelta(days=5))).state == "kept"


def test_restricted_cases_do_not_move_the_light(chair, volunteer):
    given(restricted(), chair, volunteer, days=2)

    assert next(learning.commitments(today=today() + timedelta(days=5))).state == "new"


def test_a_form_that_is_sent_twice_is_one_action(lead, volunteer):
    case, once = make_case(), uuid.uuid4()
    for _time in range(2):
        lessons.give(case, by=lead, once=once, what="Rota", owner=volunteer, due_on=today())

    assert Action.objects.count() == 1
