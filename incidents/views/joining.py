"""Cases that belong together, and the first accounts in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.access import WORK, can, case_or_404, opened, visible_to
from incidents.doors import in_the_log
from incidents.forms.joining import LinkForm, MoveForm, OtherCaseForm
from incidents.joined import cases_of
from incidents.models import Case, CaseLink, Report
from incidents.sections import sections
from incidents.services import joining as services
from incidents.types import types
from people.models import Person
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.refusals import Refused


@in_the_log
def together(request: HttpRequest, code: str) -> HttpResponse:
    """Every first account of this case and of those joined to it, and what it is linked with."""
    case = case_or_404(request, code)
    opened(case, by=request.person)
    cases = cases_of(case, request.person)
    into = visible_to(request.person).filter(pk=case.joined_to_id).first() if case.joined_to_id else None
    may_write = not case.is_shredded and can(request.person, case, WORK)
    context = {
        "case": case,
        "sections": sections(request, case),
        "into": into,
        "joined": [(one, heading(one)) for one in cases[1:]],
        "reports": accounts(cases),
        "links": links_of(case, request.person),
        "may_write": may_write and not case.is_finished,
        "may_part": may_write,
    }
    return render(request, "incidents/joining/together.html", context)


def heading(case: Case) -> str:
    return "" if case.is_shredded else str(case.words["heading"])


def accounts(cases: list[Case]) -> list[dict[str, Any]]:
    """The reports as they came in; one query for any number."""
    by_key = {case.pk: case for case in cases}
    found = []
    for report in Report.objects.filter(case__in=cases).select_related("raised_by", "written_by"):
        is_readable = report.shredded_at is None
        words = report.words if is_readable else {}
        found.append(
            {
                "report": report,
                "case": by_key[report.case_id],
                "is_own": report.case_id == cases[0].pk,
                "received": in_words(report.received_at),
                "who": report.raised_by or words.get("name") or _("without a name"),
                "rows": [
                    {"key": str(label), "value": words[name]}
                    for name, label in Report.WORDS.items()
                    if isinstance(words.get(name), str) and words[name] and name not in ("name", "contact")
                ],
            }
        )
    return found


def links_of(case: Case, person: Person) -> list[dict[str, Any]]:
    """The links to cases that this person may see; of others nothing shows."""
    seen = visible_to(person)
    rows = CaseLink.objects.filter(Q(case=case) | Q(other=case), ended_at=None)
    rows = rows.filter(case__in=seen.values("pk"), other__in=seen.values("pk")).select_related("case", "other")
    found = []
    for row in rows.order_by("at", "pk"):
        other = row.other if row.case == case else row.case
        why = "" if row.case.is_shredded else row.words["why"]
        found.append({"link": row, "other": other, "heading": heading(other), "why": why})
    return found


@in_the_log
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Another case is joined to the one that is open."""
    case = case_or_404(request, code, WORK)
    form = OtherCaseForm(request.POST or None, cases=others(request, case).unfinished())

    def save(other: Case, why: str) -> str:
        services.join(other, into=case, by=request.person, why=why)
        if strange := [str(types()[key].label) for key in other.types if key not in case.types and key in types()]:
            return _("They are one case now. Sort it again: the other one was also “%(kinds)s”.") % {
                "kinds": "”, “".join(strange)
            }
        return _("They are one case now.")

    words = {
        "title": _("Join another case to this one"),
        "lead": _(
            "For the same event that several people told you of. Each report stays as it came, and people and "
            "chronology of both are shown here. You can take them apart again. Where fewer people see one of the two, "
            "both are seen by those alone from then on, and whoever saw the other one finds it gone: link them instead "
            "where that would tell them something."
        ),
        "submit": _("Join it to this case"),
    }
    return _answered(request, case, form, save, words)


@in_the_log
@require_POST
def part(request: HttpRequest, code: str, other: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    joined = visible_to(request.person).filter(joined_to=case, code=other).first()
    if joined is None:
        raise Http404
    try:
        services.part(joined, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They are two cases again."))
    return redirect(address("incidents:together", case.code))


@in_the_log
def link(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    form = LinkForm(request.POST or None, cases=others(request, case))

    def save(other: Case, why: str) -> str:
        services.link(case, other=other, by=request.person, why=why)
        return _("The two cases are linked.")

    words = {
        "title": _("Link another case"),
        "lead": _("They stay two cases. The link shows only to people who may see both."),
        "submit": _("Link the two"),
    }
    return _answered(request, case, form, save, words)


@in_the_log
@require_POST
def unlink(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    seen = visible_to(request.person).values("pk")
    found = CaseLink.objects.filter(Q(case=case) | Q(other=case), case__in=seen, other__in=seen)
    try:
        services.unlink(get_object_or_404(found.select_related("case", "other"), uid=uid), by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The link is ended."))
    return redirect(address("incidents:together", case.code))


@in_the_log
def move(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    report = get_object_or_404(Report.objects.select_related("case"), case=case, uid=uid)
    form = MoveForm(request.POST or None, cases=others(request, case).unfinished())

    def save(other: Case, why: str) -> str:
        services.move(report, to=other, by=request.person, why=why)
        return _(
            "The report is in the other case now. Was it seen by somebody whom it was not for? Make a record of it."
        )

    words = {
        "title": _("Move a report that was filed wrongly"),
        "lead": _("It goes to the other case word for word, and both chronologies say so."),
        "submit": _("Move it"),
    }
    return _answered(request, case, form, save, words)


def others(request: HttpRequest, case: Case) -> Any:
    return visible_to(request.person).exclude(pk=case.pk).standing()


def _answered(
    request: HttpRequest, case: Case, form: forms.Form, save: Callable[..., str], words: dict[str, str]
) -> HttpResponse:
    back = address("incidents:together", case.code)
    if request.method == "POST" and form.is_valid():
        try:
            done = save(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"case": case, "sections": sections(request, case), "form": form, "back": back, **words}
    return render(request, "incidents/joining/form.html", context)
