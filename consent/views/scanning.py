"""Piles of scanned forms: uploaded, read by the worker, and what it could not read tied to a form by hand."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.services import record
from audit.verbs import Verb as Plain
from consent.forms.paper import CodeForm, PileForm
from consent.models import ConsentScan, ScanBatch
from consent.permissions import ASK, can_record_form, requests_seen_by
from consent.services import paper, scanning
from consent.views.paper import SECONDS, seen_items
from people.models import Person
from people.permissions import whom_to_ask
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from safeguard.scans import ScanRefused, content_type

PAGE = 20


def scan_batches(request: HttpRequest) -> HttpResponse:
    """Upload a pile; the piles that were uploaded."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    form = PileForm(request.POST, request.FILES) if request.method == "POST" else PileForm()
    if request.method == "POST" and form.is_valid():
        try:
            batch = scanning.upload(form.cleaned_data["files"], by=request.person)
        except ScanRefused as refused:
            form.add_error("files", str(refused))
        else:
            return redirect(batch)
    unplaced = Count("scans", filter=Q(scans__request=None))
    found = ScanBatch.objects.select_related("uploaded_by").annotate(unplaced=unplaced)
    page = page_of(request, found, order="-uploaded_at", size=PAGE)
    context = {"form": form, "batches": page.rows, "previous": page.previous, "next": page.next}
    columns = [_("Uploaded"), _("Pages"), _("Read"), _("To be typed")]
    return render(request, "consent/paper/scans.html", context | {"columns": columns})


@require_safe
def scan_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker is; which pages belong to which form, and which code somebody has to type."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    batch = get_object_or_404(ScanBatch, pk=pk)
    scans = list(batch.scans.select_related("request__asked"))
    known = known_forms({scan.request_id for scan in scans}, request.person)
    others = {scan.request_id for scan in scans} - known - {None}
    scans = [scan for scan in scans if scan.request_id not in others]
    forms = {scan.request_id: scan.request for scan in scans if scan.request}
    context = {
        "batch": batch,
        "seconds": SECONDS,
        "unplaced": [scan for scan in scans if scan.request is None],
        "others": len(others),
        "requests": [(found, [s for s in scans if s.request_id == found.pk]) for found in forms.values()],
    }
    return render(request, "consent/paper/scan_batch.html", context)


def known_forms(keys: set[int | None], by: Person) -> set[int]:
    """Those of the forms of which `by` may know: none about their own family, none to somebody who is kept back."""
    listed = listed_to(by, timezone.localdate()).order_by().values("pk")
    found = requests_seen_by(by).filter(pk__in=keys - {None}, asked__in=listed)
    return set(found.order_by().values_list("pk", flat=True))


def place_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the code of a page that could not be read, or throw the page away."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    scan = get_object_or_404(ConsentScan.objects.select_related("batch"), pk=pk, request=None)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = paper.find(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("No form of ours has this code. Look at it again, letter by letter."))
        else:
            try:
                scanning.attach(scan, found, by=request.person)
            except Refused as refused:
                messages.error(request, str(refused))
            return redirect(address("consent:record_form", found.pk))
    back = scan.batch.get_absolute_url() if scan.batch else address("consent:scans")
    return render(request, "consent/paper/place_scan.html", {"form": form, "scan": scan, "back": back})


@require_POST
def throw_scan_away(request: HttpRequest, pk: int) -> HttpResponse:
    require(ASK.allows(request.person), whom_to_ask(ASK))
    scan = get_object_or_404(ConsentScan.objects.select_related("batch"), pk=pk)
    try:
        scanning.throw_away(scan, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(scan.batch or address("consent:scans"))


@require_safe
def scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself, to be saved and not opened in the browser. Every look is noted."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    scan = get_object_or_404(ConsentScan.objects.select_related("request__asked"), pk=pk)
    found = scan.request
    if found is not None and (seen_items(found, request.person)[1] or not can_record_form(request.person, found)):
        raise Http404
    if not default_storage.exists(scan.file):
        raise Http404
    record(Plain.VIEWED, scan, by=request.person)
    ending = scan.file.rpartition(".")[2]
    answer = FileResponse(
        default_storage.open(scan.file),
        as_attachment=True,
        filename=f"scan-{scan.pk}.{ending}",
        content_type=content_type(scan.file),
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
