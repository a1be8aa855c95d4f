"""Reviews, comments, amendments and what a policy leans on, in the browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from policies.models import Amendment, ClauseComment, Companion, Extract, Policy, PolicyVersion, Reference, Review
from policies.questions import QUESTIONS
from policies.services import amendments, reviews
from policies.states import AmendmentStatus, ReviewStatus, Status
from safeguard.partial_dates import PartialDate
from tests.policies import factories

POLICY = "/o/harbour-lights/policies/pictures/"


@pytest.fixture
def desk(client, chair):
    client.force_login(chair.user)
    return client


@pytest.fixture
def review(policy_in_force, lead, trustee):
    return reviews.open_review(policy_in_force.policy, by=lead, readers=[trustee])


def answers(**fields):
    today = timezone.localdate().isoformat()
    return {f"question_{question.key}": "yes" for question in QUESTIONS} | {"done_on": today, **fields}


def words_of(response):
    return response.content.decode()


# --- Reviews


def test_a_review_is_opened_with_readers_and_a_second_click_shows_it(desk, policy_in_force, trustee):
    first = desk.post(f"{POLICY}review/", {"readers": [trustee.pk]})
    second = desk.post(f"{POLICY}review/", {"readers": [trustee.pk]})

    review = Review.objects.get()
    assert [first.headers["Location"], second.headers["Location"]] == [f"{POLICY}review/{review.pk}/"] * 2
    assert [reader.person for reader in review.reviewers.all()] == [trustee]


def test_people_of_another_charity_and_those_without_a_part_are_not_asked(desk, policy_in_force, stranger, volunteer):
    for person in (stranger, volunteer):
        form = desk.post(f"{POLICY}review/", {"readers": [person.pk]}).context["form"]
        assert "is not one of the available choices" in form.errors["readers"][0]

    assert Review.objects.count() == 0


def test_a_reader_reads_comments_on_a_clause_and_says_so(client, review, trustee):
    client.force_login(trustee.user)
    page = f"{POLICY}review/{review.pk}/"
    offered = client.get(f"{page}?clause=2-1")
    client.post(page, {"anchor": "2-1", "text": "Babies too?"})
    client.post(page, {"anchor": "2-1", "text": "Babies too?"})
    client.post(f"{page}read/")

    shown = words_of(client.get(page))
    assert offered.context["form"]["anchor"].value() == "2-1"
    assert (shown.count("Babies too?") >= 1, ClauseComment.objects.count()) == (True, 1)
    assert shown.index("everybody in it has said yes") < shown.index("Babies too?") < shown.index("Names of children")
    assert review.reviewers.get().read_at is not None


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [({"text": ""}, "text", "Write your comment."), ({"text": "x", "anchor": "9-9"}, "anchor", "9-9 is not one")],
)
def test_a_comment_without_words_or_place_is_told_so(desk, review, sent, field, words):
    form = desk.post(f"{POLICY}review/{review.pk}/", sent).context["form"]

    assert words in form.errors[field][0]


def test_a_comment_is_settled_with_an_answer(desk, review, trustee, chair):
    said = reviews.comment(review.version, by=trustee, text="Why?")

    desk.post(f"{POLICY}versions/1/comments/{said.pk}/settle/", {"answer": "Because."})

    said.refresh_from_db()
    assert (said.settled_by, said.answer) == (chair, "Because.")


def test_reviewed_without_change(desk, review):
    page = desk.post(
        f"{POLICY}review/{review.pk}/complete/", answers(outcome="no_change", next_review="May 2027"), follow=True
    )

    assert "Nothing changed; signatures stand." in words_of(page)
    assert Policy.objects.get().next_review == PartialDate(2027, 5)


def test_a_review_that_leads_to_a_new_version_goes_on_in_the_editor(desk, review):
    answer = desk.post(f"{POLICY}review/{review.pk}/complete/", answers(outcome="new_version", change_kind="wording"))

    assert answer.headers["Location"] == f"{POLICY}versions/2/edit/"
    assert PolicyVersion.objects.get(number=2).change_kind == "wording"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({}, "outcome", "Choose what came of the review."),
        ({"outcome": "withdraw"}, "reason", "Say why the policy is withdrawn."),
        ({"outcome": "no_change", "done_on": "2099-01-01"}, "done_on", "lies in the future"),
        ({"outcome": "no_change", "next_review": "2001"}, "next_review", "lies after this one"),
        ({"outcome": "no_change", "question_law": ""}, "question_law", "Answer this question."),
    ],
)
def test_a_review_that_lacks_an_answer_is_asked_again(desk, review, change, field, words):
    form = desk.post(f"{POLICY}review/{review.pk}/complete/", answers(**change)).context["form"]

    assert words in form.errors[field][0]
    assert Review.objects.get().status == ReviewStatus.OPEN


def test_a_review_is_finished_once_and_the_second_click_is_told(desk, review):
    sent = answers(outcome="no_change")
    desk.post(f"{POLICY}review/{review.pk}/complete/", sent)
    late = desk.post(f"{POLICY}review/{review.pk}/complete/", sent)

    assert late.context["form"].non_field_errors() == ["This review is “Done”."]


def test_only_the_chair_is_offered_to_withdraw(client, review, lead):
    client.force_login(lead.user)

    form = client.get(f"{POLICY}review/{review.pk}/complete/").context["form"]

    assert [value for value, _label in form.fields["outcome"].choices] == ["no_change", "new_version"]


def test_a_review_is_called_off(desk, review):
    desk.post(f"{POLICY}review/{review.pk}/cancel/", {"reason": "Wrong one."})

    assert Review.objects.get().status == ReviewStatus.CANCELLED


def test_a_policy_is_withdrawn_with_a_reason(desk, policy_in_force):
    refused = desk.post(f"{POLICY}withdraw/", {"reason": ""})
    page = desk.post(f"{POLICY}withdraw/", {"reason": "The club has closed."}, follow=True)

    assert refused.context["form"].errors["reason"] == ["Say why the policy is withdrawn."]
    assert "The club has closed." in words_of(page)
    assert PolicyVersion.objects.get().status == Status.WITHDRAWN


# --- Amendments


def an_amendment(**fields):
    return {
        "heading": "Films",
        "dated": "May 2026",
        "body": "<p>Films are pictures.</p><script>x()</script>",
        "change_kind": "material",
        **fields,
    }


@pytest.mark.clause("RW-48", "RW-49", "RW-54")
def test_a_variation_is_written_put_in_force_prolonged_and_ended(desk, policy_in_force, chair):
    end = timezone.localdate() + timedelta(days=20)
    sent = an_amendment(anchor="2-1", topic="WhatsApp", trigger="Repairs", ends_on=end.isoformat(), dated="March 2020")
    address = desk.post(f"{POLICY}amend/", sent).headers["Location"]
    desk.post(f"{address}in-force/", {"authorised_by": chair.pk, "minute_reference": "Item 3"})
    desk.post(f"{address}prolong/", {"ends_on": (end + timedelta(days=10)).isoformat()})
    standing = words_of(desk.get(POLICY))
    desk.post(f"{address}end/", {"reason": "The hall is open again."})

    amendment = Amendment.objects.get()
    assert (amendment.body, amendment.topic, amendment.dated) == (
        "<p>Films are pictures.</p>",
        "WhatsApp",
        PartialDate(2020, 3),
    )
    assert (amendment.status, amendment.ends_on) == (AmendmentStatus.ENDED, end + timedelta(days=10))
    assert "Temporary variation, March 2020" in standing
    assert "Temporary variation" not in words_of(desk.get(POLICY))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"body": ""}, "body", "Write the words of the amendment."),
        ({"body": "<p></p>"}, "__all__", "Write the words of the amendment."),
        ({"dated": "31 February 2026"}, "dated", "31 February 2026"),
        ({"anchor": "9-9"}, "anchor", "9-9 is not one"),
        ({"trigger": "For now"}, "ends_on", "needs a day on which it ends"),
        ({"trigger": "For now", "ends_on": "2020-01-01"}, "ends_on", "Enter a day in the future."),
    ],
)
def test_an_amendment_that_lacks_something_is_kept_in_the_form(desk, policy_in_force, change, field, words):
    form = desk.post(f"{POLICY}amend/", an_amendment(**change)).context["form"]

    assert words in form.errors[field][0]
    assert (form["heading"].value(), Amendment.objects.count()) == ("Films", 0)


def test_two_clicks_write_one_amendment(desk, policy_in_force):
    first, second = (desk.post(f"{POLICY}amend/", an_amendment()).headers["Location"] for _click in range(2))

    assert first == second


def test_an_amendment_in_draft_is_not_read_by_a_volunteer(client, policy_in_force, trustee, volunteer):
    amendment = amendments.draft(policy_in_force, by=trustee, heading="A", body="<p>B</p>", dated=PartialDate(2026))
    client.force_login(volunteer.user)
    before = client.get(f"{POLICY}amendments/{amendment.pk}/").status_code
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)

    assert (before, client.get(f"{POLICY}amendments/{amendment.pk}/").status_code) == (403, 200)


# --- What it leans on


def test_a_companion_is_added_changed_and_taken_off(desk, policy_in_force, lead):
    other = factories.a_draft("Trips", by=lead).policy
    sent = {"title": "Trips policy", "kind": "document", "document": other.pk, "mandatory": "on"}
    desk.post(f"{POLICY}companions/", sent)
    twice = desk.post(f"{POLICY}companions/", sent)
    companion = Companion.objects.get()
    desk.post(f"{POLICY}companions/{companion.pk}/", {**sent, "title": "Trips", "note": "From May"})
    companion.refresh_from_db()
    desk.post(f"{POLICY}companions/{companion.pk}/remove/")

    assert twice.context["form"].non_field_errors() == ["“Trips policy” is on the list already."]
    assert (companion.title, companion.note, companion.document, companion.mandatory) == (
        "Trips",
        "From May",
        other,
        True,
    )
    assert Companion.objects.count() == 0


@pytest.mark.clause("WY-19", "RW-78")
def test_a_reference_is_added_checked_and_taken_off(desk, policy_in_force, chair):
    desk.post(f"{POLICY}references/add/", {"title": "Online advice", "kind": "resource", "link": "example.org/online"})
    reference = Reference.objects.get()
    desk.post(f"{POLICY}references/{reference.pk}/check/", {"result": "replaced", "replaced_by": "A newer page"})
    about = words_of(desk.get(f"{POLICY}about/"))
    reference.refresh_from_db()
    desk.post(f"{POLICY}references/{reference.pk}/remove/")

    assert (reference.link, reference.checked_by) == ("https://example.org/online", chair)
    assert "Replaced by A newer page" in about
    assert Reference.objects.count() == 0


@pytest.mark.parametrize("link", ["javascript:alert(1)", "not an address", "ftp://example.org", "http://"])
def test_an_address_that_is_none_is_refused(desk, policy_in_force, link):
    sent = {"title": "Advice", "kind": "resource", "link": link}

    form = desk.post(f"{POLICY}references/add/", sent).context["form"]

    assert form.errors["link"] == ["Enter a web address, such as https://www.nspcc.org.uk."]


@pytest.mark.clause("IL-4")
def test_an_extract_is_noted_and_shown_to_have_moved_on(desk, policy_in_force, lead, board):
    source = factories.a_version_in_force("Group rules", by=lead, board=board)
    desk.post(f"{POLICY}extracts/add/", {"anchor": "2-1", "source": source.pk})
    factories.the_next_version(source, by=lead, board=board, html="<p>New.</p>")

    assert Extract.objects.get().source == source
    assert "The source has moved on" in words_of(desk.get(f"{POLICY}about/"))
    assert "which is no longer in force" in words_of(desk.get(POLICY))


def test_what_is_kept_beside_the_text_costs_the_same_for_one_row_and_for_three(desk, policy_in_force, lead, board):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from policies.services import companions

    def cost():
        desk.get(f"{POLICY}about/")
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{POLICY}about/")
        return len(queries)

    def add(name):
        other = factories.a_version_in_force(name, by=lead, board=board)
        companions.add(policy_in_force.policy, by=lead, title=name, document=other.policy)
        companions.add_reference(policy_in_force.policy, by=lead, title=name, link="https://example.org")

    add("One")
    one = cost()
    add("Two")
    add("Three")

    assert cost() == one
