"""Whom to call, for everybody of the charity: people inside, agencies outside, contacts while projects run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organisations.models import AgencyContact, AgencyKind, Project, Settings
from people.models import RoleHolding, RoleLabel
from people.permissions import MANAGE_ORGANISATION
from people.roles import Role

INSIDE = (Role.LEAD, Role.SAFEGUARDING_TRUSTEE, Role.CHAIR)


def who_to_call(request: HttpRequest) -> HttpResponse:
    """Works before anybody holds a role: the agencies come with the charity (E-87)."""
    labels, today = RoleLabel.objects.by_role(), timezone.localdate()
    holdings = list(RoleHolding.objects.today_with_people().filter(role__in=INSIDE))
    context = {
        "inside": [
            {"label": labels[role], "people": [held.person for held in holdings if held.role == role]}
            for role in INSIDE
        ],
        "groups": _by_kind(list(AgencyContact.objects.in_order())),
        "projects": Project.objects.running(today).exclude(contact_name="", contact_phone=""),
        "pages": Project.objects.running(today).with_a_page(),
        "house_rules": Settings.current().house_rules.splitlines(),
        "today": today,
        "may_change": MANAGE_ORGANISATION.allows(request.person),
    }
    return render(request, "people/who_to_call.html", context)


def _by_kind(agencies: list[AgencyContact]) -> list[dict[str, object]]:
    kinds = {kind: [agency for agency in agencies if agency.kind == kind] for kind in AgencyKind.values}
    return [{"title": AgencyKind(kind).label, "agencies": found} for kind, found in kinds.items() if found]
