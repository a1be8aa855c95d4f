"""A review: trustees and others read, say what they think of a clause, and somebody records what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from audit.verbs import Verb
from organisations.models import Settings
from people.models import Person
from policies import due
from policies.models import ChangeKind, ClauseComment, Outcome, Policy, PolicyVersion, Review, Reviewer
from policies.services import versions, withdrawing
from policies.states import ReviewStatus
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused


@transaction.atomic
def open_review(policy: Policy, *, by: Person, readers: Sequence[Person] = ()) -> Review:
    """Begin the review of the version in force and ask `readers` to read it. One review at a time."""
    version = policy.current
    if version is None:
        raise Refused(_("This policy has no version in force to review. Finish its draft first."))
    review = Review(policy=policy, version=version, due=policy.next_review, opened_by=by)
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError:
        raise Refused(_("A review of this policy is open already.")) from None
    Reviewer.objects.bulk_create([Reviewer(review=review, person=person) for person in dict.fromkeys(readers)])
    record(Verb.CREATED, review, by=by, detail={"readers": len(readers)})
    return review


@transaction.atomic
def ask_readers(review: Review, *, by: Person, readers: Sequence[Person]) -> int:
    """Ask more people to read; who was asked before is not asked again. Returns how many are new."""
    refuse_unless_open(review)
    asked = set(review.reviewers.values_list("person_id", flat=True))
    new = [person for person in dict.fromkeys(readers) if person.pk not in asked]
    Reviewer.objects.bulk_create([Reviewer(review=review, person=person) for person in new])
    if new:
        record(Verb.CHANGED, review, by=by, changed=["readers"], detail={"readers": len(new)})
    return len(new)


@transaction.atomic
def mark_read(review: Review, *, by: Person) -> None:
    """`by` has read the text. Said twice, the first time counts."""
    refuse_unless_open(review)
    if review.reviewers.filter(person=by, read_at=None).update(read_at=timezone.now()):
        record(Verb.REVIEWED, review, by=by)


@transaction.atomic
def comment(version: PolicyVersion, *, by: Person, text: str, anchor: str = "") -> ClauseComment:
    """Say something about one clause, or about the whole text. The same words sent twice are one comment."""
    if anchor and not version.clauses.filter(anchor=anchor).exists():
        raise Refused(_("That clause is no longer in the text. Your words are below: put them beside another clause."))
    said = ClauseComment.objects.filter(version=version, person=by, anchor=anchor, text=text, settled_at=None).first()
    if said is not None:
        return said
    said = ClauseComment.objects.create(version=version, person=by, anchor=anchor, text=text)
    record(Verb.COMMENTED, version, by=by, detail={"clause": anchor})
    return said


@transaction.atomic
def settle(said: ClauseComment, *, by: Person, answer: str = "") -> ClauseComment:
    """Close a comment with an answer. One that is closed stays as it was closed."""
    stamps = {"settled_at": timezone.now(), "settled_by": by, "answer": answer}
    if ClauseComment.objects.filter(pk=said.pk, settled_at=None).update(**stamps):
        record(Verb.CHANGED, said.version, by=by, changed=["comments"], detail={"clause": said.anchor})
    said.refresh_from_db()
    return said


@transaction.atomic
def complete(
    review: Review,
    *,
    by: Person,
    outcome: str,
    done_on: date,
    next_review: PartialDate | None = None,
    notes: str = "",
    minute_reference: str = "",
    answers: Mapping[str, str] | None = None,
    change_kind: str = ChangeKind.MATERIAL,
    reason: str = "",
) -> PolicyVersion:
    """Record what came of the review. Returns the version to go on with: the same one, or the new draft.

    "No change" stamps the version as reviewed and moves the next date; signatures stand. "New version" opens a draft.
    Raises Refused for a day in the future and for a review that is closed.
    """
    refuse_unless_open(review)
    if done_on > timezone.localdate():
        raise Refused(_("The day of the review lies in the future. Enter the day on which it was done."))
    policy = Policy.objects.select_for_update(no_key=True).get(pk=review.policy_id)
    stamps = {
        "outcome": outcome,
        "done_on": done_on,
        "done_by": by,
        "notes": notes,
        "minute_reference": minute_reference,
        "answers": dict(answers or {}),
    }
    version = review.version
    if outcome == Outcome.NO_CHANGE:
        stamps["next_due"] = next_review or proposed_next(policy, done_on)
    transition(review, to=ReviewStatus.DONE, by=by, verb=Verb.REVIEWED, **stamps)
    if outcome == Outcome.WITHDRAW:
        withdrawing.withdraw(policy, by=by, reason=reason or notes)
        return version
    stamp_reviewed(policy, version, done_on=done_on, next_review=review.next_due)
    if outcome == Outcome.NEW_VERSION:
        return versions.open_draft(policy, by=by, change_kind=change_kind)
    return version


@transaction.atomic
def cancel(review: Review, *, by: Person, reason: str = "") -> Review:
    """The review was begun by mistake; what was said stays on record."""
    return transition(review, to=ReviewStatus.CANCELLED, by=by, notes=reason)


def stamp_reviewed(policy: Policy, version: PolicyVersion, *, done_on: date, next_review: PartialDate | None) -> None:
    """Last reviewed and next review are two dates and are kept apart; only "no change" moves the second."""
    policy.last_reviewed = PartialDate.from_date(done_on)
    if next_review is not None:
        policy.next_review = next_review
        policy.interval_months = policy.interval_months or Settings.current().review_interval_months
        policy.review_anchor = policy.review_anchor or policy.last_reviewed
    policy.save()
    version.reviewed = policy.last_reviewed
    version.save(update_fields=["reviewed"])


def proposed_next(policy: Policy, done_on: date) -> PartialDate:
    months = policy.interval_months or Settings.current().review_interval_months
    return due.after_review(policy, done_on=done_on, months=months)


def refuse_unless_open(review: Review) -> None:
    if review.status != ReviewStatus.OPEN:
        raise Refused(_("This review is “%s”.") % review.get_status_display())
