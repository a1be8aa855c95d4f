"""How a signed text changes: by a dated amendment, or by a relaxation that has a reason and an end."""

from datetime import date

import pytest

from policies.fingerprints import fingerprint
from policies.models import Amendment
from policies.services import amendments
from policies.states import AmendmentStatus
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from tests.policies import factories


@pytest.fixture(autouse=True)
def in_may(time_machine):
    time_machine.move_to("2026-05-11 12:00+00:00")


def an_amendment(version, by, **fields):
    values = {"heading": "Films", "body": "<p>Films are pictures.</p>", "dated": PartialDate(2026, 5)} | fields
    return amendments.draft(version, by=by, **values)


@pytest.mark.clause("RW-48")
def test_an_amendment_may_bear_a_date_before_the_policys(policy_in_force, trustee):
    amendment = an_amendment(policy_in_force, trustee, dated=PartialDate(2020, 3))
    standing = amendments.put_in_force(amendment, by=trustee, authorised_by=trustee, minute_reference="Item 3")

    assert (standing.status, standing.dated) == (AmendmentStatus.IN_FORCE, PartialDate(2020, 3))
    assert (standing.authorised_by, standing.minute_reference) == (trustee, "Item 3")


@pytest.mark.clause("RW-54")
def test_an_amendment_may_be_about_one_platform(policy_in_force, trustee):
    amendment = an_amendment(policy_in_force, trustee, topic="WhatsApp", anchor="2-1")

    assert Amendment.objects.get() == amendment
    assert (amendment.topic, amendment.anchor, amendment.number) == ("WhatsApp", "2-1", 1)


def test_what_people_sign_changes_when_an_amendment_comes_and_when_it_ends(policy_in_force, trustee):
    plain = fingerprint(policy_in_force)
    amendment = an_amendment(policy_in_force, trustee)
    drafted = fingerprint(policy_in_force)
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    amended = fingerprint(policy_in_force)
    amendments.end(amendment, by=trustee, reason="Worked into the text.")
    ended = fingerprint(policy_in_force)

    assert (drafted == plain, amended == plain, ended == plain) == (True, False, True)


@pytest.mark.clause("RW-49")
def test_a_relaxation_has_a_circumstance_an_end_and_somebody_who_authorised_it(
    policy_in_force, trustee, second_trustee
):
    variation = an_amendment(policy_in_force, trustee, trigger="The hall is flooded", ends_on=date(2026, 6, 30))
    amendments.put_in_force(variation, by=trustee, authorised_by=second_trustee)

    longer = amendments.prolong(variation, by=trustee, ends_on=date(2026, 8, 31))

    assert (longer.is_temporary, longer.trigger, longer.ends_on) == (True, "The hall is flooded", date(2026, 8, 31))
    assert longer.authorised_by == second_trustee


def test_a_relaxation_without_an_end_is_not_taken(policy_in_force, trustee):
    with pytest.raises(Refused, match="needs a day on which it ends"):
        an_amendment(policy_in_force, trustee, trigger="For now")


def test_a_relaxation_does_not_run_on_until_yesterday(policy_in_force, trustee):
    variation = an_amendment(policy_in_force, trustee, trigger="Repairs", ends_on=date(2026, 6, 30))
    amendments.put_in_force(variation, by=trustee, authorised_by=trustee)

    with pytest.raises(Refused, match="Enter a day in the future"):
        amendments.prolong(variation, by=trustee, ends_on=date(2026, 5, 11))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"body": "<p> </p>"}, "Write the words"), ({"anchor": "9-9"}, "Choose a clause that is in the text")],
)
def test_an_amendment_needs_words_and_a_clause_that_is_there(policy_in_force, trustee, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        an_amendment(policy_in_force, trustee, **fields)


def test_only_a_trustee_authorises_an_amendment(policy_in_force, trustee, lead):
    amendment = an_amendment(policy_in_force, trustee)

    with pytest.raises(Refused, match="Dana Whitlock is not a trustee today"):
        amendments.put_in_force(amendment, by=trustee, authorised_by=lead)


def test_only_the_version_in_force_is_amended(draft, trustee):
    with pytest.raises(Refused, match="Only the version in force is amended"):
        an_amendment(draft, trustee)


def test_an_amendment_that_is_in_force_is_not_edited(policy_in_force, trustee):
    amendment = an_amendment(policy_in_force, trustee)
    amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)

    with pytest.raises(Refused, match="its text is closed"):
        amendments.change(amendment, by=trustee, heading="Other")


def test_the_same_amendment_sent_twice_is_one(policy_in_force, trustee):
    first, again = an_amendment(policy_in_force, trustee), an_amendment(policy_in_force, trustee)

    assert (first.pk, Amendment.objects.count()) == (again.pk, 1)


def test_put_in_force_twice_it_stays_as_it_was(policy_in_force, trustee, second_trustee):
    amendment = an_amendment(policy_in_force, trustee)
    first = amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)
    again = amendments.put_in_force(amendment, by=trustee, authorised_by=second_trustee)

    assert (again.in_force_at, again.authorised_by) == (first.in_force_at, trustee)


def test_a_new_version_ends_the_amendments_and_takes_the_relaxations_along(policy_in_force, lead, board, trustee):
    permanent = an_amendment(policy_in_force, trustee, anchor="2-1")
    running = an_amendment(
        policy_in_force, trustee, heading="Calls", anchor="2-2", trigger="Repairs", ends_on=date(2026, 12, 1)
    )
    for amendment in (permanent, running):
        amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)

    after = factories.the_next_version(
        policy_in_force, by=lead, board=board, html="<p>1.1 All new.</p>", signed_on=date(2026, 5, 11)
    )

    carried = after.amendments.get()
    assert [a.status for a in policy_in_force.amendments.all()] == [AmendmentStatus.ENDED, AmendmentStatus.ENDED]
    assert (carried.heading, carried.trigger, carried.ends_on) == ("Calls", "Repairs", date(2026, 12, 1))
    assert (carried.status, carried.authorised_by, carried.anchor) == (AmendmentStatus.IN_FORCE, trustee, "")
