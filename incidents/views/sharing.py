"""Decisions on sharing: listed, made, read, added to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.access import SHARE, can, case_or_404, opened, visible_to
from incidents.doors import in_the_log
from incidents.forms.sharing import TEST_ANSWERS, AddForm, DecideForm
from incidents.golden_rules import edition_on, editions, in_words
from incidents.models import Case, SharingDecision
from incidents.numbers import call_first
from incidents.sections import sections
from incidents.services import sharing as services
from safeguard.addresses import address
from safeguard.local_times import in_words as moment_in_words
from safeguard.refusals import Refused


@in_the_log
def sharing(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    context = {
        "case": case,
        "sections": sections(request, case),
        "rows": [] if case.is_shredded else _decisions(case),
        "columns": [_("Decided"), _("Decision"), _("With whom"), _("By"), _("Still asked for")],
        "may_share": can(request.person, case, SHARE),
    }
    return render(request, "incidents/sharing/list.html", context)


def _decisions(case: Case) -> list[dict[str, Any]]:
    """Every decision with what was added to it; the same queries for any number of them."""
    found = list(case.sharing_decisions.select_related("decided_by").order_by("-decided_at", "-pk"))
    added: dict[int, list[SharingDecision]] = {}
    for one in sorted(found, key=lambda one: one.pk):
        if one.adds_to_id:
            added.setdefault(one.adds_to_id, []).append(one)
    rows = []
    for one in found:
        if one.adds_to_id is None:
            said = services.together(one, added.get(one.pk, []))
            missing = services.missing(said, is_shared=one.is_shared)
            rows.append({
                "decision": one,
                "url": address("incidents:sharing_decision", case.code, one.uid),
                "when": moment_in_words(one.decided_at),
                "tag": tag_of(one),
                "recipients": services.names_of(said.get("recipients") or []),
                "missing": len(missing),
            })  # fmt: skip
    return rows


def tag_of(decision: SharingDecision) -> tuple[str, str]:
    return ("good", _("Shared")) if decision.is_shared else ("quiet", _("Not shared"))


@in_the_log
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The rules stand beside the form (WY-83). It asks for much, and insists on whether and why."""
    case = case_or_404(request, code, SHARE)
    form = DecideForm(request.POST or None, once=str(uuid.uuid4()))
    if request.method == "POST" and "more" not in request.POST and form.is_valid():
        values = form.cleaned_data
        try:
            made = services.decide(
                case,
                by=request.person,
                once=values["once"],
                is_shared=values["is_shared"],
                decided_at=values["moment"],
                words=form.said(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The decision is on record."))
            return redirect(address("incidents:sharing_decision", case.code, made.uid))
    return _form_page(request, case, form)


@in_the_log
def add(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """More about a decision: a row of its own, which points at the first. The first one stays as it was."""
    case = case_or_404(request, code, SHARE)
    first = services.first_of(get_object_or_404(case.sharing_decisions.select_related("adds_to"), uid=uid))
    form = AddForm(request.POST or None, shared=first.is_shared, once=str(uuid.uuid4()))
    if request.method == "POST" and "more" not in request.POST and form.is_valid():
        try:
            services.decide(
                case,
                by=request.person,
                once=form.cleaned_data["once"],
                is_shared=first.is_shared,
                decided_at=form.cleaned_data["moment"],
                words=form.said(),
                adds_to=first,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It was added to the decision."))
            return redirect(address("incidents:sharing_decision", case.code, first.uid))
    return _form_page(request, case, form, first=first)


def _form_page(
    request: HttpRequest, case: Case, form: AddForm, *, first: SharingDecision | None = None
) -> HttpResponse:
    edition = editions().get(first.edition) if first else edition_on(timezone.localdate())
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "first": first,
        "edition": edition,
        "rules_note": edition.note_for(request.organisation.nation) if edition else "",
        "agencies": call_first(request.organisation),
        "back": address("incidents:sharing_decision", case.code, first.uid)
        if first
        else address("incidents:sharing", case.code),
    }
    return render(request, "incidents/sharing/decide.html", context)


@in_the_log
def decision(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """One decision, under the rules of its day, with all that was added and what is still asked for."""
    case = case_or_404(request, code)
    first = services.first_of(
        get_object_or_404(case.sharing_decisions.select_related("adds_to", "decided_by"), uid=uid)
    )
    opened(case, by=request.person)
    context: dict[str, Any] = {
        "case": case,
        "sections": sections(request, case),
        "first": first,
        "tag": tag_of(first),
        "edition": editions().get(first.edition),
        "may_share": can(request.person, case, SHARE),
    }
    if not case.is_shredded:
        first.case = case
        added = list(case.sharing_decisions.filter(adds_to=first).select_related("decided_by").order_by("pk"))
        said = services.together(first, added)
        context["parts"] = [_part(one) for one in (first, *added)]
        context["missing"] = services.missing(said, is_shared=first.is_shared)
    return render(request, "incidents/sharing/decision.html", context)


def _part(one: SharingDecision) -> dict[str, Any]:
    return {
        "when": moment_in_words(one.decided_at),
        "written": moment_in_words(one.recorded_at),
        "by": one.decided_by,
        "is_addition": one.adds_to_id is not None,
        "rows": facts(one.words),
        "recipients": one.words["recipients"] or [],
    }


def facts(said: Mapping[str, Any]) -> list[dict[str, str]]:
    """The words of one row for components/summary_list.html, in the order in which the rules ask."""
    tests = said.get("tests") or {}
    rows = [
        (_("What is shared"), said.get("what")),
        (_("What for"), said.get("purpose")),
        (_("On which ground"), in_words(said.get("basis") or [])),
        (_("Why that ground"), said.get("basis_reason")),
        (_("Local protocol and section"), services.protocol_in_words(said.get("protocol") or {})),
        (_("Why sharing would do more harm"), said.get("detriment")),
        (_("Were they told?"), services.TOLD.get(said.get("told", ""), "")),
        (_("How they were told, or why not"), said.get("told_reason")),
        (_("Did they agree?"), services.AGREEMENT.get(said.get("agreement", ""), "")),
        (_("What they said, or why they were not asked"), said.get("agreement_reason")),
        (_("Advice that was taken"), said.get("advice")),
        (_("Were names used in asking?"), services.NAMES_USED.get(said.get("advice_identified", ""), "")),
        (_("Safety and well-being, of this person and of others"), said.get("wellbeing")),
        *((label, TEST_ANSWERS.get(tests.get(key, ""), "")) for key, label in services.TESTS.items()),
        (_("How it is sent safely"), said.get("method")),
        (_("Whose identity must be protected"), said.get("identity")),
        (_("Reasons"), said.get("reasons")),
    ]
    return [{"key": str(label), "value": str(value)} for label, value in rows if value]


@in_the_log
def waiting(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where a reminder leads: its address says nothing of the case."""
    seen = SharingDecision.objects.filter(case__in=visible_to(request.person)).select_related("case")
    found = get_object_or_404(seen, uid=uid)
    return redirect(address("incidents:sharing_decision", found.case.code, found.uid))
