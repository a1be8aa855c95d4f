"""What was approved and signed is closed: in Python, in the database, and by a fingerprint that tells."""

import pytest
from django.db import DatabaseError, connection, transaction

from policies import fingerprints
from policies.models import Amendment, Appendix, Approval, Clause, PolicyVersion
from policies.services import amendments, versions
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from tests.append_only_support import lifted

FORBIDDEN = [
    "UPDATE policies_policyversion SET body = 'x'",
    "UPDATE policies_policyversion SET title = 'x'",
    "UPDATE policies_policyversion SET label = 'x'",
    "UPDATE policies_policyversion SET status = 'draft'",
    "UPDATE policies_policyversion SET signed_name = 'x'",
    "UPDATE policies_policyversion SET body_hash = 'x'",
    "UPDATE policies_policyversion SET adopted = '2020 2020'",
    "DELETE FROM policies_policyversion",
    "UPDATE policies_clause SET html = 'x'",
    "UPDATE policies_clause SET anchor = 'x' || anchor",
    "DELETE FROM policies_clause",
    "UPDATE policies_appendix SET title = 'x'",
    "DELETE FROM policies_appendix",
    "UPDATE policies_amendment SET body = 'x'",
    "UPDATE policies_amendment SET dated = '2020 2020'",
    "DELETE FROM policies_amendment",
    "UPDATE policies_approval SET conditions = 'x'",
    "DELETE FROM policies_approval",
]


@pytest.fixture
def closed(scope, lead, board, trustee):
    """A version in force, with an appendix and an amendment that is in force."""
    from tests.policies import factories

    draft = factories.a_draft(by=lead)
    Appendix.objects.create(version=draft, anchor="2", title="A")
    from policies.services import approvals

    version = factories.signed(factories.approved(approvals.ask(draft, by=lead), board=board), chair=board[0])
    amendment = amendments.draft(
        version, by=trustee, heading="Films", body="<p>Films too.</p>", dated=PartialDate(2026, 4)
    )
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    return version


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_database_refuses_to_change_what_is_closed(closed, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert fingerprints.verify(PolicyVersion.objects.get()) == []


def test_nothing_is_added_to_a_text_that_is_closed(closed):
    with pytest.raises(DatabaseError), transaction.atomic():
        Clause.objects.create(version=closed, anchor="new", html="<p>Slipped in.</p>", position=99)

    assert closed.clauses.filter(anchor="new").count() == 0


def test_a_draft_is_open(draft, lead):
    versions.save_text(draft, by=lead, html="<p>Other.</p>", revision=1)

    assert [clause.html for clause in draft.clauses.all()] == ["<p>Other.</p>"]


def test_a_typo_in_a_signed_text_is_corrected_by_an_amendment_or_a_new_version_only(closed, lead):
    before = fingerprints.text_fingerprint(closed)

    with pytest.raises(Refused, match="its text is closed"):
        versions.save_text(closed, by=lead, html=closed.body.replace("saiid", "said"), revision=closed.revision)
    correction = versions.open_draft(closed.policy, by=lead, change_kind="wording")
    versions.save_text(correction, by=lead, html=closed.body.replace("keeps", "holds"), revision=1)

    closed.refresh_from_db()
    assert fingerprints.text_fingerprint(closed) == before == closed.body_hash
    assert fingerprints.verify(closed) == []


def test_the_fingerprint_is_of_the_words_and_not_of_the_dates_of_a_signature(closed):
    before = fingerprints.fingerprint(closed)
    closed.reviewed = PartialDate(2027, 3)
    closed.save(update_fields=["reviewed"])

    assert fingerprints.fingerprint(PolicyVersion.objects.get()) == before
    assert len(before) == 64


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (PolicyVersion, {"body": "<p>Forged.</p>"}),
        (PolicyVersion, {"title": "Forged"}),
        (Clause, {"html": "<p>Forged.</p>"}),
        (Appendix, {"source": "Somebody else"}),
    ],
)
def test_whoever_owns_the_file_and_changes_a_text_is_found_out(closed, model, changes):
    with lifted():
        model.objects.all().update(**changes)

    assert fingerprints.verify(PolicyVersion.objects.get()) == [
        f"The text of {PolicyVersion.objects.get()} is not the text that came into force."
    ]


def test_a_forged_amendment_is_found_out(closed):
    with lifted():
        Amendment.objects.update(body="<p>Films never.</p>")

    assert fingerprints.verify(closed) == ["The amendment “Films (April 2026)” is not as it was made."]


def test_a_trigger_stands_for_each_table_that_is_closed(closed):
    from safeguard.append_only import missing

    assert [name for name in missing(connection) if name.startswith("policies_")] == []
    assert Approval.objects.count() == 3
