"""One policy on paper, for everybody who may read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from policies.models import Policy, PolicyVersion
from policies.permissions import can_read
from reports.choosing import Wanted
from reports.models import Kind
from reports.permissions import PRINT_SENTENCE
from reports.services import asking
from safeguard.refusals import Refused, require


@require_http_methods(["GET", "HEAD", "POST"])
def print_policy(request: HttpRequest, policy_slug: str, number: int | None = None) -> HttpResponse:
    """The version in force, or the one with this number. Asking is a POST, since it makes something."""
    policy = get_object_or_404(Policy, slug=policy_slug)
    version = version_of(policy, number)
    require(can_read(request.person, version), PRINT_SENTENCE)
    if request.method == "POST":
        try:
            title = version.title or policy.title
            pack = asking.ask(
                by=request.person, kind=Kind.POLICY, title=title[:200], documents=[Wanted(title, policy, version)]
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return redirect(pack)
    return render(request, "reports/print_policy.html", {"policy": policy, "version": version})


def version_of(policy: Policy, number: int | None) -> PolicyVersion:
    """Raises Http404 for a policy that has no text to print."""
    if number is not None:
        return get_object_or_404(policy.versions.select_related("policy"), number=number)
    version = policy.current or policy.versions.newest_first().first()
    if version is None:
        raise Http404
    return version
