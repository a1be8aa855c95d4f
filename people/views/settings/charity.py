"""The charity itself: name, address, neighbours, logo, colour."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from organisations import logos
from organisations import services as organisations
from organisations.example import SLUG as EXAMPLE
from organisations.forms.charity import AddressForm, CharityForm, ColourForm, LogoForm, NeighboursForm
from organisations.forms.rules import SECTIONS
from organisations.models import AgencyContact, LocalProtocol, Organisation, Project, Settings
from people.models import RoleLabel
from people.permissions import MANAGE_ORGANISATION, whom_to_ask
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.refusals import require

DETAILS: dict[str, tuple[Any, type[BaseForm]]] = {
    "name": (gettext_lazy("Name and nation"), CharityForm),
    "address": (gettext_lazy("Address and number"), AddressForm),
    "neighbours": (gettext_lazy("Partnership, police and languages"), NeighboursForm),
    "colour": (gettext_lazy("Colour"), ColourForm),
}


def overview(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    labels, current = RoleLabel.objects.by_role(), Settings.current()
    context = {
        "details": details_of(request.organisation),
        "is_example": request.organisation.slug == EXAMPLE,
        "sections": SECTIONS,
        "second_step": [labels[role] for role in current.second_factor_roles if role in labels],
        "counts": {
            "agencies": AgencyContact.objects.count(),
            "projects": Project.objects.count(),
            "protocols": LocalProtocol.objects.count(),
        },
    }
    return render(request, "settings/overview.html", context)


def details_of(charity: Organisation) -> list[dict[str, Any]]:
    """Rows of the summary; a blank says that it is missing."""
    rows = [
        (_("Name"), charity.name, "name"),
        (_("Former names"), charity.former_names, ""),
        (_("Nation"), charity.get_nation_display(), "name"),
        (_("Postal address"), ", ".join(charity.address.splitlines()), "address"),
        (_("Charity number"), charity.charity_number, "address"),
        (_("Charity regulator"), charity.regulator, "address"),
        (_("Local safeguarding partnership"), charity.local_partnership, "neighbours"),
        (_("Police force"), charity.police_force, "neighbours"),
        (_("Languages"), ", ".join(charity.languages), "neighbours"),
        (_("Colour"), charity.brand_colour or _("Ours"), "colour"),
    ]
    return [
        {
            "key": key,
            "value": value or _("Not filled in yet"),
            "missing": not value,
            "change_url": address("settings:charity", part) if part else "",
        }
        for key, value, part in rows
        if value or part
    ]


def charity(request: HttpRequest, part: str) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    if part not in DETAILS:
        raise Http404
    title, form_class = DETAILS[part]
    own = Organisation.objects.get(pk=request.organisation.pk)  # a form writes into its instance before it is right
    form = form_class(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        organisations.update(request.organisation, by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings:overview", request.organisation.slug)
    return form_page(request, form, title=title, submit=_("Save"), back=address("settings:overview"))


def logo(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if request.method == "POST" and form.is_valid():
        organisations.set_logo(request.organisation, name=logos.keep(form.cleaned_data["logo"]), by=request.person)
        messages.success(request, _("Every page and every print has the new logo."))
        return redirect("settings:overview", request.organisation.slug)
    return render(request, "settings/logo.html", {"form": form})


@require_POST
def remove_logo(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    organisations.set_logo(request.organisation, name="", by=request.person)
    messages.success(request, _("The logo is taken away."))
    return redirect("settings:overview", request.organisation.slug)
