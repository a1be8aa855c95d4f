"""Writing an agreement, choosing its documents, opening and closing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.forms.designing import AddDocumentForm, AgreementForm, DocumentForm, TermsForm
from agreements.models import Agreement, AgreementDocument
from agreements.permissions import KEEPERS_SENTENCE, can_design
from agreements.services import designing
from agreements.states import Status
from agreements.views.fetching import agreement_of
from safeguard.addresses import address
from safeguard.refusals import Refused, require


def new(request: HttpRequest) -> HttpResponse:
    require(can_design(request.person), KEEPERS_SENTENCE)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agreement = designing.create(by=request.person, **given(form))
        return redirect(address("agreements:choose", agreement.pk))
    context = {"form": form, "title": _("New agreement"), "back": address("agreements:front")}
    return render(request, "agreements/form.html", context | {"submit": _("Go on to the documents")})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a draft; of an open agreement only who signs and for how long."""
    require(can_design(request.person), KEEPERS_SENTENCE)
    agreement = agreement_of(pk)
    form_class = AgreementForm if agreement.status == Status.DRAFT else TermsForm
    form = form_class(request.POST or None, instance=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            designing.change(agreement_of(pk), by=request.person, **given(form))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(agreement)
    context = {"form": form, "title": _("Change “%s”") % agreement_of(pk), "back": agreement.get_absolute_url()}
    return render(request, "agreements/form.html", context | {"submit": _("Save")})


def given(form: AgreementForm) -> dict[str, Any]:
    return dict(form.cleaned_data)


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of a draft."""
    require(can_design(request.person), KEEPERS_SENTENCE)
    agreement = agreement_of(pk)
    form = AddDocumentForm(request.POST or None, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            document = designing.put_document(agreement, form.cleaned_data["policy"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(address("agreements:document", pk, document.pk))
    context = {
        "agreement": agreement,
        "form": form,
        "is_draft": agreement.status == Status.DRAFT,
        "obstacles": designing.obstacles(agreement),
        "companions": designing.unread_companions(agreement),
    }
    return render(request, "agreements/choose.html", context)


def document(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """How much of one document is signed."""
    require(can_design(request.person), KEEPERS_SENTENCE)
    found = document_of(pk, document_pk)
    form = DocumentForm(request.POST or None, document=found, version=found.policy.current)
    if request.method == "POST" and form.is_valid():
        try:
            designing.put_document(found.agreement, found.policy, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(address("agreements:choose", pk))
    return render(request, "agreements/document.html", {"document": found, "form": form})


@require_POST
def take_out(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    require(can_design(request.person), KEEPERS_SENTENCE)
    try:
        designing.take_document_out(document_of(pk, document_pk), by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address("agreements:choose", pk))


def document_of(pk: int, document_pk: int) -> AgreementDocument:
    documents = AgreementDocument.objects.select_related("agreement", "policy")
    return get_object_or_404(documents, agreement__pk=pk, pk=document_pk)


def open_(request: HttpRequest, pk: int) -> HttpResponse:
    require(can_design(request.person), KEEPERS_SENTENCE)
    agreement = agreement_of(pk)
    context = {"agreement": agreement, "obstacles": designing.obstacles(agreement)}
    return confirmed(request, agreement, designing.open_, "agreements/open.html", context)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    require(can_design(request.person), KEEPERS_SENTENCE)
    agreement = agreement_of(pk)
    return confirmed(request, agreement, designing.close, "agreements/close.html", {"agreement": agreement})


def confirmed(
    request: HttpRequest,
    agreement: Agreement,
    service: Callable[..., Agreement],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A page that says what will happen, and a button that does it."""
    if request.method == "POST":
        try:
            service(agreement, by=request.person)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(agreement)
    return render(request, template, context)


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that takes this agreement's place when it opens."""
    require(can_design(request.person), KEEPERS_SENTENCE)
    draft = designing.follow(agreement_of(pk), by=request.person)
    return redirect(address("agreements:edit", draft.pk))
