"""What a policy leans on: found missing, overdue or unsigned from the policy that names it."""

from datetime import date, timedelta

import pytest

from policies import flags
from policies.models import Appendix, Companion, CompanionKind, LinkResult, Policy, PolicyVersion, Reference
from policies.services import companions, withdrawing
from policies.states import Status
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from safeguard.scoping import WrongOrganisation, acting_for
from tests.policies import factories

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def in_november(time_machine):
    time_machine.move_to("2026-11-20 12:00+00:00")


def loaded(companion):
    return Companion.objects.with_document().get(pk=companion.pk)


def code_of(companion):
    flag = flags.of_companion(loaded(companion), TODAY)
    return flag.code if flag else "in order"


@pytest.fixture
def sound(lead, board, policy_in_force):
    """Another document of the charity, in force, signed and in date."""
    return factories.a_version_in_force("Data protection", by=lead, board=board).policy


def made_overdue(policy):
    policy.next_review = PartialDate(2026, 10)
    policy.save()


def made_unsigned(policy):
    draft = PolicyVersion(policy=policy, number=2, title=policy.title)
    draft.save()
    PolicyVersion.objects.filter(policy=policy, status=Status.IN_FORCE).update(status=Status.SUPERSEDED)
    PolicyVersion.objects.filter(pk=draft.pk).update(status=Status.IN_FORCE)


def made_withdrawn(policy):
    withdrawing.withdraw(policy, by=None, reason="Over.")


def made_unused(policy):
    PolicyVersion.objects.filter(policy=policy).update(status=Status.SUPERSEDED)


@pytest.mark.clause("RW-6")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda policy: None, "in order"),
        (made_overdue, "overdue"),
        (made_unsigned, "unsigned"),
        (made_withdrawn, "withdrawn"),
        (made_unused, "not_in_force"),
    ],
)
def test_a_companion_that_is_not_in_order_is_flagged_where_it_is_named(policy_in_force, sound, lead, change, code):
    companion = companions.add(policy_in_force.policy, by=lead, title="Data protection policy", document=sound)
    change(sound)

    assert code_of(companion) == code
    assert Companion.objects.out_of_order(TODAY).exists() == (code != "in order")


@pytest.mark.clause("RW-5", "RW-6")
def test_a_document_that_is_named_and_not_filed_is_missing_until_it_comes_in(policy_in_force, lead, board):
    companion = companions.add(policy_in_force.policy, by=lead, title="Lone working")
    before = code_of(companion)

    factories.a_version_in_force("Lone working", by=lead, board=board)

    assert (before, code_of(companion)) == ("missing", "in order")


@pytest.mark.clause("RW-12")
def test_rules_of_others_are_attached_and_never_called_missing(policy_in_force, lead):
    companion = companions.add(
        policy_in_force.policy,
        by=lead,
        title="Council policy on transport",
        kind=CompanionKind.EXTERNAL,
        note="As appropriate",
    )

    assert (code_of(companion), companion.note) == ("in order", "As appropriate")
    assert Companion.objects.of_policies_in_use().count() == 0


@pytest.mark.clause("WY-11", "WY-10", "WY-41", "BC-46")
def test_documents_are_linked_and_one_may_have_to_be_read_together(policy_in_force, sound, lead):
    companions.add(policy_in_force.policy, by=lead, title="Data protection", document=sound, mandatory=True)

    found = policy_in_force.policy.companions.get()
    assert (found.document, found.mandatory) == (sound, True)
    assert [c.policy for c in sound.companion_of.all()] == [policy_in_force.policy]


def test_a_policy_is_no_companion_of_itself_and_a_title_stands_once(policy_in_force, lead):
    policy = policy_in_force.policy
    companions.add(policy, by=lead, title="Lone working")

    with pytest.raises(Refused, match="not a companion of itself"):
        companions.add(policy, by=lead, title="Us", document=policy)
    with pytest.raises(Refused, match="“Lone working” is on the list already"):
        companions.add(policy, by=lead, title="Lone working")


def test_a_document_of_another_charity_is_never_linked(policy_in_force, lead, other_charity):
    with acting_for(other_charity):
        theirs = Policy.objects.create(title="Theirs", slug="theirs")

    with pytest.raises(WrongOrganisation):
        companions.add(policy_in_force.policy, by=lead, title="Theirs", document=theirs)


def test_taking_a_companion_off_the_list_leaves_the_document(policy_in_force, sound, lead):
    companion = companions.add(policy_in_force.policy, by=lead, title="Data protection", document=sound)

    companions.remove(companion, by=lead)
    companions.remove(companion, by=lead)

    assert (Companion.objects.count(), Policy.objects.filter(pk=sound.pk).exists()) == (0, True)


