"""How a request stands, in words and colours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from rights.models import DataRequest
from rights.states import RequestStatus
from safeguard.personal_data import words

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    kind: str  # of a tag
    text: str


def standing_of(request: DataRequest, today: date) -> Standing:
    if request.status == RequestStatus.PAUSED:
        return Standing("info", _("Clock stopped"))
    if request.status != RequestStatus.OPEN:
        kind = "good" if request.status == RequestStatus.ANSWERED else "quiet"
        return Standing(kind, request.get_status_display())
    day = {"day": words(request.due_on)}
    if request.due_on < today:
        return Standing("bad", _("Was due on %(day)s") % day)
    if request.acknowledge_by and request.acknowledged_on is None and request.acknowledge_by <= today + SOON:
        return Standing("soon", _("Acknowledge by %(day)s") % {"day": words(request.acknowledge_by)})
    return Standing("soon" if request.due_on <= today + SOON else "info", _("Due on %(day)s") % day)


def facts_of(request: DataRequest) -> list[dict[str, object]]:
    """For components/summary_list.html."""
    rows = [
        (_("What is asked for"), request.get_kind_display()),
        (_("Who asks"), request.asker_name),
        (_("In whose name"), request.get_capacity_display()),
        (_("About whom"), request.about_name),
        (_("How to answer them"), request.reach),
        (_("How it came"), request.get_route_display()),
        (_("Received on"), words(request.received_on)),
        (_("To be acknowledged by"), words(request.acknowledge_by)),
        (_("Acknowledged on"), " · ".join(filter(None, [words(request.acknowledged_on), request.acknowledged_how]))),
        (_("Answer due"), words(request.due_on)),
        (_("More time"), more_time(request)),
        (_("Answered on"), words(request.answered_on)),
        (_("Ground of the refusal"), request.get_refusal_display() if request.refusal else ""),
    ]
    found: list[dict[str, object]] = [{"key": key, "value": value} for key, value in rows if value]
    identity = " · ".join(filter(None, [request.get_identity_display(), words(request.identity_on)]))
    found.append(
        {
            "key": _("Who they are"),
            "value": identity or _("Not checked yet"),
            "missing": not identity and request.is_open,
        }
    )
    return found


def more_time(request: DataRequest) -> str:
    if not request.extra_months:
        return ""
    said = {"n": request.extra_months, "why": request.extension_reason, "day": words(request.extension_told_on)}
    return _("%(n)d months more: %(why)s (told on %(day)s)") % said
