"""The lists that a charity keeps: agencies to call, projects, local protocols."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations import services as organisations
from organisations.forms.lists import AgencyForm, ProjectForm, ProtocolForm
from organisations.models import AgencyContact, LocalProtocol, Project
from organisations.reference import AS_OF
from people.permissions import MANAGE_ORGANISATION, whom_to_ask
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.refusals import Refused, require

# --- Agencies ------------------------------------------------------------------------------------------------------


def agencies(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    today = timezone.localdate()
    contacts = [{"agency": agency, "is_stale": agency.is_stale(today)} for agency in AgencyContact.objects.in_order()]
    columns = [_("Agency"), _("Telephone"), _("Outside office hours"), _("Last checked"), ""]
    return render(request, "settings/agencies.html", {"contacts": contacts, "columns": columns, "as_of": AS_OF})


def agency(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new agency, or one that is changed."""
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    known = get_object_or_404(AgencyContact, pk=pk) if pk else None
    form = AgencyForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            if known:
                organisations.change_agency(known, by=request.person, **form.cleaned_data)
            else:
                organisations.add_agency(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:agencies", request.organisation.slug)
    title = _("Change the agency") if known else _("Add an agency")
    return form_page(request, form, title=title, submit=_("Save"), back=address("settings:agencies"))


@require_POST
def agency_checked(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    checked = organisations.verify_agency(get_object_or_404(AgencyContact, pk=pk), by=request.person)
    messages.success(request, _("%(agency)s: checked today.") % {"agency": checked})
    return redirect("settings:agencies", request.organisation.slug)


@require_POST
def remove_agency(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    organisations.remove(get_object_or_404(AgencyContact, pk=pk), by=request.person)
    messages.success(request, _("Taken out of the list."))
    return redirect("settings:agencies", request.organisation.slug)


# --- Projects ------------------------------------------------------------------------------------------------------


def projects(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    today = timezone.localdate()
    running = set(Project.objects.running(today).values_list("pk", flat=True))
    rows = [{"project": one, "is_running": one.pk in running} for one in Project.objects.select_related("parent")]
    columns = [_("Project"), _("Running"), _("Contact during activities"), _("Page online"), ""]
    return render(request, "settings/projects.html", {"rows": rows, "columns": columns})


def project(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new project, or one that is changed."""
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    known = get_object_or_404(Project, pk=pk) if pk else None
    form = ProjectForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            if known:
                organisations.change_project(known, by=request.person, **form.cleaned_data)
            else:
                organisations.add_project(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings:projects", request.organisation.slug)
    title = _("Change the project") if known else _("Add a project")
    return form_page(request, form, title=title, submit=_("Save"), back=address("settings:projects"))


@require_POST
def remove_project(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    try:
        organisations.remove(get_object_or_404(Project, pk=pk), by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken out of the list."))
    return redirect("settings:projects", request.organisation.slug)


# --- Protocols -----------------------------------------------------------------------------------------------------


def protocols(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    columns = [_("Protocol"), _("Area"), _("Version"), ""]
    return render(request, "settings/protocols.html", {"protocols": LocalProtocol.objects.all(), "columns": columns})


def protocol(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new protocol, or one that is changed."""
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    known = get_object_or_404(LocalProtocol, pk=pk) if pk else None
    form = ProtocolForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        if known:
            organisations.change_protocol(known, by=request.person, **form.cleaned_data)
        else:
            organisations.add_protocol(by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings:protocols", request.organisation.slug)
    title = _("Change the protocol") if known else _("Add a local protocol")
    return form_page(request, form, title=title, submit=_("Save"), back=address("settings:protocols"))


@require_POST
def remove_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    try:
        organisations.remove(get_object_or_404(LocalProtocol, pk=pk), by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken out of the list."))
    return redirect("settings:protocols", request.organisation.slug)
