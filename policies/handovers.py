"""What somebody has of the policies: those that they own, and what waits for their answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from people.models import Person
from policies.models import Approval, Policy, PolicyVersion, Reviewer
from policies.permissions import APPROVE
from policies.states import ReviewStatus, Status
from safeguard.addresses import address
from safeguard.handovers import Handover


def handovers(person: Person) -> Iterator[Handover]:
    for policy in Policy.objects.live().filter(owner=person).order_by("title", "pk"):
        yield Handover(
            f"policies.owner:{policy.pk}",
            _("Owner of “%(policy)s”") % {"policy": policy.title},
            _("Name another owner, who is asked to review it."),
            address("policies:details", policy.slug),
        )
    waiting = Reviewer.objects.filter(person=person, read_at=None, review__status=ReviewStatus.OPEN)
    for reader in waiting.select_related("review__policy").order_by("pk"):
        yield Handover(
            f"policies.reader:{reader.pk}",
            _("Was asked to read “%(policy)s” for its review") % {"policy": reader.review.policy.title},
            _("Complete the review, or ask somebody else to read it."),
            address("policies:review", reader.review.policy.slug, reader.review.pk),
            ends_by_itself=True,
        )
    if APPROVE.allows(person):
        yield from _approvals(person)


def _approvals(person: Person) -> Iterator[Handover]:
    """Texts before the trustees on which this one has not decided."""
    decided = Approval.objects.standing().filter(person=person).order_by().values("version")
    before_them = PolicyVersion.objects.filter(status=Status.IN_REVIEW).exclude(pk__in=decided)
    for version in before_them.select_related("policy").without_text().order_by("pk"):
        yield Handover(
            f"policies.approval:{version.pk}",
            _("Approval of “%(policy)s” waits for this trustee") % {"policy": version.policy.title},
            _("Ask for the answer before the last day; after it the others decide."),
            address("policies:approve", version.policy.slug, version.number),
            ends_by_itself=True,
        )
