"""The text while it may still change: nobody's words are lost, and clauses keep their addresses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from policies.models import AutosavedText, ChangeKind, Clause, Policy, PolicyVersion
from policies.services import amendments, policies, versions
from policies.states import Status
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused
from safeguard.scoping import acting_for
from tests.policies import factories


def anchors(version):
    return list(version.clauses.values_list("anchor", flat=True))


def test_a_new_policy_is_a_first_draft_with_the_charitys_rhythm(draft, lead):
    assert (draft.number, draft.status, draft.change_kind) == (1, Status.DRAFT, ChangeKind.FIRST)
    assert (draft.author, draft.policy.interval_months) == ("Dana Whitlock", 12)
    assert anchors(draft) == ["1", "1-1", "1-2", "2", "2-1", "2-2"]


def test_titles_of_every_script_have_an_address(scope, lead):
    slugs = [
        factories.a_draft(title, by=lead).policy.slug for title in ("Café rules", "保护儿童", "Import", "Cafe rules")
    ]

    assert slugs == ["cafe-rules", "policy", "import-2", "cafe-rules-2"]


def test_a_title_of_300_characters_is_kept_whole(scope, lead):
    policy = factories.a_draft("Ω" * 300, by=lead).policy

    assert Policy.objects.get(pk=policy.pk).title == "Ω" * 300


def test_the_same_beginning_twice_is_one_policy(scope, lead):
    first = policies.create("Trips", by=lead)
    again = policies.create("Trips", by=lead)

    assert (again.pk, Policy.objects.count()) == (first.pk, 1)


def test_saving_raises_the_revision_and_notes_the_writer(draft, trustee):
    saved = versions.save_text(draft, by=trustee, html="<p>1.1 New words.</p>", revision=1, author="Tom and Dana")

    assert (saved.revision, saved.edited_by, saved.author) == (2, trustee, "Tom and Dana")
    assert saved.body == "<p>1.1 New words.</p>"


def test_the_same_text_sent_twice_is_saved_once(draft, lead):
    versions.save_text(draft, by=lead, html="<p>New.</p>", revision=1)
    again = versions.save_text(draft, by=lead, html="<p>New.</p>", revision=1)

    assert again.revision == 2


def test_whoever_saves_second_is_told_and_sees_both_texts(draft, lead, trustee):
    versions.save_text(draft, by=lead, html="<p>From Dana.</p>", revision=1)

    with pytest.raises(versions.EditedMeanwhile) as meanwhile:
        versions.save_text(draft, by=trustee, html="<p>From Tom.</p>", revision=1)

    assert str(meanwhile.value) == "Dana Whitlock saved this draft while you were editing. Nothing of yours is lost."
    assert meanwhile.value.theirs.body == "<p>From Dana.</p>"
    assert PolicyVersion.objects.get().body == "<p>From Dana.</p>"


def test_of_two_who_save_at_the_same_moment_one_is_kept_and_one_is_asked(at_once, charity, chair, lead, trustee):
    with acting_for(charity):
        draft = factories.a_draft(by=lead)

    def saving(person, words):
        def call():
            with acting_for(charity):
                return versions.save_text(
                    PolicyVersion.objects.get(pk=draft.pk), by=person, html=words, revision=1
                ).revision

        return call

    def looked_at():
        with acting_for(charity):
            return PolicyVersion.objects.get().revision, PolicyVersion.objects.get().body in texts

    texts = ["<p>From Dana.</p>", "<p>From Tom.</p>"]
    said = at_once(saving(lead, texts[0]), saving(trustee, texts[1]))

    assert sorted(type(answer).__name__ for answer in said) == ["EditedMeanwhile", "int"]
    assert at_once(looked_at) == [(2, True)]


def test_what_somebody_types_is_kept_for_them_alone_until_they_save(draft, lead, trustee):
    versions.autosave(draft, by=lead, html="<p>Half a sen</p>", based_on=1)
    versions.autosave(draft, by=lead, html="<p>Half a sentence</p>", based_on=1)
    versions.autosave(draft, by=trustee, html="<p>Another</p>", based_on=1)

    versions.save_text(draft, by=trustee, html="<p>Another</p>", revision=1)

    kept = AutosavedText.objects.get()
    assert (kept.person, kept.body, kept.based_on) == (lead, "<p>Half a sentence</p>", 1)


def test_who_else_is_typing_is_known_for_ten_minutes(draft, lead, trustee):
    now = timezone.now()
    versions.autosave(draft, by=trustee, html="<p>Words</p>", based_on=1)

    soon, later = now + timedelta(minutes=9), now + timedelta(minutes=11)
    assert versions.also_editing(draft, lead, now=soon) == [trustee]
    assert versions.also_editing(draft, lead, now=later) == []
    assert versions.also_editing(draft, trustee, now=soon) == []


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", '<p onclick="x()">', '<a href="javascript:x()">a</a>'])
def test_hostile_text_comes_in_harmless(draft, lead, script):
    saved = versions.save_text(draft, by=lead, html=f"<p>Kept.</p>{script}", revision=1)

    assert "Kept." in saved.body
    assert [word for word in ("script", "onclick", "alert") if word in saved.body] == []


def test_a_new_draft_has_the_words_and_the_addresses_of_the_text_in_force(policy_in_force, lead):
    draft = versions.open_draft(policy_in_force.policy, by=lead)

    assert (draft.number, draft.supersedes, draft.body) == (2, policy_in_force, policy_in_force.body)
    assert anchors(draft) == anchors(policy_in_force)


def test_one_draft_at_a_time(policy_in_force, lead):
    versions.open_draft(policy_in_force.policy, by=lead)

    with pytest.raises(Refused, match="Finish it before you start another draft"):
        versions.open_draft(policy_in_force.policy, by=lead)


@pytest.mark.clause("WR-59")
def test_a_numbered_clause_keeps_its_address_when_others_come_before_it(policy_in_force, lead):
    draft = versions.open_draft(policy_in_force.policy, by=lead)
    longer = draft.body.replace("<h2>2.", "<p>1.3 And on every watch.</p><h2>2.")

    saved = versions.save_text(draft, by=lead, html=longer, revision=1)

    kept = saved.clauses.get(anchor="2-1")
    assert anchors(saved) == ["1", "1-1", "1-2", "1-3", "2", "2-1", "2-2"]
    assert "everybody in it has said yes" in kept.html


def test_a_clause_without_a_number_keeps_its_address_when_it_is_reworded_and_moved(scope, lead, board):
    html = "<h2>Pictures</h2><p>Ask before you post any picture.</p><h2>Phones</h2><p>Leave them in the box.</p>"
    before = factories.a_version_in_force(by=lead, board=board, html=html)
    address = before.clauses.get(html__contains="Ask before").anchor
    draft = versions.open_draft(before.policy, by=lead)
    moved = (
        "<h2>Phones</h2><p>Leave them in the box.</p><h2>Pictures</h2><p>Ask before you post any picture or film.</p>"
    )

    saved = versions.save_text(draft, by=lead, html=moved, revision=1)

    assert saved.clauses.get(html__contains="or film").anchor == address


@pytest.mark.clause("RW-30")
def test_each_clause_keeps_the_date_from_which_its_words_are(policy_in_force, lead):
    draft = versions.open_draft(policy_in_force.policy, by=lead)
    changed = draft.body.replace("every telephone", "every telephone and watch")

    saved = versions.save_text(draft, by=lead, html=changed, revision=1)

    dates = dict(saved.clauses.values_list("anchor", "dated"))
    assert dates["1-1"] == PartialDate(2026, 3, 2)
    assert dates["1-2"] is None


def test_what_was_said_of_a_clause_goes_with_it(policy_in_force, lead):
    draft = versions.open_draft(policy_in_force.policy, by=lead)
    Clause.objects.filter(version=draft, anchor="1-2").update(is_definition=True, audience="volunteers")

    saved = versions.save_text(draft, by=lead, html=draft.body.replace("every telephone", "all telephones"), revision=1)

    clause = saved.clauses.get(anchor="1-2")
    assert (clause.is_definition, clause.audience) == (True, "volunteers")


def test_amendments_come_into_the_new_draft_and_variations_do_not(policy_in_force, lead, trustee):
    for heading, body, rest in (
        ("Films", "<p>Films are pictures.</p>", {}),
        ("The hall", "<p>Calls by video.</p>", {"trigger": "Repairs", "ends_on": timezone.localdate() + timedelta(9)}),
    ):
        amendment = amendments.draft(
            policy_in_force, by=trustee, heading=heading, body=body, dated=PartialDate(2026, 4), **rest
        )
        amendments.put_in_force(amendment, by=trustee, authorised_by=trustee)

    draft = versions.open_draft(policy_in_force.policy, by=lead)

    heading = draft.clauses.get(heading__contains="Films")
    assert draft.body.endswith("<h2>Amendment: Films, April 2026</h2><p>Films are pictures.</p>")
    assert (heading.kind, heading.dated) == ("amendment", PartialDate(2026, 4))


def test_a_draft_that_is_given_up_can_still_be_read(draft, lead):
    given_up = versions.discard(draft, by=lead, reason="Somebody else wrote one.")

    assert (given_up.status, given_up.ended_reason) == (Status.WITHDRAWN, "Somebody else wrote one.")
    assert Policy.objects.get().in_work is None


def test_details_beside_the_text_are_changed_and_recorded_by_name(draft, lead, volunteer):
    from audit.models import AuditEvent

    policies.change_details(draft.policy, by=lead, owner=volunteer, next_review=PartialDate(2027, 5, typed="May 27"))

    policy = Policy.objects.get()
    assert (policy.owner, policy.next_review.typed, policy.next_review_on.isoformat()) == (
        volunteer,
        "May 27",
        "2027-05-31",
    )
    assert AuditEvent.objects.last().changed == ["next_review", "owner"]
