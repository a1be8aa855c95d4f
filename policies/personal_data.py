"""What the work on policies knows about somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from policies.models import Approval, AutosavedText, ClauseComment, ImportDraft, Policy, PolicyVersion, Reviewer
from safeguard.personal_data import IN_THEIR_WORK, Section, section

COVERED = {
    "policies.Policy.owner",
    "policies.PolicyVersion.signed_by",
    "policies.AutosavedText.person",
    "policies.ImportDraft.person",
    "policies.Reviewer.person",
    "policies.ClauseComment.person",
    "policies.Approval.person",
}
IN_THE_TEXT = gettext_lazy("it is part of the history of a document, and the audit record has what each person did")
REASONS = {
    "policies.PolicyVersion.created_by": IN_THE_TEXT,
    "policies.PolicyVersion.edited_by": IN_THE_TEXT,
    "policies.Amendment.authorised_by": IN_THE_TEXT,
    "policies.Amendment.created_by": IN_THE_TEXT,
    "policies.Reference.checked_by": IN_THEIR_WORK,
    "policies.Review.opened_by": IN_THEIR_WORK,
    "policies.Review.done_by": IN_THEIR_WORK,
    "policies.ClauseComment.settled_by": IN_THEIR_WORK,
    "policies.Suggestion.settled_by": IN_THEIR_WORK,
    "policies.Approval.recorded_by": IN_THEIR_WORK,
}


def about(person: Person) -> Iterator[Section]:
    owned = Policy.objects.filter(owner=person)
    yield section("policies.owned", _("Policies that you look after"), owned, ("title",), about=person)
    signed = PolicyVersion.objects.filter(signed_by=person).defer("body")
    fields = ("title", "number", "signed_name", "signed_office", "signed_on")
    yield section("policies.signed", _("Policies that you signed off"), signed, fields, about=person)
    approvals = Approval.objects.filter(person=person).select_related("version__policy")
    fields = ("version", "role", "decision", "decided_at", "conditions")
    yield section("policies.approvals", _("What you said to a version"), approvals, fields, about=person)
    comments = ClauseComment.objects.filter(person=person).select_related("version__policy")
    yield section("policies.comments", _("Your comments"), comments, ("version", "text", "created_at"), about=person)
    read = Reviewer.objects.filter(person=person).select_related("review__policy")
    yield section("policies.reviews", _("Reviews for which you read"), read, ("review", "read_at"), about=person)
    typed = AutosavedText.objects.filter(person=person).select_related("version__policy")
    fields = ("version", "body", "saved_at")
    yield section("policies.typed", _("What you typed and have not saved"), typed, fields, about=person)
    drafts = ImportDraft.objects.filter(person=person)
    fields = ("source_name", "status", "created_at", "expires_at")
    yield section("policies.imports", _("Documents that you are bringing in"), drafts, fields, about=person)
