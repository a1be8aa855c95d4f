"""Where pictures and stories are shown, what is taken down, and the report of exceptions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.services import record
from audit.verbs import Verb as CommonVerb
from consent import exceptions, shown
from consent.forms.uses import AGREED, STAYS, FilterForm, TakedownForm, ToldForm, UseForm, YearForm
from consent.models import Channel, Check, Takedown, Use, UseSubject, Verdict
from consent.models.uses import UseQuerySet
from consent.permissions import APPROVE, SEE, USE, can_report, can_see_check
from consent.presenting_people import KINDS
from consent.sections import sections
from consent.services import exceptions_print, takedowns, uses
from consent.states import TakedownStatus
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard import spreadsheets
from safeguard.addresses import address
from safeguard.paging import key_in, page_of
from safeguard.refusals import Refused, require
from safeguard.scoping import active_organisation
from safeguard.tickets import NO_PDF

PAGE = 30
STATUS_KINDS = {
    TakedownStatus.OPEN: "bad",
    TakedownStatus.DONE: "good",
    TakedownStatus.STAYS: "soon",
    TakedownStatus.AGREED: "good",
}


# Where it is shown ---------------------------------------------------------------------------------------------------


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    require(USE.allows(request.person), whom_to_ask(USE))
    form, today = FilterForm(request.GET), timezone.localdate()
    page = page_of(request, _chosen(form), order="-used_on", size=PAGE, within=Use.objects.all())
    verdicts: dict[int, list[Verdict]] = {}
    for (use, _person), answer in shown.effective_of([u for u in page.rows if not u.taken_down_on], today).items():
        verdicts.setdefault(use, []).append(answer.verdict)
    context = {
        "sections": sections(request),
        "form": form,
        "lines": [_line(use, verdicts.get(use.pk, [])) for use in page.rows],
        "columns": [_("What"), _("Where"), _("Shown since"), _("How it stands")],
        "newer": page.previous,
        "older": page.next,
        "to_take_down": Takedown.objects.open().count(),
        "may_report": can_report(request.person),
        "is_filtered": any(form.value(name) for name in ("q", "channel", "show")),
    }
    return render(request, "consent/uses/list.html", context)


def _chosen(form: FilterForm) -> UseQuerySet:
    found: UseQuerySet = Use.objects.all()
    show = form.value("show")
    if show == "gone":
        found = found.exclude(taken_down_on=None)
    elif show != "all":
        found = found.standing()
    if show == "recognised":
        found = found.filter(identifying=True)
    if channel := form.value("channel"):
        found = found.filter(channel=channel)
    if words := form.value("q"):
        found = found.filter(Q(what__icontains=words) | Q(place__icontains=words) | Q(link__icontains=words))
    return found.annotate(comes_down=Exists(Takedown.objects.open().filter(use=OuterRef("pk"))))  # type: ignore[no-any-return]


def _line(use: Use, verdicts: list[Verdict]) -> dict[str, Any]:
    """A use, and how it stands in words and a colour."""
    if use.taken_down_on:
        kind, words = "quiet", _("Taken down")
    elif use.comes_down:  # type: ignore[attr-defined]  # annotated
        kind, words = "bad", _("To be taken down")
    elif any(verdict != Verdict.YES for verdict in verdicts):
        kind, words = ("bad" if Verdict.NO in verdicts else "soon"), _("Not a yes for everybody")
    else:
        kind, words = "good", _("In order")
    return {"use": use, "kind": kind, "words": words}


def add(request: HttpRequest) -> HttpResponse:
    """Record a use. Searching for names brings them into the form; only the last button records."""
    require(USE.allows(request.person), whom_to_ask(USE))
    check = _check_of(request)
    data = request.POST if request.method == "POST" else None
    form = UseForm(
        data,
        raw=request.POST if data is not None else request.GET,
        by=request.person,
        today=timezone.localdate(),
        check_made=check,
        may_approve=APPROVE.allows(request.person),
        initial={"identifying": "True", "what_for": check.what_for if check else "", "already_shown": "False"},
    )
    if data is not None and "take" in data:
        form.full_clean()
        form.errors.clear()  # nothing was sent off yet
    elif data is not None and form.is_valid():
        given = dict(form.cleaned_data)
        approved_by = request.person if given.pop("approve", False) else None
        try:
            made = uses.record_use(by=request.person, check_made=check, approved_by=approved_by, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record where this is shown."))
            return redirect(made)
    context = {"form": form, "check": check, "back": address("consent:uses")}
    return render(request, "consent/uses/add.html", context)


def _check_of(request: HttpRequest) -> Check | None:
    """What was asked before, as far as this person may see it."""
    key = key_in(request.GET, "check")
    if key is None:
        return None
    check = get_object_or_404(Check.objects.select_related("approval__by", "event", "picture"), pk=key)
    if not can_see_check(request.person, check):
        raise Http404
    return check


@require_safe
def use(request: HttpRequest, pk: int) -> HttpResponse:
    require(USE.allows(request.person), whom_to_ask(USE))
    found = get_object_or_404(Use.objects.select_related("approved_by", "recorded_by", "taken_down_by"), pk=pk)
    today = timezone.localdate()
    answers = {} if found.taken_down_on else shown.effective_of([found], today)
    people, unseen = _people_in(request.person, found, today)
    context = {
        "use": found,
        "people": [
            {
                "person": one,
                "answer": (answer := answers.get((found.pk, one.pk))),
                "kind": KINDS[answer.verdict] if answer else "quiet",
            }
            for one in people
        ],
        "unseen": unseen,
        "takedowns": [
            {"takedown": one, "kind": STATUS_KINDS[TakedownStatus(one.status)]} for one in found.takedowns.all()
        ],
    }
    return render(request, "consent/uses/use.html", context)


def _people_in(me: Person, use: Use, today: date) -> tuple[list[Person], int]:
    """Those whose names one sees, and how many others there are."""
    everybody = UseSubject.objects.filter(use=use).values("person")
    seen = list(cared_for_visible_to(me, today).filter(pk__in=everybody))
    return seen, everybody.count() - len(seen)


# Taking it down ------------------------------------------------------------------------------------------------------


@require_safe
def takedown_list(request: HttpRequest) -> HttpResponse:
    """What is to be taken down, each with its link; then what could not be, and what was lately."""
    require(USE.allows(request.person), whom_to_ask(USE))
    show = request.GET.get("show", "")
    status = show if show in (TakedownStatus.DONE, TakedownStatus.STAYS) else TakedownStatus.OPEN
    found = Takedown.objects.filter(status=status).select_related("use")
    order = "due_on" if status == TakedownStatus.OPEN else "-due_on"
    page = page_of(request, found, order=order, size=PAGE, within=Takedown.objects.all())
    context = {
        "sections": sections(request),
        "takedowns": page.rows,
        "status": status,
        "today": timezone.localdate(),
        "newer": page.previous,
        "older": page.next,
        "shows": [
            (_("To be taken down"), "?", status == TakedownStatus.OPEN),
            (_("Could not be taken back"), "?show=stays", status == TakedownStatus.STAYS),
            (_("Taken down"), "?show=done", status == TakedownStatus.DONE),
        ],
    }
    return render(request, "consent/uses/takedowns.html", context)


def takedown(request: HttpRequest, pk: int) -> HttpResponse:
    require(USE.allows(request.person), whom_to_ask(USE))
    found = _takedown(pk)
    waits = found.status in (TakedownStatus.OPEN, TakedownStatus.STAYS)
    form = TakedownForm(request.POST if request.method == "POST" else None, takedown=found)
    if request.method == "POST" and form.is_valid():
        try:
            _settle(found, form.cleaned_data, request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. It is on record."))
            return redirect(found)
    return _takedown_page(request, found, form if waits else None)


def _takedown(pk: int) -> Takedown:
    rows = Takedown.objects.select_related("use", "subject", "done_by", "answer__recorded_by")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


def _settle(found: Takedown, given: dict[str, Any], by: Person) -> None:
    if given["result"] == AGREED:
        takedowns.agreed(found, by=by, outcome=given["outcome"])
    elif given["result"] == STAYS:
        takedowns.stays(found, by=by, outcome=given["outcome"], stock=given.get("stock", ""))
    else:
        takedowns.done(found, by=by, outcome=given["outcome"], stock=given.get("stock", ""), on=given["on"])


def _takedown_page(request: HttpRequest, found: Takedown, form: TakedownForm | None, told: Any = None) -> HttpResponse:
    seen = cared_for_visible_to(request.person, timezone.localdate()).filter(pk=found.subject_id)
    context = {
        "takedown": found,
        "use": found.use,
        "kind": STATUS_KINDS[TakedownStatus(found.status)],
        "is_print": found.use.channel == Channel.PRINT,
        "is_open": found.status == TakedownStatus.OPEN,
        "subject": seen.first(),
        "form": form,
        "told_form": told or (ToldForm() if found.status != TakedownStatus.OPEN and not found.told_on else None),
        "is_late": found.status == TakedownStatus.OPEN and found.due_on < timezone.localdate(),
    }
    return render(request, "consent/uses/takedown.html", context)


@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """The family was told what became of it (E-32)."""
    require(USE.allows(request.person), whom_to_ask(USE))
    found = _takedown(pk)
    form = ToldForm(request.POST)
    if form.is_valid():
        try:
            takedowns.told(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record that the family was told."))
            return redirect(found)
    return _takedown_page(request, found, None, told=form)


# The report of exceptions --------------------------------------------------------------------------------------------


def _may_report(request: HttpRequest) -> None:
    require(can_report(request.person), whom_to_ask(SEE))


def _year(request: HttpRequest) -> int:
    form = YearForm(request.GET)
    chosen = form.cleaned_data["year"] if form.is_valid() else None
    return chosen or timezone.localdate().year


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    _may_report(request)
    year = _year(request)
    found: QuerySet[Use] = exceptions.uses_of(year)
    listed = list(found)
    context = {
        "sections": sections(request),
        "year": year,
        "years": sorted({*exceptions.years(), timezone.localdate().year, year}, reverse=True),
        "columns": exceptions.headings(),
        "rows": [(one, exceptions.row(one)) for one in listed],
        "unapproved": sum(1 for one in listed if one.approved_by_id is None),
        "before": exceptions.uses_of(year - 1).count(),
        "printed": _printed(request, year),
    }
    return render(request, "consent/uses/report.html", context)


def _printed(request: HttpRequest, year: int) -> dict[str, str] | None:
    """How far the PDF is that was asked for, and where it is; None where none was."""
    ticket = request.GET.get("ticket", "")
    if not ticket or not exceptions_print.opens(ticket, year, by=request.person):
        return None
    made = exceptions_print.PAPERS.made(ticket)
    if made == NO_PDF:
        return {"words": _("This computer makes no PDFs. Print the page from your browser."), "url": "", "action": ""}
    if made is None:
        url = address("consent:exceptions", year=year, ticket=ticket)
        return {"words": _("The PDF is being made. It takes a few seconds."), "url": url, "action": _("Look again")}
    url = address("consent:exceptions_pdf", year=year, ticket=ticket)
    return {"words": _("The PDF is ready."), "url": url, "action": _("Open it")}


@require_POST
def print_report(request: HttpRequest) -> HttpResponse:
    _may_report(request)
    year = _year(request)
    ticket = exceptions_print.ask(year, by=request.person)
    return redirect(address("consent:exceptions", year=year, ticket=ticket))


@require_safe
def report_pdf(request: HttpRequest) -> HttpResponse:
    _may_report(request)
    year, ticket = _year(request), request.GET.get("ticket", "")
    opens = exceptions_print.opens(ticket, year, by=request.person)
    made = exceptions_print.PAPERS.made(ticket) if opens else None
    if made is None or made == NO_PDF:
        return redirect(address("consent:exceptions", year=year))
    headers = {"Content-Disposition": f'attachment; filename="exceptions-{year}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The report as a spreadsheet; that it was taken away is noted."""
    _may_report(request)
    if kind not in ("xlsx", "csv"):
        raise Http404
    year = _year(request)
    rows = list(exceptions.rows(year))
    detail = {"register": "consent exceptions", "year": year, "kind": kind, "rows": len(rows)}
    record(CommonVerb.EXPORTED, active_organisation(), by=request.person, detail=detail)
    make, content_type = (
        (spreadsheets.to_xlsx, spreadsheets.XLSX) if kind == "xlsx" else (spreadsheets.to_csv, spreadsheets.CSV)
    )
    return spreadsheets.download(make(exceptions.headings(), rows), f"exceptions-{year}.{kind}", content_type)
