"""Beginning a policy, and writing a draft without losing a word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from people.permissions import whom_to_ask
from policies import starters
from policies.comparing import compare
from policies.forms.writing import BeginForm, DiscardForm, EditForm
from policies.models import AutosavedText, PolicyVersion
from policies.permissions import EDIT, can_edit
from policies.services import policies, versions
from policies.views.answering import attempt, form_page
from policies.views.fetching import policy_of, version_of
from safeguard.addresses import address
from safeguard.refusals import Refused, require


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    require(can_edit(request.person), whom_to_ask(EDIT))
    return render(request, "policies/new.html", {"starters": starters.starters()})


@require_http_methods(["GET", "HEAD", "POST"])
def begin_blank(request: HttpRequest) -> HttpResponse:
    require(can_edit(request.person), whom_to_ask(EDIT))

    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = policies.create(by=request.person, **form.cleaned_data)
        return redirect("policies:edit", request.organisation.slug, draft.policy.slug, draft.number)
    words = {"title": _("Write a new policy"), "submit": _("Begin"), "back": address("policies:new")}
    return form_page(request, form, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_starter(request: HttpRequest, starter_slug: str) -> HttpResponse:
    require(can_edit(request.person), whom_to_ask(EDIT))
    try:
        starter = starters.starter(starter_slug)
    except KeyError:
        raise Http404 from None

    if request.method == "POST":
        draft = policies.create_from_starter(starter, by=request.person)
        messages.success(request, _("The draft is ready. Read it through and make it yours."))
        return redirect("policies:edit", request.organisation.slug, draft.policy.slug, draft.number)
    text = mark_safe(starter.html_for(request.organisation))  # noqa: S308 – sanitised
    return render(request, "policies/starter.html", {"starter": starter, "text": text})


@require_POST
def open_draft(request: HttpRequest, policy_slug: str) -> HttpResponse:
    policy = policy_of(policy_slug)
    require(can_edit(request.person, policy), whom_to_ask(EDIT))
    draft = attempt(request, lambda: versions.open_draft(policy, by=request.person), "") or policy.in_work
    if draft is None:
        return redirect(policy)
    return redirect("policies:edit", request.organisation.slug, policy.slug, draft.number)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_edit(request.person, version.policy), whom_to_ask(EDIT))
    if version.is_closed:
        messages.warning(request, _("This text is closed. Make an amendment, or start a new version."))
        return redirect(version)

    kept = AutosavedText.objects.filter(version=version, person=request.person).first()
    initial = EditForm.initial_of(version, kept.body if kept else None)
    if kept:
        initial["revision"] = kept.based_on
    form = EditForm(request.POST or None, version=version, initial=initial)
    if request.method == "POST" and form.is_valid():
        return save(request, version, form)
    return render(request, "policies/edit.html", page_of(request, version, form, kept))


def save(request: HttpRequest, version: PolicyVersion, form: EditForm) -> HttpResponse:
    typed = form.cleaned_data
    control = {name: typed[name] for name in versions.CONTROL if name in typed}
    try:
        saved = versions.save_text(
            version, by=request.person, html=typed["body"], revision=typed["revision"], **control
        )
    except versions.EditedMeanwhile as meanwhile:
        return conflict(request, meanwhile, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "policies/edit.html", page_of(request, version, form, None))
    messages.success(request, _("Saved."))
    return redirect(saved)


def conflict(request: HttpRequest, meanwhile: versions.EditedMeanwhile, form: EditForm) -> HttpResponse:
    """Both texts and what tells them apart; sent again, the form replaces the other text knowingly (E-40)."""
    theirs, mine = meanwhile.theirs, form.cleaned_data["body"]
    again = EditForm(version=theirs, initial={**form.cleaned_data, "revision": theirs.revision})
    context = {
        "version": theirs,
        "policy": theirs.policy,
        "sentence": str(meanwhile),
        "comparison": compare(theirs.body, mine),
        "form": again,
        "editor_media": editor_media(request, again),
    }
    return render(request, "policies/conflict.html", context, status=409)


def page_of(request: HttpRequest, version: PolicyVersion, form: EditForm, kept: AutosavedText | None) -> dict[str, Any]:
    return {
        "version": version,
        "policy": version.policy,
        "form": form,
        "kept": kept,
        "is_behind": kept is not None and kept.based_on != version.revision,
        "also_editing": versions.also_editing(version, request.person, now=timezone.now()),
        "open_comments": version.comments.filter(settled_at=None).select_related("person"),
        "editor_media": editor_media(request, form),
    }


def editor_media(request: HttpRequest, form: EditForm) -> Any:
    """The editor's scripts, with the nonce that the page's policy asks for."""
    return Media.from_media(form.media, nonce=str(request.csp_nonce))


@require_POST
def autosave(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_edit(request.person, version.policy), whom_to_ask(EDIT))
    if version.is_closed:
        return JsonResponse({"refused": _("This text is closed.")}, status=409)
    revision = request.POST.get("revision", "")
    based_on = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else version.revision
    saved_at = versions.autosave(version, by=request.person, html=request.POST.get("body", ""), based_on=based_on)
    others = [str(person) for person in versions.also_editing(version, request.person, now=saved_at)]
    return JsonResponse({"saved_at": time_format(timezone.localtime(saved_at), "H:i"), "also_editing": others})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, policy_slug: str, number: int) -> HttpResponse:
    version = version_of(request, policy_slug, number)
    require(can_edit(request.person, version.policy), whom_to_ask(EDIT))

    form = DiscardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("The draft was given up. It can still be read under History.")
        attempt(request, lambda: versions.discard(version, by=request.person, **form.cleaned_data), done)
        return redirect(version.policy)
    return form_page(
        request,
        form,
        title=_("Give the draft up?"),
        lead=_("Nobody works on it any more. It stays under History for those who edit policies."),
        submit=_("Give it up"),
        submit_kind="warning",
        back=version.get_absolute_url(),
    )
