"""People from a spreadsheet: upload, name the columns, look, take in, fetch what was left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import services
from people.forms.imports import ColumnsForm, ConfirmForm, UploadForm
from people.importing import FIELDS, CheckedRow
from people.models import PeopleImport
from people.permissions import MANAGE_PEOPLE, whom_to_ask
from people.services.imports import AT_ONCE
from safeguard import spreadsheets
from safeguard.refusals import Refused, require

LATE = timedelta(minutes=2)
SHOWN = 100  # rows of each kind on the page of the check; the counts are of all


def own_upload(request: HttpRequest, pk: int) -> PeopleImport:
    """A list is seen by whoever uploaded it, and by nobody else."""
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    return get_object_or_404(PeopleImport, pk=pk, made_by=request.person)


def upload(request: HttpRequest) -> HttpResponse:
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        try:
            begun = services.begin_import(file.read(), file_name=file.name, by=request.person)
        except Refused as refused:
            form.add_error("table", str(refused))
        else:
            return redirect("people:import_columns", request.organisation.slug, begun.pk)
    return render(request, "people/import_upload.html", {"form": form, "fields": FIELDS.values()})


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    begun = own_upload(request, pk)
    if begun.finished_at:
        return redirect("people:import_result", request.organisation.slug, pk)
    form = ColumnsForm(request.POST or None, upload=begun)
    if request.method == "POST" and form.is_valid():
        services.choose_columns(begun, form.cleaned_data)
        return redirect("people:import_check", request.organisation.slug, pk)
    context = {"form": form, "upload": begun, "sample": [cells for _number, cells, *_rest in begun.rows[:3]]}
    return render(request, "people/import_columns.html", context)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    begun = own_upload(request, pk)
    if begun.finished_at or not {"name", "first_name", "last_name"} & set(begun.mapping):
        step = "people:import_result" if begun.finished_at else "people:import_columns"
        return redirect(step, request.organisation.slug, pk)
    rows = list(services.checked_rows(begun, by=request.person))
    twins = [row for row in rows if row.is_good and row.twins]
    form = ConfirmForm(request.POST if request.method == "POST" else None, has_twins=bool(twins))
    if request.method == "POST" and form.is_valid():
        take_in = services.finish_import if len(begun.rows) <= AT_ONCE else services.ask_to_finish
        try:
            take_in(begun, by=request.person, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("people:import_result", request.organisation.slug, pk)
    good, bad = [row for row in rows if row.is_good and not row.twins], [row for row in rows if not row.is_good]
    context = {"form": form, "upload": begun, "groups": _groups(good, twins, bad), "all": rows, "good": len(good)}
    columns = [_("Name"), _("Row"), _("E-mail and telephone"), _("What we noticed")]
    return render(request, "people/import_check.html", context | {"columns": columns})


def _groups(good: list[CheckedRow], twins: list[CheckedRow], bad: list[CheckedRow]) -> list[dict[str, Any]]:
    kinds = [
        (_("Not taken in"), "bad", bad),
        (_("Perhaps in the list already"), "soon", twins),
        (_("Ready"), "good", good),
    ]
    return [
        {"title": title, "kind": kind, "rows": rows[:SHOWN], "count": len(rows), "more": max(0, len(rows) - SHOWN)}
        for title, kind, rows in kinds
        if rows
    ]


def result(request: HttpRequest, pk: int) -> HttpResponse:
    done = own_upload(request, pk)
    if not done.finished_at and done.asked_at:
        is_late = timezone.now() - done.asked_at > LATE
        return render(request, "people/import_waiting.html", {"upload": done, "is_late": is_late})
    if not done.finished_at:
        return redirect("people:import_check", request.organisation.slug, pk)
    context = {
        "upload": done,
        "left_out": len(done.rows),
        "rows": done.rows[:SHOWN],
        "columns": [_("Row"), _("Reasons")],
    }
    return render(request, "people/import_result.html", context)


def refused_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were not taken in, as they stood in the file, with the reasons in a last column."""
    done = own_upload(request, pk)
    rows = [[*cells, " ".join(reasons[0]) if reasons else ""] for _number, cells, *reasons in done.rows]
    content = spreadsheets.to_csv([*done.columns, _("Why it was not taken in")], rows)
    return spreadsheets.download(content, _("people not taken in") + ".csv", spreadsheets.CSV)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    services.discard_import(own_upload(request, pk), by=request.person)
    messages.success(request, _("The list is thrown away."))
    return redirect("people:list", request.organisation.slug)
