"""Amendments: dated changes to a text that was signed, and relaxations that end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.permissions import whom_to_ask
from policies.forms.amending import AmendForm, EndForm, InForceForm, ProlongForm
from policies.models import Amendment
from policies.permissions import AMEND, COMMENT, can_amend, can_read_drafts
from policies.services import amendments
from policies.states import AmendmentStatus
from policies.views.answering import form_page
from policies.views.fetching import policy_of
from policies.views.writing import editor_media
from safeguard.addresses import address
from safeguard.partial_dates import PartialDate
from safeguard.refusals import Refused, require


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_amend(request.person, policy), whom_to_ask(AMEND))
    version = policy.current
    if version is None:
        messages.warning(request, _("Nothing is in force yet. Edit the draft itself."))
        return redirect(policy)

    initial = {"dated": PartialDate.from_date(timezone.localdate()), "anchor": request.GET.get("clause", "")}
    form = AmendForm(request.POST or None, clauses=list(version.clauses.all()), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            amendment = amendments.draft(version, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("policies:amendment", request.organisation.slug, policy.slug, amendment.pk)
    context = {"policy": policy, "version": version, "form": form, "editor_media": editor_media(request, form)}
    return render(request, "policies/amend.html", context)


def amendment_of(policy_slug: str, pk: int) -> Amendment:
    rows = Amendment.objects.filter(version__policy__slug=policy_slug)
    found: Amendment = get_object_or_404(rows.select_related("version__policy", "authorised_by"), pk=pk)
    return found


@require_safe
def read_amendment(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    amendment = amendment_of(policy_slug, pk)
    policy = amendment.version.policy
    is_draft = amendment.status == AmendmentStatus.DRAFT
    require(not is_draft or can_read_drafts(request.person, policy), whom_to_ask(COMMENT))
    context = {
        "amendment": amendment,
        "policy": policy,
        "clause": amendment.version.clauses.filter(anchor=amendment.anchor).first(),
        "may_amend": can_amend(request.person, policy),
        "is_draft": is_draft,
        "is_in_force": amendment.status == AmendmentStatus.IN_FORCE,
    }
    return render(request, "policies/amendment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def put_in_force(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    form = InForceForm(request.POST or None, initial={"authorised_by": request.person.pk})
    return step(
        request,
        amendment_of(policy_slug, pk),
        form,
        amendments.put_in_force,
        done=_("The amendment is in force. From now on it is part of what people sign."),
        title=_("Put it in force"),
        lead=_("Its words cannot be changed afterwards. It can be ended at any time."),
        submit=_("Put it in force"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def prolong(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    amendment = amendment_of(policy_slug, pk)
    form = ProlongForm(request.POST or None, initial={"ends_on": amendment.ends_on})
    return step(
        request,
        amendment,
        form,
        amendments.prolong,
        done=_("The variation goes on."),
        title=_("Let it run on"),
        lead=amendment.trigger,
        submit=_("Let it run on"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, policy_slug: str, pk: int) -> HttpResponse:
    return step(
        request,
        amendment_of(policy_slug, pk),
        EndForm(request.POST or None),
        amendments.end,
        done=_("The amendment has ended. It stays on record."),
        title=_("End this amendment?"),
        submit=_("End it"),
        submit_kind="warning",
    )


def step(
    request: HttpRequest, amendment: Amendment, form: Any, service: Any, *, done: str, **words: Any
) -> HttpResponse:
    """One form, one service, and back to the amendment."""
    require(can_amend(request.person, amendment.version.policy), whom_to_ask(AMEND))
    back = address("policies:amendment", amendment.version.policy.slug, amendment.pk)
    if request.method == "POST" and form.is_valid():
        try:
            service(amendment, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    return form_page(request, form, caption=str(amendment), back=back, **words)
