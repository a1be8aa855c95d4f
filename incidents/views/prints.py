"""Numbered copies of a case: those that were made, asking for one, and taking it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import SHARE, case_or_404, opened
from incidents.composing.rows import Rows, moment
from incidents.doors import in_the_log, leaves_the_log
from incidents.forms.prints import REFERRAL, CopyForm
from incidents.models import Case, Part, Party, Print, Referral
from incidents.sections import sections
from incidents.services import prints as services
from incidents.states import PrintStatus
from safeguard.addresses import address
from safeguard.refusals import Refused

LATE = timedelta(seconds=60)  # after which a copy that nobody has taken up says so
KINDS = {PrintStatus.READY: "good", PrintStatus.ASKED: "info", PrintStatus.FAILED: "bad", PrintStatus.REMOVED: "quiet"}
LARGEST_NUMBER = 32767


@in_the_log
@require_safe
def prints(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, SHARE)
    context = {
        "case": case,
        "sections": sections(request, case),
        "rows": [_row(case, copy) for copy in Print.objects.filter(case=case).select_related("asked_by")],
        "columns": [_("Copy"), _("For whom"), _("Asked for"), _("State")],
    }
    return render(request, "incidents/prints/prints.html", context)


def _row(case: Case, copy: Print) -> dict[str, Any]:
    copy.case = case
    for_whom = "" if case.is_shredded else copy.words["for_whom"]
    return {"copy": copy, "for_whom": for_whom, "tag": KINDS[PrintStatus(copy.status)]}


@in_the_log
@leaves_the_log("POST")
@require_http_methods(["GET", "HEAD", "POST"])
def new_print(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, SHARE)
    if case.is_shredded:
        return redirect(address("incidents:prints", case.code))
    found = Rows(case, by=request.person)
    data = request.POST if request.method == "POST" else request.GET if "what" in request.GET else None
    others = services.other_names(case)
    known = [name for names in others.values() for name in names]
    form = CopyForm(
        data,
        people=_people(found),
        referrals=_referrals(found),
        other_names=others,
        children=found.children,
        not_entered=found.not_entered("child", also=known),
        initial=_initial(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            copy = _ask(request, case, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(copy)
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "not_entered": found.not_entered("child", "who", "told_by", also=known),
    }
    return render(request, "incidents/prints/new.html", context)


def _ask(request: HttpRequest, case: Case, form: CopyForm) -> Print:
    asked = form.cleaned_data
    referral = get_object_or_404(Referral, case=case, uid=form.referral) if form.referral else None
    return services.ask(
        case,
        by=request.person,
        kind=form.kind,
        for_whom=asked["for_whom"],
        why=asked["why"],
        hide=asked.get("hide", []),
        also=form.also,
        referral=referral,
        first_day=asked["first_day"],
        last_day=asked["last_day"],
    )


def _initial(request: HttpRequest) -> dict[str, str]:
    """From the page of a referral, its form is chosen already."""
    return {"what": f"{REFERRAL}{request.GET['referral']}"} if "referral" in request.GET else {}


def _people(found: Rows) -> list[tuple[str, str]]:
    return [(str(uid), f"{name or _('Name not known')} ({_part(row)})") for uid, _label, name, row in found.people]


def _part(row: Any) -> str:
    return str(row.get_part_display() if isinstance(row, Party) else Part.REPORTER.label)


def _referrals(found: Rows) -> list[tuple[str, str]]:
    words = _("Referral form: %(agency)s, %(when)s")
    own = [one for one in found.referrals if one.case_id == found.case.pk]
    said = [(one, {"agency": _agency(one), "when": moment(one.referred_at)}) for one in own]
    return [(str(one.uid), words % about) for one, about in said]


def _agency(referral: Referral) -> str:
    return str(referral.words["agency"] or referral.get_kind_display())


@in_the_log
@require_safe
def print_(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Being made, ready, failed or gone: the same address tells, and looks again by itself while it waits."""
    case = case_or_404(request, code, SHARE, is_noted=False)
    copy = _copy_or_404(request, case, number)
    waits = copy.status == PrintStatus.ASKED
    context = {
        "case": case,
        "sections": sections(request, case),
        "copy": copy,
        "waits": waits,
        "is_late": waits and timezone.now() - copy.asked_at > LATE,
        "rows": [] if case.is_shredded else _facts(copy),
    }
    template = "incidents/prints/progress.html" if request.htmx and waits else "incidents/prints/print.html"
    if template.endswith("print.html"):  # while it waits the page asks every few seconds, and is shown nothing
        opened(case, by=request.person)
    response = render(request, template, context)
    if request.htmx and not waits:
        response["HX-Refresh"] = "true"
    return response


def _facts(copy: Print) -> list[dict[str, str]]:
    words = copy.words
    pairs = [
        (_("For whom"), words["for_whom"] or _("Nobody was named")),
        (_("What for"), words["why"]),
        (_("Blacked out"), words["kept_out"] or _("Nobody")),
        (_("Asked for by"), f"{copy.asked_by}, {moment(copy.asked_at)}"),
        (_("Made"), moment(copy.made_at)),
        (_("Code"), copy.code),
        (_("Fingerprint of the file"), copy.sha256),
    ]
    return [{"key": str(key), "value": str(value)} for key, value in pairs if value]


@in_the_log
@leaves_the_log("GET", "HEAD")
@require_safe
def print_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The file, for whoever may share the case; each taking is on record."""
    case = case_or_404(request, code, SHARE)
    copy = _copy_or_404(request, case, number)
    try:
        name, content = services.take(copy, by=request.person)
    except Refused:
        return redirect(copy)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _copy_or_404(request: HttpRequest, case: Case, number: int) -> Print:
    """One that holds no case that whoever asks may not see: its page names people."""
    copy = get_object_or_404(Print.objects.select_related("asked_by"), case=case, number=min(number, LARGEST_NUMBER))
    copy.case = case
    if not services.is_for(copy, request.person):
        raise Http404
    return copy
