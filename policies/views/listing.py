"""The list of policies, and the words that they define."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policies import adoption, flags
from policies.forms.filtering import FilterForm
from policies.models import Clause, Policy, PolicyVersion
from policies.permissions import can_edit, can_sign_off
from policies.states import Status
from safeguard.paging import page_of

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A policy as the list shows it."""

    policy: Policy
    kind: str
    standing: flags.Flag
    version: PolicyVersion | None
    in_work: PolicyVersion | None


@require_safe
def list_policies(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = FilterForm(request.GET)
    found = form.policies(today).select_related("owner").with_current()
    page = page_of(request, found, order="sort_title", size=PAGE, within=Policy.objects.all())
    context = {
        "form": form,
        "lines": [line_of(policy, today) for policy in page.rows],
        "columns": [_("Policy"), _("Stands"), _("Next review"), _("Owner")],
        "previous": page.previous,
        "next": page.next,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_edit": can_edit(request.person),
        "waiting": PolicyVersion.objects.filter(status=Status.APPROVED).count() if can_sign_off(request.person) else 0,
    }
    return render(request, "policies/list.html", context)


def line_of(policy: Policy, today: date) -> Line:
    return Line(policy, adoption.kind_of(policy), flags.standing(policy, today), policy.current, policy.in_work)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """What a word means in each policy that is in force (WY-18, WR-1)."""
    found = Clause.objects.filter(is_definition=True, version__status=Status.IN_FORCE)
    entries = (
        found.select_related("version__policy")
        .defer("version__body")
        .order_by("version__policy__sort_title", "position")
    )
    return render(request, "policies/definitions.html", {"entries": entries})
