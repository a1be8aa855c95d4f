"""Writing in the browser: beginning, editing, two at once, and nothing that was typed is lost."""

import re

import pytest

from people.roles import Role
from policies.models import AutosavedText, Policy, PolicyVersion
from policies.services import versions
from policies.states import Status
from tests.policies import factories

POLICIES = "/o/harbour-lights/policies/"
EDIT = f"{POLICIES}pictures/versions/1/edit/"


@pytest.fixture
def desk(client, lead):
    client.force_login(lead.user)
    return client


def typed(**fields):
    return {"revision": 1, "title": "Pictures", "body": "<p>1.1 New words.</p>", **fields}


def test_a_blank_policy_begins_with_its_title_and_kind(desk, scope):
    answer = desk.post(f"{POLICIES}new/blank/", {"title": "Trips", "document_classes": ["policy", "guidance"]})

    policy = Policy.objects.get()
    assert answer.headers["Location"] == f"{POLICIES}trips/versions/1/edit/"
    assert (policy.title, policy.document_classes) == ("Trips", ["policy", "guidance"])


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"document_classes": ["policy"]}, "title", "Enter a title."),
        ({"title": "Trips"}, "document_classes", "Choose at least one kind."),
        ({"title": "x" * 301, "document_classes": ["policy"]}, "title", "at most 300 characters"),
        ({"title": "Trips", "document_classes": ["law"]}, "document_classes", "law is not one"),
    ],
)
def test_what_is_missing_is_said_next_to_its_field(desk, scope, sent, field, sentence):
    form = desk.post(f"{POLICIES}new/blank/", sent).context["form"]

    assert sentence in form.errors[field][0]
    assert Policy.objects.count() == 0


def test_two_clicks_begin_one_policy(desk, scope):
    answers = [desk.post(f"{POLICIES}new/starter/complaints/") for _click in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {f"{POLICIES}complaints/versions/1/edit/"}
    assert Policy.objects.get().companions.count() == 2


def test_a_starter_that_there_is_not_is_not_there(desk):
    assert desk.get(f"{POLICIES}new/starter/sailing/").status_code == 404


def test_a_draft_is_saved_and_shown(desk, draft):
    page = desk.post(EDIT, typed(author="Dana and Tom", label="2.1", dated="May 2026"), follow=True)

    version = PolicyVersion.objects.get()
    assert "New words." in page.content.decode()
    assert (version.author, version.label, str(version.dated), version.revision) == (
        "Dana and Tom",
        "2.1",
        "May 2026",
        2,
    )


def test_plain_lines_typed_without_the_editor_become_paragraphs(desk, draft):
    desk.post(EDIT, typed(body="First line.\n\nSecond <line>."))

    assert PolicyVersion.objects.get().body == "<p>First line.</p><p>Second &lt;line&gt;.</p>"


def test_plain_lines_with_characters_that_no_font_has_are_saved_without_a_word(desk, draft):
    desk.post(EDIT, typed(body="\ufffd\x01 words \x0b and more"))

    draft.refresh_from_db()
    assert draft.body == "<p>\ufffd words and more</p>"


def test_a_date_that_can_be_read_two_ways_is_asked_about_with_everything_kept(desk, draft):
    page = desk.post(EDIT, typed(dated="May 20", author="Somebody"))

    form = page.context["form"]
    assert "can be read two ways" in form.errors["dated"][0]
    assert (form["author"].value(), PolicyVersion.objects.get().revision) == ("Somebody", 1)


def test_whoever_saves_second_sees_both_texts_and_what_tells_them_apart(desk, client, draft, trustee):
    versions.save_text(draft, by=trustee, html="<p>1.1 From Tom.</p>", revision=1)

    page = desk.post(EDIT, typed(body="<p>1.1 From Dana.</p>"))

    text = page.content.decode()
    assert page.status_code == 409
    assert "Tom Okafor saved this draft while you were editing." in text
    assert ("added: </span>Dana</ins>" in text, "removed: </span>Tom</del>" in text) == (True, True)
    assert page.context["form"]["body"].value() == "<p>1.1 From Dana.</p>"


def test_sent_again_from_the_page_with_both_texts_it_replaces_the_other_knowingly(desk, draft, trustee):
    versions.save_text(draft, by=trustee, html="<p>1.1 From Tom.</p>", revision=1)
    page = desk.post(EDIT, typed(body="<p>1.1 From Dana.</p>"))

    revision = page.context["form"]["revision"].value()
    desk.post(EDIT, typed(body="<p>1.1 From Dana and Tom.</p>", revision=revision))

    assert PolicyVersion.objects.get().body == "<p>1.1 From Dana and Tom.</p>"


def test_what_is_typed_is_kept_by_itself_and_there_again(desk, draft):
    answer = desk.post(f"{POLICIES}pictures/versions/1/autosave/", typed(body="<p>Half a sen</p>"))
    page = desk.get(EDIT)

    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved_at"])
    assert page.context["form"]["body"].value() == "<p>Half a sen</p>"
    assert "Below is what you typed and did not save" in page.content.decode()


def test_each_of_two_editors_is_told_of_the_other(desk, draft, trustee):
    versions.autosave(draft, by=trustee, html="<p>x</p>", based_on=1)

    page = desk.get(EDIT).content.decode()
    answer = desk.post(f"{POLICIES}pictures/versions/1/autosave/", typed())

    assert "Tom Okafor is editing this draft too." in page
    assert answer.json()["also_editing"] == ["Tom Okafor"]


def test_words_that_were_kept_before_somebody_else_saved_are_not_saved_over_theirs(desk, draft, trustee):
    desk.post(f"{POLICIES}pictures/versions/1/autosave/", typed(body="<p>1.1 Mine.</p>"))
    versions.save_text(draft, by=trustee, html="<p>1.1 Theirs.</p>", revision=1)

    page = desk.get(EDIT)
    saved = desk.post(EDIT, typed(body="<p>1.1 Mine.</p>", revision=page.context["form"]["revision"].value()))

    assert (page.context["is_behind"], saved.status_code) == (True, 409)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_a_revision_that_is_none_does_no_harm(desk, draft, revision):
    answers = [
        desk.post(f"{POLICIES}pictures/versions/1/autosave/", typed(revision=revision)),
        desk.post(EDIT, typed(revision=revision)),
    ]

    assert [answer.status_code in (200, 409) for answer in answers] == [True, True]
    assert AutosavedText.objects.count() == 1


def test_a_closed_text_is_not_edited_and_not_autosaved(desk, policy_in_force):
    page = desk.get(EDIT, follow=True)
    answer = desk.post(f"{POLICIES}pictures/versions/1/autosave/", typed())
    desk.post(EDIT, typed())

    assert "This text is closed." in page.content.decode()
    assert (answer.status_code, PolicyVersion.objects.get().body) == (409, policy_in_force.body)


def test_a_stale_editor_whose_text_was_closed_meanwhile_is_told_so(desk, text_in_review, board):
    page = desk.get(EDIT)
    revision = page.context["form"]["revision"].value()
    factories.approved(text_in_review, board=board)

    answer = desk.post(EDIT, typed(revision=revision), follow=True)

    assert "This text is closed." in answer.content.decode()


def test_a_new_version_is_opened_by_a_button_and_only_one(desk, policy_in_force):
    answers = [desk.post(f"{POLICIES}pictures/draft/") for _click in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {f"{POLICIES}pictures/versions/2/edit/"}
    assert PolicyVersion.objects.in_work().count() == 1


def test_a_draft_is_given_up_with_a_reason(desk, draft):
    page = desk.post(f"{POLICIES}pictures/versions/1/discard/", {"reason": "Not needed."}, follow=True)

    assert PolicyVersion.objects.get().status == Status.WITHDRAWN
    assert "The draft was given up." in page.content.decode()


def test_the_editor_works_under_the_strict_policy_for_scripts(desk, draft):
    page = desk.get(EDIT)

    scripts = re.findall(r"<script[^>]*>", page.content.decode())
    nonce = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])[1]
    assert [script for script in scripts if f'nonce="{nonce}"' not in script] == []
    assert re.findall(r'\son\w+="|style="', page.content.decode()) == []


