"""Where policies differ: what this charity decided, subject by subject; and the second step of the sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from organisations import services as organisations
from organisations.forms.rules import SECTIONS, PeopleRules, SecondFactorForm, Section, values_of
from organisations.models import Settings
from people.models import RoleLabel
from people.permissions import MANAGE_ORGANISATION, may_spare_second_step, whom_to_ask
from people.roles import TRUSTEES, WORKERS, Role
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.refusals import require


def rules(request: HttpRequest, section: str) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    found = next((one for one in SECTIONS if one.key == section), None)
    if found is None:
        raise Http404
    form = found.form(request.POST or None, instance=Settings.current(), **_extra(found))
    if request.method == "POST" and form.is_valid():
        organisations.change_settings(by=request.person, **values_of(form))
        messages.success(request, _("Saved. It applies from now on."))
        return redirect("settings:overview", request.organisation.slug)
    return form_page(
        request,
        form,
        title=found.title,
        lead=_("Answer as your policy says. Where it says nothing, the careful answer is chosen."),
        submit=_("Save"),
        back=address("settings:overview"),
    )


def _extra(section: Section) -> dict[str, Any]:
    if section.form is not PeopleRules:
        return {}
    labels = RoleLabel.objects.by_role()
    return {"workers": [(role.value, labels[role]) for role in Role if role in WORKERS | TRUSTEES | {Role.ASSESSOR}]}


def second_step(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    labels = RoleLabel.objects.by_role()
    roles = [(role.value, labels[role]) for role in Role if role in WORKERS | TRUSTEES | MARKABLE]
    form = SecondFactorForm(
        request.POST or None, roles=roles, initial={"roles": Settings.current().second_factor_roles}
    )
    if request.method == "POST" and form.is_valid():
        spared = set(Settings.current().second_factor_roles) - set(form.cleaned_data["roles"])
        if not may_spare_second_step(request.person, spared):
            form.add_error("roles", _("The chair alone lets an office go without it."))
    if request.method == "POST" and form.is_valid():
        organisations.change_settings(by=request.person, second_factor_roles=form.cleaned_data["roles"])
        messages.success(request, _("Saved. Whoever holds such a role is asked at the next page."))
        return redirect("settings:overview", request.organisation.slug)
    lead = _("We advise it for the chair, trustees and the safeguarding lead, who see the most.")
    title = _("Second step when signing in")
    return form_page(request, form, title=title, lead=lead, submit=_("Save"), back=address("settings:overview"))


MARKABLE = frozenset({Role.LEAD, Role.ASSESSOR, Role.ADMINISTRATOR})
