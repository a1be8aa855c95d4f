"""Trustees decide and the chair signs, in the browser; late and double answers are answered with a sentence."""

import pytest

from policies.models import Approval, PolicyVersion
from policies.services import approvals, versions
from policies.states import Status
from tests.policies import factories

POLICIES = "/o/harbour-lights/policies/"
VERSION = f"{POLICIES}pictures/versions/1/"


@pytest.fixture
def desk(client, trustee):
    client.force_login(trustee.user)
    return client


@pytest.fixture
def chairs_desk(client, chair):
    client.force_login(chair.user)
    return client


def words_of(response):
    return response.content.decode()


SIGNATURE = {"name": "Margaret Hale", "office": "Chair of trustees", "signed_on": "2026-03-09", "read": "on"}


# --- Before the trustees


def test_a_draft_goes_before_the_trustees_after_a_look(client, draft, lead, board):
    client.force_login(lead.user)
    looked = client.get(f"{VERSION}ask/")
    asked = client.post(f"{VERSION}ask/", follow=True)
    again = client.post(f"{VERSION}ask/", follow=True)

    assert "3 trustees are asked: Margaret Hale, Priya Raman, Tom Okafor" in " ".join(words_of(looked).split())
    assert "The text is before the trustees." in words_of(asked)
    assert "This version is already “In review”." in words_of(again)
    assert PolicyVersion.objects.get().status == Status.IN_REVIEW


def test_the_writers_take_a_text_back(client, text_in_review, lead):
    client.force_login(lead.user)

    client.post(f"{VERSION}take-back/")

    assert PolicyVersion.objects.get().status == Status.DRAFT


def test_a_trustee_sees_the_text_who_has_decided_and_what_is_still_needed(desk, text_in_review, second_trustee):
    approvals.approve(text_in_review, by=second_trustee, revision=2, conditions="With the new number.")

    page = words_of(desk.get(f"{VERSION}approve/"))

    assert ("lighthouse" in page, "Priya Raman" in page, "With the new number." in page) == (True, True, True)
    assert "One more trustee must approve." in page


def test_a_trustee_sees_what_changed_since_the_version_in_force(desk, policy_in_force, lead):
    draft = versions.open_draft(policy_in_force.policy, by=lead, summary="Watches too.")
    draft = versions.save_text(
        draft, by=lead, html=draft.body.replace("every telephone", "every telephone and watch"), revision=1
    )
    approvals.ask(draft, by=lead)

    page = words_of(desk.get(f"{POLICIES}pictures/versions/2/approve/"))

    assert "added: </span>and watch</ins>" in page
    assert "Watches too." in page


def test_the_second_approval_of_two_approves(desk, text_in_review, second_trustee):
    approvals.approve(text_in_review, by=second_trustee, revision=2)

    page = desk.post(
        f"{VERSION}approve/", {"revision": 2, "decision": "approve", "minute_reference": "Item 5"}, follow=True
    )

    assert "It now waits for the chair" in words_of(page)
    assert PolicyVersion.objects.get().status == Status.APPROVED


def test_a_double_tap_is_one_decision_and_shows_it(desk, text_in_review):
    answers = [desk.post(f"{VERSION}approve/", {"revision": 2, "decision": "approve"}) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Approval.objects.count() == 1
    assert "You have approved this text." in words_of(desk.get(f"{VERSION}approve/"))


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"revision": 2}, "decision", "Choose whether you approve the text or send it back."),
        ({"revision": 2, "decision": "refuse"}, "conditions", "Say why you send it back"),
        ({"revision": 2, "decision": "approve", "meeting_on": "2099-01-01"}, "meeting_on", "lies in the future"),
        ({"revision": 2, "decision": "approve", "meeting_on": "31/2/2026"}, "meeting_on", "Enter a day"),
        ({"revision": 1, "decision": "approve"}, "__all__", "The text was changed after you opened it."),
        ({"decision": "approve"}, "revision", "This field is required."),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why(desk, text_in_review, sent, field, sentence):
    form = desk.post(f"{VERSION}approve/", sent).context["form"]

    assert sentence in form.errors[field][0]
    assert Approval.objects.count() == 0


def test_a_late_answer_is_told_where_the_text_is_now(desk, text_in_review, lead):
    approvals.take_back(text_in_review, by=lead)

    form = desk.post(f"{VERSION}approve/", {"revision": 2, "decision": "approve"}).context["form"]

    assert form.non_field_errors() == ["This text is “Draft” and not before the trustees."]


def test_what_a_meeting_decided_is_entered_for_those_who_were_there(chairs_desk, text_in_review, chair, trustee, lead):
    sent = {"revision": 2, "minute_reference": "June, item 5", "meeting_on": "2026-03-02"}
    forged = chairs_desk.post(f"{VERSION}minute/", {**sent, "present": [lead.pk]})
    chairs_desk.post(f"{VERSION}minute/", {**sent, "present": [chair.pk, trustee.pk]})

    assert "is not one of the available choices" in forged.context["form"].errors["present"][0]
    assert {(a.person, a.recorded_by) for a in Approval.objects.all()} == {(chair, None), (trustee, chair)}
    assert PolicyVersion.objects.get().status == Status.APPROVED


