"""A document comes in: chosen or pasted, read, checked by a person, taken in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import whom_to_ask
from policies.forms.importing import BringForm, CheckForm, Parts, TextOfImportForm, opening
from policies.importing.clauses import anchored
from policies.models import ImportDraft, Policy
from policies.permissions import EDIT, can_edit
from policies.services import importing as services
from policies.states import ImportStatus
from policies.views.answering import attempt
from policies.views.writing import editor_media
from safeguard.characters import without_nul
from safeguard.refusals import Refused, require

SECONDS_BETWEEN_LOOKS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    slug = without_nul(request.GET.get("policy", ""))
    policy = get_object_or_404(Policy, slug=slug) if slug else None
    require(can_edit(request.person, policy), whom_to_ask(EDIT))

    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (draft := bring(request, form, policy)):
        return redirect(draft)
    waiting = ImportDraft.objects.open().filter(person=request.person).defer("parsed", "answers", "pasted")
    context = {"form": form, "policy": policy, "waiting": waiting, "editor_media": editor_media(request, form)}
    return render(request, "policies/import.html", context)


def bring(request: HttpRequest, form: BringForm, policy: Policy | None) -> ImportDraft | None:
    file = form.cleaned_data["file"]
    if not file:
        return services.begin(by=request.person, pasted=form.cleaned_data["pasted"], policy=policy)
    try:
        return services.begin(by=request.person, data=file.read(), name=file.name, policy=policy)
    except Refused as refused:
        form.add_error("file", str(refused))
        return None


def draft_of(request: HttpRequest, pk: int) -> ImportDraft:
    """An import is its owner's: to everybody else it is not there."""
    own = ImportDraft.objects.filter(person=request.person).exclude(status=ImportStatus.DISCARDED)
    draft = own.select_related("policy", "version__policy", "person").filter(pk=pk).first()
    require(can_edit(request.person, draft.policy if draft else None), whom_to_ask(EDIT))
    if draft is None:
        raise Http404
    return draft


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Waiting, refused, or what was found, to be checked and taken in."""
    draft = draft_of(request, pk)
    if draft.status == ImportStatus.TAKEN_IN:
        return redirect(draft.version or "policies:list")
    if draft.status != ImportStatus.READY:
        page = "waiting" if draft.status == ImportStatus.WAITING else "failed"
        return render(request, f"policies/import_{page}.html", {"draft": draft, "seconds": SECONDS_BETWEEN_LOOKS})

    form = CheckForm(request.POST or None, draft=draft, initial=opening(draft))
    parts = Parts(draft, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        services.keep_answers(draft, answers_of(request))
        valid = [form.is_valid(), parts.is_valid()]
        if all(valid) and (version := take_in(request, draft, form, parts)):
            return redirect(version)
    return render(request, "policies/import_check.html", page_of(draft, form, parts))


def take_in(request: HttpRequest, draft: ImportDraft, form: CheckForm, parts: Parts) -> Any:
    try:
        version = services.take_in(draft, by=request.person, confirmed=form.confirmed(parts))
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("“%s” is in. What is still missing stands beside the text.") % version.title)
    return version


def page_of(draft: ImportDraft, form: CheckForm, parts: Parts) -> dict[str, Any]:
    found = draft.parsed
    return {
        "draft": draft,
        "found": found,
        "form": form,
        "parts": parts,
        "sections": list(zip(parts.section_forms, found["sections"], strict=False)),
        "has_amendments": any(section["kind"] == "amendment" for section in found["sections"]),
        "text": mark_safe(anchored(found["body"])),  # noqa: S308 – sanitised when it was read
    }


def answers_of(request: HttpRequest) -> dict[str, list[str]]:
    return {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview's form keeps itself while it is filled in."""
    draft = draft_of(request, pk)
    services.keep_answers(draft, answers_of(request))
    return JsonResponse({"saved_at": time_format(timezone.localtime(), "H:i")})


@require_http_methods(["GET", "HEAD", "POST"])
def correct_text(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    if draft.status != ImportStatus.READY:
        return redirect(draft)

    form = TextOfImportForm(request.POST or None, initial={"body": draft.parsed["body"]})
    if request.method == "POST" and form.is_valid():
        html = form.cleaned_data["body"]
        attempt(
            request, lambda: services.correct_text(draft, by=request.person, html=html), _("The text is corrected.")
        )
        return redirect(draft)
    context = {"draft": draft, "form": form, "editor_media": editor_media(request, form)}
    return render(request, "policies/import_text.html", context)


@require_POST
def read_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not wait for the worker."""
    draft = draft_of(request, pk)
    services.read(draft)
    return redirect(draft)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(request, pk)
    attempt(request, lambda: services.discard(draft, by=request.person), _("The import was thrown away."))
    return redirect("policies:import", request.organisation.slug)
