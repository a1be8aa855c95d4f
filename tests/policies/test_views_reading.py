"""The list, the text, its history, and two versions compared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policies.models import Policy
from policies.services import amendments, companions, policies, reviews, versions, withdrawing
from safeguard.partial_dates import PartialDate
from tests.policies import factories

LIST = "/o/harbour-lights/policies/"


@pytest.fixture
def desk(client, chair):
    client.force_login(chair.user)
    return client


def shown(response):
    return [line.policy.title for line in response.context["lines"]]


# --- The list


def test_the_list_costs_the_same_for_one_policy_and_for_three(desk, scope, lead, board):
    def cost():
        desk.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    factories.a_version_in_force("A", by=lead, board=board, owner=lead)
    one = cost()
    for title in ("B", "C"):
        factories.a_version_in_force(title, by=lead, board=board, owner=board[0])

    assert cost() == one


def test_the_list_is_in_the_order_of_titles_whatever_their_accents(desk, scope, lead):
    for title in ("Zoo", "Émile", "apple"):
        factories.a_draft(title, by=lead)

    assert shown(desk.get(LIST)) == ["apple", "Émile", "Zoo"]


def test_a_long_list_is_turned_page_by_page_and_back(desk, scope, lead, monkeypatch):
    monkeypatch.setattr("policies.views.listing.PAGE", 2)
    for title in "ABCDE":
        factories.a_draft(title, by=lead)

    first = desk.get(LIST)
    second = desk.get(first.context["next"])
    third = desk.get(second.context["next"])
    back = desk.get(third.context["previous"])

    assert [shown(page) for page in (first, second, third, back)] == [["A", "B"], ["C", "D"], ["E"], ["C", "D"]]
    assert (first.context["previous"], third.context["next"]) == ("", "")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Cafés", "Overdue one", "Soon"]),
        ("?q=cafes", ["Cafés"]),
        ("?q=one+overdue", ["Overdue one"]),
        ("?show=overdue", ["Overdue one"]),
        ("?show=due", ["Soon"]),
        ("?show=draft", ["Cafés"]),
        ("?show=withdrawn", ["Old"]),
        ("?binds=volunteer", ["Soon"]),
        ("?binds=emperor&show=nothing", ["Cafés", "Overdue one", "Soon"]),
        ("?after=nonsense", ["Cafés", "Overdue one", "Soon"]),
        ("?after=99999999", ["Cafés", "Overdue one", "Soon"]),
    ],
)
def test_the_list_is_searched_and_filtered(desk, scope, lead, board, chair, query, titles):
    today = timezone.localdate()
    factories.a_draft("Cafés", by=lead)
    for title, due in (("Overdue one", PartialDate(2020)), ("Soon", PartialDate.from_date(today)), ("Old", None)):
        version = factories.a_version_in_force(title, by=lead, board=board)
        policies.change_details(version.policy, by=lead, next_review=due, audience=["volunteer"] * (title == "Soon"))
    withdrawing.withdraw(Policy.objects.get(title="Old"), by=chair, reason="Over.")

    assert shown(desk.get(LIST + query)) == titles


def test_an_empty_list_says_how_to_begin(desk, client, charity, volunteer):
    assert "Add a policy" in desk.get(LIST).content.decode()

    client.force_login(volunteer.user)
    assert "Add a policy" not in client.get(LIST).content.decode()


def test_the_chair_is_told_what_waits_for_a_signature(desk, scope, lead, board):
    factories.an_approved_text(by=lead, board=board)

    assert "One text waits for your signature." in desk.get(LIST).content.decode()


# --- The text


def test_the_text_has_an_address_on_each_clause_and_a_link_to_cite_it(desk, policy_in_force):
    page = desk.get(f"{LIST}pictures/").content.decode()

    assert '<p id="clause-2-1">' in page
    assert '<a class="clause__cite" href="#clause-2-1" aria-label="Link to clause 2.1">#</a>' in page


def test_amendments_companions_and_what_is_missing_stand_with_the_text(desk, policy_in_force, trustee, lead):
    amendment = amendments.draft(
        policy_in_force, by=trustee, heading="Films", anchor="2-1", body="<p>Films too.</p>", dated=PartialDate(2026, 4)
    )
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    companions.add(policy_in_force.policy, by=lead, title="Lone working", mandatory=True)

    page = desk.get(f"{LIST}pictures/")

    text = page.content.decode()
    assert text.index("everybody in it has said yes") < text.index("Films too.") < text.index("Names of children")
    assert [str(flag) for _companion, flag in page.context["companions"]] == ["Not filed here"]
    assert [item.field for item in page.context["missing"]] == ["owner", "audience"]


def test_a_volunteer_reads_the_version_in_force_and_hears_nothing_of_the_draft(
    client, charity, policy_in_force, lead, volunteer
):
    versions.open_draft(policy_in_force.policy, by=lead)
    client.force_login(volunteer.user)

    page = client.get(f"{LIST}pictures/")

    assert (page.context["version"], page.context["other"]) == (policy_in_force, None)
    assert [action.label for action in page.context["actions"]] == ["Print it"]
    assert "Control data missing" not in page.content.decode()


def test_a_policy_that_was_never_in_force_is_a_name_to_those_who_do_not_work_on_it(client, charity, draft, volunteer):
    client.force_login(volunteer.user)

    page = client.get(f"{LIST}pictures/").content.decode()

    assert ("Nothing of this policy is in force yet" in page, "lighthouse" in page) == (True, False)


def test_an_earlier_version_is_shown_as_it_was_with_the_way_to_the_one_in_force(desk, policy_in_force, lead, board):
    factories.the_next_version(policy_in_force, by=lead, board=board, html="<p>All new.</p>")

    page = desk.get(f"{LIST}pictures/versions/1/").content.decode()

    assert ("lighthouse" in page, "This is version 1: superseded" in page) == (True, True)
    assert "Read the version in force" in page


def test_a_text_of_80_pages_with_long_words_is_shown(desk, scope, lead, board):
    html = "".join(f"<h2>{n}. Part</h2>" + f"<p>{n}.1 {'W' * 400} words.</p>" * 6 for n in range(1, 200))
    factories.a_version_in_force("Long", by=lead, board=board, html=html)

    page = desk.get(f"{LIST}long/")

    assert (page.status_code, len(page.context["contents"])) == (200, 199)


def test_hostile_words_anywhere_come_out_as_words(desk, scope, lead, board, trustee):
    bad = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    version = factories.a_version_in_force(
        f"A {bad}", by=lead, board=board, html=f"<h2>1. {bad}</h2><p>1.1 {bad} x</p>"
    )
    amendment = amendments.draft(
        version, by=trustee, heading=bad, body=bad + "<p>y</p>", dated=PartialDate(2026), anchor="1-1"
    )
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    companions.add(version.policy, by=lead, title=bad, note=bad)
    companions.add_reference(version.policy, by=lead, title=bad, link="https://example.org", publisher=bad)
    review = reviews.open_review(version.policy, by=lead)
    reviews.comment(version, by=trustee, text=bad, anchor="1-1")
    slug = version.policy.slug
    urls = ["", f"{slug}/", f"{slug}/about/", f"{slug}/history/", f"{slug}/review/{review.pk}/", "definitions/"]

    pages = "".join(desk.get(LIST + url).content.decode() for url in urls)

    assert [word for word in ("<script>alert", "<img src=x") if word in pages] == []


def test_the_definitions_of_all_policies_in_force_are_on_one_page(desk, scope, lead, board, draft):
    html = "<p>1.1 For the purposes of this policy a picture means a photograph or a film.</p>"
    factories.a_version_in_force("Films", by=lead, board=board, html=html)

    page = desk.get(f"{LIST}definitions/")

    assert [(c.version.policy.title, c.anchor) for c in page.context["entries"]] == [("Films", "1-1")]


# --- History


def test_the_history_has_versions_decisions_reviews_and_amendments(desk, policy_in_force, lead, board, trustee):
    factories.the_next_version(policy_in_force, by=lead, board=board, html="<p>All new.</p>")
    review = reviews.open_review(Policy.objects.get(), by=lead)
    reviews.complete(review, by=lead, outcome="no_change", done_on=timezone.localdate(), minute_reference="Item 9")

    page = desk.get(f"{LIST}pictures/history/")

    titles = [event.title for event in page.context["events"]]
    assert [version.number for version in page.context["versions"]] == [2, 1]
    assert [titles.count(title) for title in ("Version 1: approved", "Version 2: approved")] == [3, 3]
    assert {"Version 1 came into force", "Version 2 came into force", "Review: Reviewed, no change"} <= set(titles)
    assert "Minute: Item 9" in page.content.decode()


def test_the_history_keeps_decisions_and_drafts_from_those_who_do_not_work_on_policies(
    client, charity, policy_in_force, lead, volunteer
):
    versions.open_draft(policy_in_force.policy, by=lead)
    client.force_login(volunteer.user)

    page = client.get(f"{LIST}pictures/history/")

    assert [version.number for version in page.context["versions"]] == [1]
    assert [event.title for event in page.context["events"]] == ["Version 1 came into force"]


# --- Comparing


def test_two_versions_are_compared_with_words_that_are_spoken(desk, policy_in_force, lead, board):
    html = factories.TEXT.replace("every telephone", "every telephone and watch")
    factories.the_next_version(policy_in_force, by=lead, board=board, html=html)

    page = desk.get(f"{LIST}pictures/compare/?from=1&to=2").content.decode()

    assert '<ins><span class="visually-hidden">added: </span>and watch</ins>' in page
    assert "<strong>1 changed</strong>" in page


@pytest.mark.parametrize("query", ["", "?from=9&to=x", "?from=2"])
def test_without_a_sensible_question_the_newest_two_are_compared(desk, policy_in_force, lead, board, query):
    factories.the_next_version(policy_in_force, by=lead, board=board, html="<p>All new.</p>")

    page = desk.get(f"{LIST}pictures/compare/{query}")

    assert (page.context["old"].number, page.context["new"].number) == (1, 2)


def test_a_draft_is_not_compared_by_those_who_may_not_read_it(client, charity, policy_in_force, lead, volunteer):
    draft = versions.open_draft(policy_in_force.policy, by=lead)
    versions.save_text(draft, by=lead, html="<p>A secret.</p>", revision=1)
    client.force_login(volunteer.user)

    page = client.get(f"{LIST}pictures/compare/?from=1&to=2")

    assert (page.context["comparison"], "A secret." in page.content.decode()) == (None, False)
