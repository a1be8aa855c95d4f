"""The chair signs: one text, or after a meeting several with one typed name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from people.permissions import whom_to_ask
from policies.comparing import Comparison, compare
from policies.forms.deciding import QueueForm, SendBackForm, SignOffForm
from policies.models import PolicyVersion
from policies.permissions import SIGN_OFF, can_sign_off
from policies.services import sign_off as services
from policies.states import Status
from policies.views.answering import form_page
from policies.views.approving import changes_of
from policies.views.fetching import version_of
from safeguard.refusals import Refused, require


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_sign_off(request.person, version), whom_to_ask(SIGN_OFF))

    form = SignOffForm(request.POST or None, **opening(request, version))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        typed.pop("read")
        try:
            signed = services.sign_off(version, by=request.person, **typed)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(policy)s is in force.") % {"policy": signed.title})
            return redirect(signed.policy)
    approvals = version.approvals.standing().select_related("person", "recorded_by")
    context = {"version": version, "policy": version.policy, "form": form, "approvals": approvals}
    return render(request, "policies/sign_off.html", context | changes_of(version))


def opening(request: HttpRequest, version: PolicyVersion | None = None) -> dict[str, Any]:
    """What the boxes hold at first: never the name, which is the signature."""
    today = timezone.localdate()
    initial: dict[str, Any] = {"office": services.usual_office(request.person, today), "signed_on": today}
    if version is None:
        return {"initial": initial}
    if version.approvals.exists():
        initial["adopted"] = services.adoption_day(version, today)
    return {"initial": initial, "is_deputy": services.deputised_for(request.person, today) is not None}


@dataclass(frozen=True)
class Waiting:
    """One text in the queue: what changed, and who approved it."""

    version: PolicyVersion
    comparison: Comparison | None


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    require(can_sign_off(request.person), whom_to_ask(SIGN_OFF))
    waiting = PolicyVersion.objects.filter(status=Status.APPROVED).select_related("policy", "supersedes")

    form = QueueForm(request.POST or None, waiting=waiting, **opening(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        report(request, services.sign_off_many(typed.pop("chosen"), by=request.person, **typed))
        return redirect("policies:queue", request.organisation.slug)
    texts = [
        Waiting(v, compare(v.supersedes.body, v.body) if v.supersedes else None)
        for v in waiting.order_by("approved_at")
    ]
    ticked = {str(pk) for pk in form.data.getlist("chosen")} if form.is_bound else set()
    return render(request, "policies/queue.html", {"form": form, "texts": texts, "ticked": ticked})


def report(request: HttpRequest, results: list[services.Signed]) -> None:
    signed = [result.version.title for result in results if not result.refusal]
    if signed:
        words = ngettext(
            "%(count)d text is in force: %(titles)s.", "%(count)d texts are in force: %(titles)s.", len(signed)
        )
        messages.success(request, words % {"count": len(signed), "titles": ", ".join(signed)})
    for result in results:
        if result.refusal:
            messages.warning(request, f"{result.version.title}: {result.refusal}")


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_sign_off(request.person, version), whom_to_ask(SIGN_OFF))

    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.send_back(version, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The text went back. A new draft holds its words and your reasons."))
            return redirect(draft)
    return form_page(
        request,
        form,
        caption=str(version),
        title=_("Send it back?"),
        lead=_(
            "What the trustees approved is kept as it is. Its words go into a new draft, with your reasons beside them."
        ),
        submit=_("Send it back"),
        submit_kind="warning",
        back=version.get_absolute_url(),
    )