# --- The chair


def test_the_chair_signs_one_text(chairs_desk, approved_text):
    page = chairs_desk.post(f"{VERSION}sign-off/", SIGNATURE, follow=True)

    version = PolicyVersion.objects.get()
    assert "Pictures is in force." in words_of(page)
    assert (version.signed_name, version.status) == ("Margaret Hale", Status.IN_FORCE)


def test_the_name_is_never_filled_in_for_the_chair(chairs_desk, approved_text):
    form = chairs_desk.get(f"{VERSION}sign-off/").context["form"]

    assert (form["name"].value(), form["office"].value()) == (None, "Chair of trustees")


def test_signing_twice_shows_the_policy_in_force(chairs_desk, approved_text):
    answers = [chairs_desk.post(f"{VERSION}sign-off/", SIGNATURE) for _click in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [f"{POLICIES}pictures/"] * 2


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": ""}, "name", "Type your name to sign."),
        ({"office": ""}, "office", "Enter your office, such as chair."),
        ({"read": ""}, "read", "Read the text, or what changed in it, and tick the box."),
        ({"signed_on": "2099-01-01"}, "signed_on", "This day lies in the future."),
        ({"signed_on": "2026-03-01"}, "__all__", "The signature cannot be earlier."),
        ({"adopted": "May 20"}, "adopted", "can be read two ways"),
    ],
)
def test_a_signature_that_lacks_something_is_not_taken(chairs_desk, approved_text, change, field, sentence):
    form = chairs_desk.post(f"{VERSION}sign-off/", SIGNATURE | change).context["form"]

    assert sentence in form.errors[field][0]
    assert PolicyVersion.objects.get().status == Status.APPROVED


def test_a_text_that_is_not_approved_yet_is_not_signed(chairs_desk, text_in_review):
    form = chairs_desk.post(f"{VERSION}sign-off/", SIGNATURE).context["form"]

    assert "It can be signed once the trustees have approved it." in form.non_field_errors()[0]


@pytest.fixture
def three_texts(scope, lead, board):
    return [factories.an_approved_text(title, by=lead, board=board) for title in ("One", "Two", "Three")]


def test_the_queue_shows_what_changed_in_each_text_and_signs_what_is_ticked(chairs_desk, three_texts):
    looked = chairs_desk.get(f"{POLICIES}sign-off/")
    chosen = [text.pk for text in three_texts[:2]]
    page = chairs_desk.post(f"{POLICIES}sign-off/", {**SIGNATURE, "chosen": chosen}, follow=True)

    assert [text.version.title for text in looked.context["texts"]] == ["One", "Two", "Three"]
    assert "2 texts are in force: One, Two." in words_of(page)
    assert [text.version.title for text in page.context["texts"]] == ["Three"]


def test_the_queue_keeps_the_ticks_when_the_name_is_missing(chairs_desk, three_texts):
    page = chairs_desk.post(f"{POLICIES}sign-off/", {**SIGNATURE, "name": "", "chosen": [three_texts[1].pk]})

    ticked = f'value="{three_texts[1].pk}" id="chosen-{three_texts[1].pk}" checked'
    assert (ticked in words_of(page), words_of(page).count(" checked")) == (True, 1)
    assert page.context["form"].errors["name"] == ["Type your name to sign."]


def test_nothing_ticked_and_forged_keys_are_told_so(chairs_desk, three_texts, draft):
    nothing = chairs_desk.post(f"{POLICIES}sign-off/", SIGNATURE).context["form"]
    forged = chairs_desk.post(f"{POLICIES}sign-off/", {**SIGNATURE, "chosen": [draft.pk]}).context["form"]

    assert nothing.errors["chosen"] == ["Tick at least one text that you have read."]
    assert forged.errors["chosen"] == ["One of the texts is no longer waiting. Look at the list again."]


def test_the_queue_costs_the_same_for_one_text_and_for_three(chairs_desk, scope, lead, board):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            chairs_desk.get(f"{POLICIES}sign-off/")
        return len(queries)

    factories.an_approved_text("One", by=lead, board=board)
    cost()
    one = cost()
    for title in ("Two", "Three"):
        factories.an_approved_text(title, by=lead, board=board)

    assert cost() == one


def test_the_chair_sends_a_text_back_with_a_reason(chairs_desk, approved_text):
    refused = chairs_desk.post(f"{VERSION}send-back/", {"reason": ""})
    page = chairs_desk.post(f"{VERSION}send-back/", {"reason": "The old address."}, follow=True)
    late = chairs_desk.post(f"{VERSION}send-back/", {"reason": "Again."})

    assert "Say why" in refused.context["form"].errors["reason"][0]
    assert "The text went back." in words_of(page)
    assert "It is “Withdrawn”" in late.context["form"].non_field_errors()[0] or late.status_code == 200
    assert PolicyVersion.objects.get(number=2).comments.get().text == "The old address."
