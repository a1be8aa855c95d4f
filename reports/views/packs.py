"""Packs: those that were made, making one, watching it being made, and fetching it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policies.models import Policy
from reports.choosing import Selection, select
from reports.forms import PackForm
from reports.models import Kind, Pack, Redaction
from reports.permissions import MAKE_PACKS, PACKS_SENTENCE, SEE_SIGNATURES, refusal, sees_its_names
from reports.services import asking, fetching
from reports.verifying import since
from reports.views.sections import sections
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 25
LARGEST_NUMBER = 2**31 - 1
LATE = timedelta(seconds=60)  # after which a print that nobody has taken says so


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """Newest first, page by page from the last one seen."""
    require(MAKE_PACKS.allows(request.person), PACKS_SENTENCE)
    found = Pack.objects.packs().select_related("asked_by").with_document_count()
    page = page_of(request, found, order="-number", size=PAGE)
    context = {
        "packs": page.rows,
        "open_to_me": [pack for pack in page.rows if sees_its_names(request.person, pack)],
        "now": timezone.now(),
        "older_url": page.next,
        "newer_url": page.previous,
        "sections": sections(request, "reports:packs"),
    }
    return render(request, "reports/packs.html", context)


@require_safe
def out_of_date(request: HttpRequest) -> HttpResponse:
    """What may still lie in somebody's folder although its documents have moved on (E-46)."""
    require(MAKE_PACKS.allows(request.person), PACKS_SENTENCE)
    found = Pack.objects.out_of_date().select_related("asked_by").with_moved_on()
    page = page_of(request, found, order="-number", size=PAGE, within=Pack.objects.packs())
    context = {
        "rows": [
            (pack, [sentence for document in pack.moved_on for sentence in since(document)]) for pack in page.rows
        ],
        "open_to_me": [pack for pack in page.rows if sees_its_names(request.person, pack)],
        "older_url": page.next,
        "newer_url": page.previous,
        "sections": sections(request, "reports:out_of_date"),
    }
    return render(request, "reports/out_of_date.html", context)


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose; the answers travel in the address, so that the way back loses nothing."""
    require(MAKE_PACKS.allows(request.person), PACKS_SENTENCE)
    form = form_of(request, request.GET or None) if "which" in request.GET else form_of(request, None)
    return render(request, "reports/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The answers before the pack is made, with what will be missing, overdue or unsigned in it."""
    require(MAKE_PACKS.allows(request.person), PACKS_SENTENCE)
    form = form_of(request, request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return render(request, "reports/new.html", {"form": form})
    asked, selection = form.cleaned_data, select(form.cleaned_data["chosen"], today=timezone.localdate())
    if request.method == "POST":
        try:
            pack = ask(request, asked, selection)
        except Refused as refused:
            form.add_error(None, str(refused))
            return render(request, "reports/new.html", {"form": form})
        return redirect(pack)
    context = {"form": form, "asked": asked, "selection": selection, "redaction": Redaction(asked["redaction"]).label}
    return render(
        request, "reports/check.html", context | {"back": f"{address('reports:new')}?{request.GET.urlencode()}"}
    )


def form_of(request: HttpRequest, data: object) -> PackForm:
    in_force = Policy.objects.live().in_force()
    return PackForm(data, in_force=in_force, may_see_signatures=SEE_SIGNATURES.allows(request.person))


def ask(request: HttpRequest, asked: dict, selection: Selection) -> Pack:
    return asking.ask(
        by=request.person,
        kind=Kind.PACK,
        title=asked["title"],
        recipient=asked["recipient"],
        documents=selection.documents,
        with_register=asked["with_register"],
        redaction=asked["redaction"],
    )


@require_safe
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """Waiting, being made, ready, failed or gone: the same address tells, and looks again by itself while it waits."""
    found = open_pack(request, number)
    now = timezone.now()
    context = {
        "pack": found,
        "can_be_fetched": found.can_be_fetched(now),
        "is_late": found.status == "waiting" and now - found.asked_at > LATE,
        "documents": [(d, list(since(d))) for d in found.documents.with_history()],
        "sees_packs": MAKE_PACKS.allows(request.person),
    }
    template = "reports/pack_progress.html" if request.htmx and found.is_in_work else "reports/pack.html"
    response = render(request, template, context)
    if request.htmx and not found.is_in_work:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    found = open_pack(request, number)
    try:
        content = fetching.open_file(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    answer = FileResponse(content, content_type="application/pdf", as_attachment=True, filename=found.file_name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def try_again(request: HttpRequest, number: int) -> HttpResponse:
    found = open_pack(request, number)
    try:
        asking.try_again(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(found)


@require_POST
def make_again(request: HttpRequest, number: int) -> HttpResponse:
    """The same once more, as things stand today; it gets a number and a code of its own."""
    found = open_pack(request, number)
    try:
        made = asking.ask_again(found, by=request.person, today=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    return redirect(made)


def open_pack(request: HttpRequest, number: int) -> Pack:
    found = get_object_or_404(Pack.objects.select_related("asked_by"), number=number)
    sentence = refusal(request.person, found)
    require(not sentence, sentence)
    return found