# --- References ------------------------------------------------------------------------------------------------------

EVERYTHING = {
    "title": "Staying safe online",
    "kind": "resource",
    "publisher": "A children's charity",
    "dated": PartialDate(2025, 9),
    "link": "https://example.org/safe",
    "purpose": "Settings, step by step",
    "audience": "Parents",
    "age_group": "under 5",
    "applicability": "Where there are young children",
}


@pytest.mark.clause("RW-86", "RW-88", "WY-19", "IL-19")
def test_a_reference_has_a_publisher_a_date_a_purpose_an_audience_and_an_age_group(policy_in_force, lead):
    companions.add_reference(policy_in_force.policy, by=lead, **EVERYTHING)

    reference = policy_in_force.policy.references.get()
    assert {name: getattr(reference, name) for name in EVERYTHING} == EVERYTHING


@pytest.mark.clause("RW-78", "WY-81")
def test_a_link_has_somebody_who_checked_it_and_a_day(policy_in_force, lead):
    reference = companions.add_reference(policy_in_force.policy, by=lead, **EVERYTHING)
    before = flags.of_reference(reference, TODAY)

    companions.check_reference(reference, by=lead, result=LinkResult.WORKS)

    assert (before.text, flags.of_reference(reference, TODAY)) == ("Never checked", None)
    assert (reference.checked_by, reference.last_checked_on) == (lead, TODAY)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"link": ""}, "No web address"),
        ({"result": "dead", "last_checked_on": TODAY}, "Link does not work"),
        ({"result": "replaced", "replaced_by": "Childline", "last_checked_on": TODAY}, "Replaced by Childline"),
        ({"result": "works", "last_checked_on": TODAY - timedelta(400)}, "Last checked more than a year ago"),
    ],
)
def test_a_link_that_is_empty_dead_replaced_or_long_unchecked_is_flagged(facts, text):
    reference = Reference(**({"link": "https://example.org"} | facts))

    assert flags.of_reference(reference, TODAY).text == text


@pytest.mark.clause("WY-82")
def test_the_edition_of_a_guidance_is_kept_and_a_newer_one_is_noted(policy_in_force, lead):
    reference = companions.add_reference(
        policy_in_force.policy, by=lead, title="Sharing information", kind="guidance", dated=PartialDate(2018)
    )

    companions.check_reference(reference, by=lead, result=LinkResult.REPLACED, replaced_by="Edition of May 2024")

    reference.refresh_from_db()
    assert (reference.dated, reference.replaced_by) == (PartialDate(2018), "Edition of May 2024")
    assert flags.of_reference(reference, TODAY).kind == "bad"


def test_a_new_address_has_not_been_checked(policy_in_force, lead):
    reference = companions.add_reference(policy_in_force.policy, by=lead, **EVERYTHING)
    companions.check_reference(reference, by=lead, result=LinkResult.WORKS)

    companions.change_reference(reference, by=lead, link="https://example.org/moved")

    assert (reference.last_checked_on, reference.result) == (None, "")


# --- Appendices and extracts -----------------------------------------------------------------------------------------


@pytest.mark.clause("RW-73")
def test_an_appendix_says_where_it_comes_from_and_somebody_says_whether_it_applies(policy_in_force, scope, lead):
    draft = factories.a_draft("Trips", by=lead)
    appendix = Appendix.objects.create(
        version=draft,
        anchor="2",
        title="A: Online at home",
        source="A team of a ministry",
        dated=PartialDate(2020),
        audience="families",
        applicability="One scheme, and others too",
    )

    companions.check_appendix(appendix, by=lead, still_applies=False, review_on=date(2027, 11, 20))

    appendix.refresh_from_db()
    assert (appendix.source, appendix.dated, appendix.applicability) == (
        "A team of a ministry",
        PartialDate(2020),
        "One scheme, and others too",
    )
    assert (appendix.still_applies, appendix.review_on) == (False, date(2027, 11, 20))


@pytest.mark.clause("IL-4")
def test_an_extract_names_its_source_and_is_flagged_once_the_source_has_moved_on(policy_in_force, sound, lead, board):
    source = sound.current
    companions.add_extract(policy_in_force, by=lead, anchor="2-1", source=source)
    before = flags.moved_on(policy_in_force)

    factories.the_next_version(source, by=lead, board=board, html="<p>New rules.</p>")

    assert (before, [flag.text for flag in flags.moved_on(policy_in_force)]) == (
        [],
        ["Clause 2-1 quotes Data protection, version 1, which is no longer in force."],
    )
