"""What happened to a policy, for its history page: versions, reviews, decisions, amendments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policies.models import Amendment, Approval, Decision, Outcome, Policy, PolicyVersion, Review
from policies.questions import open_points as points_of
from policies.states import AmendmentStatus, ReviewStatus


@dataclass(frozen=True)
class Event:
    """One line of the history; `at` sorts it."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""

    @property
    def when(self) -> str:
        at = timezone.localtime(self.at)
        return date_format(at, "j F Y" if (at.hour, at.minute, at.second) == (12, 0, 0) else "j F Y, H:i")


def events(policy: Policy, *, may_read_drafts: bool) -> list[Event]:
    found = [*version_events(policy), *review_events(policy), *amendment_events(policy)]
    if may_read_drafts:
        found += decision_events(policy)
    return sorted(found, key=lambda event: event.at, reverse=True)


def version_events(policy: Policy) -> Iterator[Event]:
    for version in policy.versions.without_text().select_related("signed_by"):
        if version.in_force_at:
            signed = _("Signed by %(name)s, %(office)s") % {
                "name": version.signed_name,
                "office": version.signed_office,
            }
            title = _("%(version)s came into force") % {"version": name_of(version)}
            if version.signed_at is None:
                title = _("%(version)s was imported") % {"version": name_of(version)}
            yield Event(
                since(version),
                title,
                str(version.signed_by or version.created_by or ""),
                signed if version.signed_at else version.change_summary,
            )
        if version.ended_at:
            title = _("%(version)s: %(status)s")
            words = {"version": name_of(version), "status": version.get_status_display().lower()}
            yield Event(version.ended_at, title % words, text=version.ended_reason)


def since(version: PolicyVersion) -> datetime:
    """From when it has been in force: the day of the signature, where that is known to the day."""
    signed = version.signed_on
    if version.signed_at is None or signed is None or signed.day is None:
        return version.in_force_at
    return midday(signed.earliest)


def review_events(policy: Policy) -> Iterator[Event]:
    for review in policy.reviews.filter(status=ReviewStatus.DONE).select_related("done_by"):
        yield Event(
            midday(review.done_on), _("Review: %s") % Outcome(review.outcome).label, str(review.done_by), said(review)
        )


def said(review: Review) -> str:
    minute = _("Minute: %s") % review.minute_reference if review.minute_reference else ""
    following = _("Next review: %s") % review.next_due if review.next_due else ""
    return " · ".join(filter(None, (review.notes, minute, following)))


def midday(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def decision_events(policy: Policy) -> Iterator[Event]:
    decisions = Approval.objects.filter(version__policy=policy).select_related("person", "recorded_by", "version")
    for approval in decisions.defer("version__body"):
        approved = approval.decision == Decision.APPROVE
        title = _("%(version)s: approved") if approved else _("%(version)s: sent back")
        words = {"version": name_of(approval.version)}
        minute = _("Minute: %s") % approval.minute_reference if approval.minute_reference else ""
        from_minutes = _("entered from the minutes by %s") % approval.recorded_by if approval.recorded_by else ""
        yield Event(
            midday(approval.meeting_on) if approval.meeting_on else approval.decided_at,
            title % words,
            str(approval.person),
            " · ".join(filter(None, (approval.conditions, minute, from_minutes))),
        )


def amendment_events(policy: Policy) -> Iterator[Event]:
    for amendment in Amendment.objects.filter(version__policy=policy).select_related("authorised_by"):
        if amendment.in_force_at:
            title = _("Amendment in force: %s") % amendment
            yield Event(amendment.in_force_at, title, str(amendment.authorised_by), amendment.minute_reference)
        if amendment.ended_at:
            yield Event(amendment.ended_at, _("Amendment ended: %s") % amendment, text=amendment.ended_reason)


def amendments(policy: Policy, *, may_read_drafts: bool) -> list[Amendment]:
    """Those of every version, the newest first; drafts of the version in force for those who may read drafts."""
    rows = Amendment.objects.filter(version__policy=policy)
    if may_read_drafts:
        rows = rows.exclude(status=AmendmentStatus.DRAFT, version__status="superseded")
    else:
        rows = rows.exclude(status=AmendmentStatus.DRAFT)
    return list(
        rows.select_related("version", "authorised_by").defer("version__body").order_by("-version__number", "-number")
    )


def open_points(policy: Policy) -> list[str]:
    """What the last review answered with no."""
    last = policy.reviews.filter(status=ReviewStatus.DONE).order_by("-done_on", "-pk").first()
    return points_of(last.answers) if last else []


def name_of(version: PolicyVersion) -> str:
    return capfirst(str(version.name))
