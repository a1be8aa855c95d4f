"""What has changed since a text was read, and whether it matters."""

import pytest

from agreements import changes, texts
from agreements.changes import Change, Changes
from agreements.models import Agreement, Extent
from agreements.services import designing
from policies.models import ChangeKind
from policies.services import amendments
from tests.agreements import factories

MORE = factories.TEXT + "<h2>4. Pictures</h2><p>Ask before a picture.</p>"
OTHER_CHATS = "<h2>3. Handing over chats</h2><p>You hand every chat over each Friday.</p>"


@pytest.fixture
def whole(agreement):
    """The text of today, of an agreement to the whole policy."""
    return texts.current(agreement)


@pytest.fixture
def clause_only(version, coordinator):
    """The text of today, of an agreement to clause 3 alone."""
    agreement = factories.an_agreement(version, by=coordinator, title="Chats", extent=Extent.CLAUSES, anchors=["3"])
    return texts.current(agreement)


def test_nothing_has_changed(whole):
    assert changes.since(whole) == Change.NONE


@pytest.mark.parametrize(
    ("kinds", "change"),
    [
        ([ChangeKind.WORDING], Change.WORDING),
        ([ChangeKind.MATERIAL], Change.MATERIAL),
        ([ChangeKind.FIRST], Change.MATERIAL),
        ([ChangeKind.WORDING, ChangeKind.WORDING], Change.WORDING),
        ([ChangeKind.MATERIAL, ChangeKind.WORDING], Change.MATERIAL),
        ([ChangeKind.WORDING, ChangeKind.MATERIAL], Change.MATERIAL),
    ],
)
def test_every_version_since_then_counts(whole, version, kinds, change):
    for number, kind in enumerate(kinds, start=2):
        factories.a_version(version.policy, number, change_kind=kind)

    assert changes.since(whole) == change


@pytest.mark.parametrize(
    ("kind", "change"), [(ChangeKind.MATERIAL, Change.MATERIAL), (ChangeKind.WORDING, Change.WORDING)]
)
def test_an_amendment_counts_as_what_it_says_it_is(whole, version, chair, kind, change):
    factories.an_amendment(version, by=chair, change_kind=kind)

    assert changes.since(whole) == change


def test_a_relaxation_that_ends_counts(agreement, version, chair):
    variation = factories.an_amendment(version, by=chair, trigger="While the hall is closed", ends_on="2026-12-01")
    with_it = texts.current(agreement)

    amendments.end(variation, by=chair)

    assert changes.since(with_it) == Change.MATERIAL


def test_an_unsigned_amendment_that_went_into_a_reworded_version_counts(whole, version, chair):
    amendment = factories.an_amendment(version, by=chair)
    factories.a_version(version.policy, 2, change_kind=ChangeKind.WORDING)
    amendments.end(amendment, by=chair)

    assert changes.since(whole) == Change.MATERIAL


def test_a_signed_amendment_that_went_into_a_reworded_version_does_not(agreement, version, chair):
    amendment = factories.an_amendment(version, by=chair)
    with_it = texts.current(agreement)
    factories.a_version(version.policy, 2, change_kind=ChangeKind.WORDING)
    amendments.end(amendment, by=chair)

    assert changes.since(with_it) == Change.WORDING


def test_a_relaxation_that_runs_on_beside_a_reworded_version_does_not_count(agreement, version, chair):
    words = {"trigger": "While the hall is closed", "ends_on": "2026-12-01"}
    factories.an_amendment(version, by=chair, **words)
    with_it = texts.current(agreement)
    second = factories.a_version(version.policy, 2, change_kind=ChangeKind.WORDING)
    factories.an_amendment(second, by=chair, **words)

    assert changes.since(with_it) == Change.WORDING


def test_a_material_version_that_leaves_the_chosen_clause_alone_asks_nobody(clause_only, version):
    factories.a_version(version.policy, 2, html=MORE)

    assert changes.since(clause_only) == Change.WORDING


