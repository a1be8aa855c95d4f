"""Any two versions of a policy, side by side in one text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import actions
from policies.comparing import compare as compare_texts
from policies.forms.comparing import CompareForm
from policies.permissions import can_read_drafts
from policies.views.fetching import policy_of


@require_safe
def compare(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = policy_of(policy_slug)
    readable = policy.versions.newest_first()
    if not can_read_drafts(request.person, policy):
        readable = readable.filter(in_force_at__isnull=False)
    versions = list(readable)
    form = CompareForm(request.GET or None, versions=versions)
    old, new = form.chosen(versions)
    context = {
        "policy": policy,
        "tabs": actions.tabs(policy, "history"),
        "form": form,
        "old": old,
        "new": new,
        "comparison": compare_texts(old.body, new.body) if old and new else None,
    }
    return render(request, "policies/compare.html", context)
