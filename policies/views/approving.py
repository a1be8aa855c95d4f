"""A text goes before the trustees, and each of them decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import whom_to_ask
from policies import reading
from policies.comparing import compare
from policies.forms.deciding import DecideForm, MinuteForm
from policies.models import Decision, PolicyVersion
from policies.permissions import APPROVE, EDIT, MINUTE, can_approve, can_edit, can_record_minute
from policies.services import approvals
from policies.states import Status
from policies.views.answering import after, attempt, form_page
from policies.views.fetching import version_of
from safeguard.refusals import Refused, require


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    """Check what goes before the trustees, then put it there."""
    version = version_of(request, policy_slug, number)
    require(can_edit(request.person, version.policy), whom_to_ask(EDIT))

    if request.method == "POST":
        done = _("The text is before the trustees. They are told by e-mail and see it on their home page.")
        attempt(request, lambda: approvals.ask(version, by=request.person), done)
        return redirect(version)
    context = {
        "version": version,
        "policy": version.policy,
        "trustees": approvals.people_who_approve(),
        "open_comments": version.comments.filter(settled_at=None).count(),
        **changes_of(version),
    }
    return render(request, "policies/ask.html", context)


@require_POST
def take_back(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_edit(request.person, version.policy), whom_to_ask(EDIT))
    return after(
        request,
        lambda: approvals.take_back(version, by=request.person),
        _("The text is a draft again. Decisions on it no longer count."),
        then=version,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_approve(request.person, version), whom_to_ask(APPROVE))

    form = DecideForm(request.POST or None, initial={"revision": version.revision})
    if request.method == "POST" and form.is_valid():
        try:
            decided = decide(version, request, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, thanks(decided))
            return redirect(decided)
    return render(request, "policies/approve.html", page_of(request, version, form))


def decide(version: PolicyVersion, request: HttpRequest, typed: dict[str, Any]) -> PolicyVersion:
    answer = {name: value for name, value in typed.items() if name != "decision"}
    service = approvals.approve if typed["decision"] == Decision.APPROVE else approvals.refuse
    return service(version, by=request.person, **answer)


def thanks(version: PolicyVersion) -> str:
    if version.status == Status.APPROVED:
        return _("The trustees have approved the text. It now waits for the chair's signature.")
    if version.status == Status.DRAFT:
        return _("The text went back to its writers with your reasons.")
    return _("Your decision is recorded.")


def page_of(request: HttpRequest, version: PolicyVersion, form: DecideForm) -> dict[str, Any]:
    decisions = list(version.approvals.standing().select_related("person", "recorded_by"))
    return {
        "version": version,
        "policy": version.policy,
        "form": form,
        "decisions": decisions,
        "earlier": list(version.approvals.exclude(revision=version.revision).select_related("person")),
        "mine": next((decision for decision in decisions if decision.person_id == request.person.pk), None),
        "outstanding": approvals.outstanding(version),
        "is_open": version.status == Status.IN_REVIEW,
        **changes_of(version),
    }


def changes_of(version: PolicyVersion) -> dict[str, Any]:
    """The text, and what changed since the version that it replaces."""
    before = version.supersedes
    return {
        "before": before,
        "comparison": compare(before.body, version.body) if before else None,
        "text": reading.text_of(version, clauses=list(version.clauses.all())),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def record_minute(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    """The approvals of those who were at a meeting, entered from its minutes."""
    version = version_of(request, policy_slug, number)
    require(can_record_minute(request.person, version), whom_to_ask(MINUTE))

    form = MinuteForm(request.POST or None, version=version, initial={"revision": version.revision})
    if request.method == "POST" and form.is_valid():
        try:
            decided = approvals.record_minute(version, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, thanks(decided))
            return redirect(decided)
    return form_page(
        request,
        form,
        caption=str(version),
        title=_("Enter what a meeting decided"),
        lead=_("Each trustee whom you tick is recorded as approving this text, with the minute and your name."),
        points=approvals.outstanding(version),
        submit=_("Record the approvals"),
        back=version.get_absolute_url(),
    )
