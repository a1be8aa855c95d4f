"""What a person can do next with a policy: the buttons of its page, worked out here so that no template decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.models import Person
from policies import permissions
from policies.models import Policy, PolicyVersion, Review
from policies.states import Status
from safeguard.addresses import address


@dataclass(frozen=True)
class Action:
    """A button: a link, or a form that is posted at once."""

    label: str
    url: str
    kind: str = "secondary"  # "" for the first thing to do, "plain", "warning"
    posts: bool = False


def of_version(person: Person, version: PolicyVersion, review: Review | None = None) -> list[Action]:
    """For the page of one version, the most useful first. `review` is the one that is open on its policy."""
    steps = {
        Status.DRAFT: of_draft,
        Status.IN_REVIEW: of_text_in_review,
        Status.APPROVED: of_approved_text,
        Status.IN_FORCE: of_text_in_force,
        Status.WITHDRAWN: of_withdrawn_text,
    }
    found = steps.get(Status(version.status))
    done = [Action(_("Print it"), address("reports:print_version", version.policy.slug, version.number), kind="plain")]
    return [*(found(person, version, review) if found else ()), *done]


def of_draft(person: Person, version: PolicyVersion, review: Review | None) -> Iterator[Action]:
    where = (version.policy.slug, version.number)
    if permissions.can_edit(person, version.policy):
        yield Action(_("Edit the draft"), address("policies:edit", *where), kind="")
        yield Action(_("Put it before the trustees"), address("policies:ask", *where))
    if permissions.can_comment(person, version):
        yield Action(_("Read and comment"), address("policies:comments", *where), kind="plain")
    if permissions.can_edit(person, version.policy):
        yield Action(_("Give the draft up"), address("policies:discard", *where), kind="plain")


def of_text_in_review(person: Person, version: PolicyVersion, review: Review | None) -> Iterator[Action]:
    where = (version.policy.slug, version.number)
    if permissions.can_approve(person, version):
        if version.approvals.standing().filter(person=person).exists():
            yield Action(_("See what was decided"), address("policies:approve", *where))
        else:
            yield Action(_("Read and decide"), address("policies:approve", *where), kind="")
    if permissions.can_record_minute(person, version):
        yield Action(_("Enter what a meeting decided"), address("policies:minute", *where))
    if permissions.can_comment(person, version):
        yield Action(_("Comment on clauses"), address("policies:comments", *where), kind="plain")
    if permissions.can_edit(person, version.policy):
        yield Action(_("Edit the text"), address("policies:edit", *where), kind="plain")
        yield Action(_("Take it back to work on it"), address("policies:take_back", *where), kind="plain", posts=True)


def of_approved_text(person: Person, version: PolicyVersion, review: Review | None) -> Iterator[Action]:
    where = (version.policy.slug, version.number)
    if permissions.can_sign_off(person, version):
        yield Action(_("Sign it off"), address("policies:sign_off", *where), kind="")
        yield Action(_("Send it back"), address("policies:send_back", *where))


def of_text_in_force(person: Person, version: PolicyVersion, review: Review | None) -> Iterator[Action]:
    policy = version.policy
    if permissions.can_review(person, policy):
        if review is None:
            yield Action(_("Start the review"), address("policies:open_review", policy.slug), kind="")
        else:
            yield Action(_("Go on with the review"), address("policies:review", policy.slug, review.pk), kind="")
    elif review is not None and permissions.can_comment(person, version):
        yield Action(_("Read for the review"), address("policies:review", policy.slug, review.pk), kind="")
    if permissions.can_edit(person, policy) and policy.in_work is None:
        yield Action(_("Write a new version"), address("policies:open_draft", policy.slug), posts=True)
    if permissions.can_amend(person, policy):
        yield Action(_("Amend it"), address("policies:amend", policy.slug), kind="plain")
    if permissions.can_withdraw(person, policy):
        yield Action(_("Withdraw it"), address("policies:withdraw", policy.slug), kind="plain")


def of_withdrawn_text(person: Person, version: PolicyVersion, review: Review | None) -> Iterator[Action]:
    policy = version.policy
    if policy.withdrawn_on is not None and policy.in_work is None and permissions.can_edit(person, policy):
        yield Action(_("Take it up again"), address("policies:open_draft", policy.slug), posts=True)


def tabs(policy: Policy, current: str) -> list[tuple[str, str, bool]]:
    """The pages of one policy, for the section navigation."""
    pages = [("policy", _("Text")), ("about", _("Dates and documents")), ("history", _("History"))]
    return [(label, address(f"policies:{name}", policy.slug), name == current) for name, label in pages]
