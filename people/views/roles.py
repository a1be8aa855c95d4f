"""Roles: given, ended, named, explained."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people import services
from people.forms.roles import EndRoleForm, GiveRoleForm, RoleNamesForm
from people.models import Person, RoleHolding, RoleLabel
from people.permissions import (
    APPOINT_TRUSTEES,
    MANAGE_ORGANISATION,
    MANAGE_PEOPLE,
    OFFICES,
    all_rules,
    may_end,
    may_name_deputy,
    roles_to_give,
    whom_to_ask,
)
from people.roles import Role
from people.views.fetching import person_or_404
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.refusals import Refused, require

ANSWERING = OFFICES | {Role.COORDINATOR, Role.ASSESSOR, Role.LINE_MANAGER, Role.WEB_MANAGER}
"""Roles whose holders everybody of the charity may know; who volunteers or is a member is not shown to all."""


def give(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    allowed = roles_to_give(request.person, who) or may_name_deputy(request.person, Role.LEAD)
    require(bool(allowed), whom_to_ask(MANAGE_PEOPLE))
    form = GiveRoleForm(request.POST or None, by=request.person, to=who)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_role(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(who)s holds the role now.") % {"who": who})
            return redirect(who)
    title = _("Give %(who)s a role") % {"who": who}
    lead = "" if APPOINT_TRUSTEES.allows(request.person) else _("The chair gives the other roles.")
    return form_page(
        request, form, title=title, lead=lead, submit=_("Give the role"), back=address("people:person", pk)
    )


def end(request: HttpRequest, pk: int, holding_pk: int) -> HttpResponse:
    holding = get_object_or_404(RoleHolding.objects.select_related("person"), person__pk=pk, pk=holding_pk)
    asked = APPOINT_TRUSTEES if holding.role in OFFICES else MANAGE_PEOPLE
    require(may_end(request.person, holding), whom_to_ask(asked))
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_role(holding, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The end of the role is recorded."))
            return redirect(holding.person)
    words = {"role": RoleLabel.objects.by_role()[holding.role], "who": holding.person}
    title = _("End the role of %(who)s: %(role)s") % words
    return form_page(request, form, title=title, submit=_("End the role"), back=address("people:person", pk))


def names(request: HttpRequest) -> HttpResponse:
    require(MANAGE_ORGANISATION.allows(request.person), whom_to_ask(MANAGE_ORGANISATION))
    form = RoleNamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.name_roles(form.cleaned_data, by=request.person)
        messages.success(request, _("Every page uses these names now."))
        return redirect("people:who_can", request.organisation.slug)
    return form_page(
        request,
        form,
        title=_("What do you call your roles?"),
        lead=_(
            "Use the words of your policy. What each role may do stays the same. Leave a box empty to use our word."
        ),
        submit=_("Save the names"),
        back=address("settings:overview"),
    )


def who_can(request: HttpRequest) -> HttpResponse:
    """What each role may do, from the same rules that the pages ask; open to everybody of the charity."""
    labels = RoleLabel.objects.by_role()
    holders: dict[str, list[Person]] = {}
    for holding in RoleHolding.objects.today_with_people():
        holders.setdefault(holding.role, []).append(holding.person)
    parts = [
        {
            "title": title,
            "rows": [
                {"sentence": rule.sentence, "roles": [labels[role] for role in Role.values if role in rule.roles]}
                for rule in rules
            ],
        }
        for title, rules in all_rules()
        if rules
    ]
    offices = [{"label": labels[role], "holders": holders.get(role, [])} for role in Role.values if role in ANSWERING]
    context = {
        "parts": parts,
        "offices": offices,
        "may_name": MANAGE_ORGANISATION.allows(request.person),
        "rule_columns": [_("What"), _("Who may")],
    }
    return render(request, "people/who_can.html", context)