@pytest.mark.parametrize("html", [factories.WHO + factories.PRIVATE + OTHER_CHATS, factories.WHO])
def test_a_material_version_that_changes_or_drops_the_chosen_clause_asks_again(clause_only, version, html):
    factories.a_version(version.policy, 2, html=html)

    assert changes.since(clause_only) == Change.MATERIAL


@pytest.mark.parametrize(("anchor", "change"), [("3", Change.MATERIAL), ("3-p1", Change.MATERIAL), ("2", Change.NONE)])
def test_an_amendment_counts_where_it_changes_the_chosen_clause(clause_only, version, chair, anchor, change):
    assert anchor in {clause.anchor for clause in version.clauses.all()}
    factories.an_amendment(version, by=chair, anchor=anchor)

    assert changes.since(clause_only) == change


def test_an_amendment_can_be_signed_alone(version, chair, coordinator):
    """An amendment that was agreed between two versions, without signing everything again."""
    factories.an_amendment(version, by=chair)
    agreement = factories.an_agreement(
        version, by=coordinator, title="Voice messages", extent=Extent.CLAUSES, anchors=["amendment-1"]
    )

    [document] = texts.readable(texts.current(agreement))

    assert document.html == ""
    assert [amendment.heading for amendment in document.loose_amendments] == ["Voice messages"]


def test_a_policy_that_was_withdrawn_leaves_signatures_standing(whole, version):
    type(version).objects.filter(pk=version.pk).update(status="withdrawn")

    assert changes.since(whole) == Change.NONE


def test_a_document_that_comes_into_force_later_has_to_be_signed(version, coordinator):
    later = factories.a_policy("Trips")
    type(later).objects.filter(pk=later.pk).update(status="withdrawn")
    agreement = factories.a_draft(version, by=coordinator, title="Both")
    designing.put_document(agreement, later.policy, by=coordinator, required=False)
    agreement = designing.open_(agreement, by=coordinator)
    without = texts.current(agreement)

    factories.a_version(later.policy, 2)

    assert [d.title for d in without.documents.all()] == ["Staying safe online"]
    assert changes.since(without) == Change.MATERIAL


@pytest.mark.clause("RW-59")
def test_a_clause_can_be_named_expressly_in_the_agreement_to_a_whole_policy(version, coordinator):
    agreement = factories.an_agreement(version, by=coordinator, title="Named", anchors=["3-p1"])

    [document] = texts.readable(texts.current(agreement))

    assert document.named == ["When the lead asks for a chat, you export it and hand it over."]
    assert "Nobody writes to a young person in private." in document.html


def test_only_the_chosen_clauses_are_shown_with_what_stands_below_them(clause_only):
    [document] = texts.readable(clause_only)

    assert "you export it and hand it over" in document.html
    assert "in private" not in document.html


@pytest.mark.parametrize("how_many", [1, 3])
def test_judging_costs_the_same_however_many_agreements_and_texts_there_are(
    version, coordinator, how_many, django_assert_num_queries
):
    for number in range(how_many):
        agreement = factories.an_agreement(
            version, by=coordinator, title=f"Agreement {number}", extent=Extent.CLAUSES, anchors=["3"]
        )
        texts.current(agreement)
    factories.a_version(version.policy, 2, html=MORE)

    with django_assert_num_queries(9):
        assert Changes(Agreement.objects.open()).stale() == set()


def test_the_same_text_is_kept_once(agreement, version):
    first = texts.current(agreement)

    assert texts.current(agreement) == first
    assert agreement.texts.count() == 1


def test_the_fingerprint_covers_title_statement_and_every_document(whole):
    documents = list(whole.documents.all())

    assert texts.fingerprint_of(whole.title, whole.statement, documents) == whole.fingerprint
    assert texts.fingerprint_of("Other", whole.statement, documents) != whole.fingerprint
    assert texts.fingerprint_of(whole.title, "Other", documents) != whole.fingerprint
    assert texts.fingerprint_of(whole.title, whole.statement, []) != whole.fingerprint


def test_a_text_stays_what_it_was_when_the_policy_is_renamed(whole, version):
    version.policy.title = "Something else"
    version.policy.save()

    assert texts.altered(whole) == []
    assert [d.title for d in whole.documents.all()] == ["Staying safe online"]
