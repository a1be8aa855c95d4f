"""What falls due with policies: reviews, answers of readers and trustees, signatures, ends of variations, links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Person
from people.offices import holders
from people.roles import TRUSTEES, Role
from policies import due, flags
from policies.models import Amendment, Appendix, Approval, Policy, PolicyVersion, Reference, Reviewer
from policies.states import ReviewStatus, Status
from safeguard.addresses import address
from safeguard.obligations import ASK_AT_MOST_FOUR_TIMES, POLICY_REVIEW, Obligation, Schedule

UNTIL_SIGNED = Schedule(days=(0,), repeat_every=7, escalate_after=28)
VARIATION = Schedule(days=(-14, 0), repeat_every=7, escalate_after=14)
LINKS = Schedule(days=(0,), repeat_every=28)
FIRST_LOOK_AT_LINKS = timedelta(days=28)  # after the policy came in


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    """What is owed with policies: by everybody, or by one person."""
    for obligation in everybodys(today):
        if person is None or person in obligation.recipients:
            yield obligation


def everybodys(today: date) -> Iterator[Obligation]:
    chairs = holders(Role.CHAIR, today=today)
    leads = holders(Role.LEAD, today=today)
    stand_in = leads or chairs  # for a policy that nobody owns
    yield from reviews(today, chairs, stand_in)
    yield from readers()
    yield from trustees(today)
    yield from signatures(chairs)
    yield from variations(today, chairs)
    yield from appendices(today, stand_in)
    yield from links(today, stand_in)


def reviews(today: date, chairs: tuple[int, ...], stand_in: tuple[int, ...]) -> Iterator[Obligation]:
    """Asked of the owner from sixty days before; after two weeks the chair is told too."""
    soon = today + timedelta(days=due.SOON)
    asked = Policy.objects.live().in_force().filter(next_review_on__lte=soon).select_related("owner").with_current()
    for policy in asked.iterator(chunk_size=500):
        in_work = policy.in_work
        yield Obligation(
            key=f"policies.review:{policy.pk}",
            title=_("Review of “%s”") % policy.title,
            due_on=policy.next_review_on,
            url=address("policies:policy", policy.slug),
            recipients=owner_or(policy.owner, stand_in, today),
            schedule=POLICY_REVIEW,
            reason=_("It was to be reviewed by %s.") % policy.next_review,
            escalate_to=chairs,
            action=_("Go on with the new version") if in_work else _("Start the review"),
            clause="RW-71",
        )


def readers() -> Iterator[Obligation]:
    """Everybody who was asked to read for an open review and has not said that they have."""
    waiting = Reviewer.objects.filter(read_at=None, review__status=ReviewStatus.OPEN, person__paused_from=None)
    for reader in waiting.select_related("review__policy").iterator():
        review = reader.review
        yield Obligation(
            key=f"policies.reader:{reader.pk}",
            title=_("Read “%s” for its review") % review.policy.title,
            due_on=review.opened_on,
            url=address("policies:review", review.policy.slug, review.pk),
            recipients=(reader.person_id,),
            schedule=ASK_AT_MOST_FOUR_TIMES,
            reason=_("You were asked to read it and to say what you think."),
            action=_("Read it"),
        )


def trustees(today: date) -> Iterator[Obligation]:
    """Every trustee who has not decided on a text that is before the trustees."""
    every = frozenset(holders(*TRUSTEES, today=today))
    standing = Prefetch("approvals", queryset=Approval.objects.standing(), to_attr="decisions")
    before_them = PolicyVersion.objects.filter(status=Status.IN_REVIEW).select_related("policy").without_text()
    for version in before_them.prefetch_related(standing):
        missing = every - {approval.person_id for approval in version.decisions}
        if missing:
            yield Obligation(
                key=f"policies.approval:{version.pk}:{version.revision}",
                title=_("Decide on “%s”") % version.policy.title,
                due_on=timezone.localdate(version.asked_at or version.edited_at),
                url=address("policies:approve", version.policy.slug, version.number),
                recipients=tuple(sorted(missing)),
                schedule=ASK_AT_MOST_FOUR_TIMES,
                reason=_("The text is before the trustees and needs your answer."),
                action=_("Read and decide"),
            )


def signatures(chairs: tuple[int, ...]) -> Iterator[Obligation]:
    """A text that is approved waits for the chair, or for whoever stands in today (E-45)."""
    approved = PolicyVersion.objects.filter(status=Status.APPROVED).select_related("policy").without_text()
    for version in approved.iterator():
        yield Obligation(
            key=f"policies.signature:{version.pk}",
            title=_("Sign “%s” off") % version.policy.title,
            due_on=timezone.localdate(version.approved_at),
            url=address("policies:queue"),
            recipients=chairs,
            schedule=UNTIL_SIGNED,
            reason=_("The trustees have approved it."),
            action=_("See what changed and sign"),
            clause="RW-69",
        )


def variations(today: date, chairs: tuple[int, ...]) -> Iterator[Obligation]:
    """A relaxation that ends: whoever authorised it and the owner say whether it is over (RW-49)."""
    running = Amendment.objects.in_force().exclude(ends_on=None).filter(version__status=Status.IN_FORCE)
    for amendment in running.select_related("version__policy__owner").defer("version__body").iterator():
        policy = amendment.version.policy
        yield Obligation(
            key=f"policies.variation:{amendment.pk}",
            title=_("“%s”: a temporary variation ends or is looked at again") % policy.title,
            due_on=amendment.ends_on,
            url=address("policies:amendment", policy.slug, amendment.pk),
            recipients=tuple(dict.fromkeys((*owner_or(policy.owner, (), today), amendment.authorised_by_id))),
            schedule=VARIATION,
            reason=amendment.trigger,
            escalate_to=chairs,
            action=_("End it or let it run on"),
            clause="RW-49",
        )


def appendices(today: date, stand_in: tuple[int, ...]) -> Iterator[Obligation]:
    """Whether an appendix that somebody else wrote still applies (RW-74)."""
    checked = Appendix.objects.exclude(review_on=None).filter(version__status=Status.IN_FORCE)
    for appendix in checked.select_related("version__policy__owner").defer("version__body").iterator():
        policy = appendix.version.policy
        yield Obligation(
            key=f"policies.appendix:{appendix.pk}",
            title=_("“%(policy)s”: does “%(appendix)s” still apply?")
            % {"policy": policy.title, "appendix": appendix.title},
            due_on=appendix.review_on,
            url=address("policies:about", policy.slug),
            recipients=owner_or(policy.owner, stand_in, today),
            schedule=LINKS,
            action=_("Look and say"),
            clause="RW-74",
        )


def links(today: date, stand_in: tuple[int, ...]) -> Iterator[Obligation]:
    """Once a year somebody follows the links of each policy in force; one notice per policy."""
    unchecked: QuerySet[Reference] = Reference.objects.unchecked_since(today - flags.CHECK_LINKS_EVERY)
    stale = unchecked.filter(policy__in=Policy.objects.live().in_force()).select_related("policy__owner")
    seen = set()
    for reference in stale.order_by("policy_id", "last_checked_on", "pk").iterator():
        policy = reference.policy
        if policy.pk in seen:
            continue
        seen.add(policy.pk)
        checked = reference.last_checked_on
        yield Obligation(
            key=f"policies.links:{policy.pk}",
            title=_("Check the links of “%s”") % policy.title,
            due_on=(checked + flags.CHECK_LINKS_EVERY) if checked else first_look(policy),
            url=address("policies:about", policy.slug),
            recipients=owner_or(policy.owner, stand_in, today),
            schedule=LINKS,
            reason=_("Somebody follows each link once a year."),
            action=_("Check the links"),
            clause="RW-78",
        )


def first_look(policy: Policy) -> date:
    return timezone.localdate(policy.created_at) + FIRST_LOOK_AT_LINKS


def owner_or(owner: Person | None, stand_in: tuple[int, ...], today: date) -> tuple[int, ...]:
    """The owner; where there is none, or they have left or are suspended, those who stand in."""
    return (owner.pk,) if owner is not None and owner.is_at_work(today) else stand_in