def test_details_beside_the_text_are_changed(desk, draft, volunteer):
    sent = {
        "title": "Pictures and films",
        "document_classes": ["policy"],
        "audience": ["volunteer", "staff"],
        "owner": volunteer.pk,
        "interval_months": 6,
        "next_review": "May 2027",
    }

    desk.post(f"{POLICIES}pictures/details/", sent)

    policy = Policy.objects.get()
    assert (policy.title, policy.audience, policy.owner, policy.interval_months) == (
        "Pictures and films",
        ["volunteer", "staff"],
        volunteer,
        6,
    )
    assert str(policy.next_review) == "May 2027"


def test_the_owner_is_chosen_among_those_who_do_the_charitys_work(desk, draft, lead, volunteer, new_person):
    """No list of names shows a child to whoever looks after a policy."""
    child = new_person("Mia Turner", Role.BENEFICIARY, signs_in=False)

    form = desk.get(f"{POLICIES}pictures/details/").context["form"]
    refused = desk.post(
        f"{POLICIES}pictures/details/", {"title": "Pictures", "document_classes": ["policy"], "owner": child.pk}
    )

    assert set(form.fields["owner"].queryset) == {lead, volunteer}
    assert list(refused.context["form"].errors) == ["owner"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("owner", "stranger", "not one of the available choices"),
        ("interval_months", "0", "greater than or equal to 1"),
        ("interval_months", "99999999999999999999", "less than or equal to 60"),
        ("next_review", "31 February 2027", "31 February 2027"),
        ("audience", ["emperor"], "emperor is not one"),
    ],
)
def test_details_that_cannot_be_are_refused_next_to_their_field(desk, draft, stranger, field, value, words):
    sent = {"title": "Pictures", "document_classes": ["policy"], field: stranger.pk if value == "stranger" else value}

    form = desk.post(f"{POLICIES}pictures/details/", sent).context["form"]

    assert words in form.errors[field][0]
