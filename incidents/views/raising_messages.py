"""For whoever handles a case: the reports as they came, and writing to whoever raised them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from incidents.access import VIEW, WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.raising import MessageForm
from incidents.models import Report, ReportMessage
from incidents.sections import sections
from incidents.services import following
from incidents.views.raising_own import rows
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.refusals import Refused


@in_the_log
def reports(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, WORK if request.method == "POST" else VIEW)
    found = list(Report.objects.filter(case=case).select_related("raised_by", "written_by"))
    form, meant = None, None
    if request.method == "POST":
        meant = _meant(request, found)
        form = MessageForm(request.POST, request.FILES, auto_id=_ids(meant))
        if form.is_valid():
            try:
                following.write_back(meant, text=form.cleaned_data["text"], by=request.person)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Your message is there for whoever raised this."))
                return redirect(address("incidents:messages", case.code))
    opened(case, by=request.person)
    works = can(request.person, case, WORK)
    may_write = works and not case.is_finished and not case.is_shredded
    talks = following.read_by_handler([one for one in found if not one.is_shredded], works=works)
    answerable = following.answerable(found) if may_write else set()
    context = {
        "case": case,
        "sections": sections(request, case),
        "reports": [_shown(one, talks.get(one.pk, []), one.pk in answerable) for one in found],
        "form": form,
        "meant": meant,
        "closed": case.is_finished,
    }
    return render(request, "incidents/raise/messages.html", context)


def _ids(report: Report) -> str:
    """So that each of several forms on the page has labels of its own."""
    return f"id_{report.uid}_%s"


def _meant(request: HttpRequest, found: list[Report]) -> Report:
    """Which of the case's reports an answer is for."""
    try:
        uid = uuid.UUID(request.POST.get("report", ""))
    except ValueError:
        raise Http404 from None
    for report in found:
        if report.uid == uid:
            return report
    raise Http404


def _shown(report: Report, talk: list[ReportMessage], is_answerable: bool) -> dict[str, Any]:
    return {
        "report": report,
        "received": in_words(report.received_at),
        "by": _by(report),
        "rows": [] if report.is_shredded else rows(report),
        "talk": [
            {
                "title": _("From whoever raised it") if one.from_reporter else str(one.by or _("From the charity")),
                "when": in_words(one.at),
                "text": one.words["text"],
            }
            for one in talk
        ],
        "form": MessageForm(auto_id=_ids(report)) if is_answerable and not report.is_shredded else None,
    }


def _by(report: Report) -> str:
    if report.is_anonymous:
        return _("Somebody who did not give their name")
    if report.raised_by is not None:
        return str(report.raised_by)
    if report.written_by is not None:
        return _("Written down by %(name)s for somebody else") % {"name": report.written_by}
    return _("Somebody by the charity's link")
