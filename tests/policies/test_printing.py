"""Everything that a print needs, gathered in a handful of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policies import printing
from policies.fingerprints import fingerprint
from policies.models import PolicyVersion
from policies.services import amendments, companions
from safeguard.partial_dates import PartialDate
from tests.policies import factories


@pytest.fixture
def amended(policy_in_force, trustee):
    for heading, anchor, body in (("Films", "2-1", "<p>Films too.</p>"), ("Trips", "", "<p>On trips as well.</p>")):
        amendment = amendments.draft(
            policy_in_force, by=trustee, heading=heading, anchor=anchor, body=body, dated=PartialDate(2026, 4)
        )
        amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    return policy_in_force


@pytest.mark.clause("RW-48", "RW-54", "RW-30")
def test_an_amendment_stands_below_its_clause_and_one_without_a_clause_at_the_end(amended):
    printed = printing.document(amended)

    place = printed.text.index("everybody in it has said yes")
    note = printed.text.index("Films too.")
    following = printed.text.index("Names of children")
    assert place < note < following
    assert [amendment.heading for amendment in printed.loose_amendments] == ["Trips"]
    assert "On trips as well." not in printed.text


@pytest.mark.clause("RW-49")
def test_a_relaxation_is_printed_with_its_circumstance_and_its_end(policy_in_force, trustee):
    end = timezone.localdate() + timedelta(days=30)
    variation = amendments.draft(
        policy_in_force,
        by=trustee,
        heading="Calls",
        anchor="2-1",
        body="<p>By video.</p>",
        dated=PartialDate(2026, 4),
        trigger="The hall is flooded",
        ends_on=end,
    )
    amendments.put_in_force(variation, by=trustee, authorised_by=trustee)

    text = printing.document(policy_in_force).text
    assert ("Temporary variation, April 2026" in text, "The hall is flooded" in text) == (True, True)
    assert f"{end.day} {end:%B %Y}" in text


@pytest.mark.clause("RW-66", "RW-68")
def test_the_adoption_block_has_a_line_for_everything_and_says_what_is_not_stated(policy_in_force):
    lines = {line.key: (line.value, line.missing) for line in printing.document(policy_in_force).adoption}

    assert lines == {
        "Version": ("Version 1", False),
        "Policy dated": ("Not stated", True),
        "Written by": ("Dana Whitlock", False),
        "Status": ("In force", False),
        "Adopted on": ("2 March 2026", False),
        "Reviewed": ("Not stated", True),
        "Signed by": ("Margaret Hale", False),
        "Office": ("Chair of trustees", False),
        "Signed on": ("9 March 2026", False),
        "Next review": ("2 March 2027", False),
    }


@pytest.mark.clause("WR-57", "WR-58")
def test_a_signature_is_printed_and_its_place_is_blank_where_there_is_none(policy_in_force, draft):
    assert printing.document(policy_in_force).signature_lines == [
        {"name": "Margaret Hale", "role": "Chair of trustees", "signed": "Signed on 9 March 2026"}
    ]
    assert printing.document(draft).signature_lines == [{"name": "", "role": "Chair of trustees", "signed": ""}]


def test_companions_come_with_the_version_to_print_or_with_the_reason_why_not(policy_in_force, lead, board):
    filed = factories.a_version_in_force("Data protection", by=lead, board=board)
    companions.add(policy_in_force.policy, by=lead, title="Data protection", document=filed.policy)
    companions.add(policy_in_force.policy, by=lead, title="Lone working", mandatory=True)
    companions.add(policy_in_force.policy, by=lead, title="Council rules", kind="external")

    printed = printing.document(policy_in_force, today=date(2026, 6, 1))

    assert [(c.title, c.version, c.flag and c.flag.text) for c in printed.companions] == [
        ("Data protection", filed, None),
        ("Lone working", None, "Not filed here"),
        ("Council rules", None, None),
    ]
    assert [c.title for c in printed.companions if not c.is_available] == ["Lone working"]


def test_the_print_carries_the_fingerprint_the_address_and_ids_of_its_own(amended):
    printed = printing.document(amended)

    assert printed.fingerprint == fingerprint(amended)
    assert printed.address.endswith("/o/harbour-lights/policies/pictures/versions/1/")
    assert [entry.anchor for entry in printed.contents] == ["pictures-1-clause-1", "pictures-1-clause-2"]
    assert 'id="pictures-1-amendment-1"' in printed.text


def test_the_same_print_twice_is_the_same(amended):
    assert printing.document(amended) == printing.document(PolicyVersion.objects.get())


def test_a_long_policy_costs_no_more_queries_than_a_short_one(scope, lead, board):
    long = "".join(f"<h2>{n}. Part</h2><p>{n}.1 Words.</p>" for n in range(1, 80))
    counts = []
    for title, html in (("Short", "<p>Words.</p>"), ("Long", long)):
        version = factories.a_version_in_force(title, by=lead, board=board, html=html)
        with CaptureQueriesContext(connection) as queries:
            printing.document(PolicyVersion.objects.select_related("policy").get(pk=version.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]
