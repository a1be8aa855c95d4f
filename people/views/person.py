"""One person: what is known, which roles, when here, how to sign in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from audit.presenting import Line, timeline
from people import services
from people.forms.person import ContactForm, NewPersonForm, PersonForm
from people.models import ContactPreference, Person, Purpose, RoleHolding, RoleLabel
from people.permissions import (
    MANAGE_PEOPLE,
    MERGE_PEOPLE,
    SEE_PEOPLE,
    is_own_family,
    may_change,
    may_end,
    may_end_service,
    may_manage_care,
    may_move_sign_in,
    may_name_deputy,
    may_record_death,
    may_see,
    may_see_contact,
    roles_to_give,
    whom_to_ask,
)
from people.roles import Role
from people.views.families import age_in_words, carers_of, looked_after_by, whom_to_contact
from people.views.fetching import person_or_404, to_page_of
from people.views.form_page import form_page
from people.views.merging import merges_of
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.refusals import require


def read(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require(may_see(request.person, who), whom_to_ask(SEE_PEOPLE))
    today, me = timezone.localdate(), request.person
    context = {
        "who": who,
        "is_me": who == me,
        "is_here": who.is_here(today),
        "details": details_of(who, shown=may_see_contact(me, who)),
        **family_of(who, me),
        "paused": who.paused_from is not None and (who == me or SEE_PEOPLE.allows(me)),
        "has_check_out": who.left_on is not None or who.check_outs.exists(),
        "roles": roles_of(who, me),
        "periods": who.periods.order_by("-starts_on"),
        "team": Person.objects.current().filter(line_manager=who),
        "may_open_team": SEE_PEOPLE.allows(me),
        "may_change": (may_change(me, who) or who == me) and who.merged_into_id is None,
        "may_manage": MANAGE_PEOPLE.allows(me) and who.merged_into_id is None,
        "may_merge": MERGE_PEOPLE.allows(me) and who != me and who.merged_into_id is None,
        "merges": merges_of(who, me) if MERGE_PEOPLE.allows(me) else [],
        "may_give": bool(roles_to_give(me, who)) or may_name_deputy(me, Role.LEAD),
        "may_end_service": may_end_service(me, who) and who != me,
        "may_record_death": may_record_death(me, who),
        "may_take_sign_in": may_move_sign_in(me, who) and who != me,
        "invited": who.links.filter(purpose=Purpose.INVITATION).usable(timezone.now()).order_by("-created_at").first(),
        "twins": twins_of(who, me) if MERGE_PEOPLE.allows(me) and who.merged_into_id is None else [],
        "history": history_of(who) if MANAGE_PEOPLE.allows(me) else [],
        "role_columns": [_("Role"), _("From"), _("Until"), _("Appointed by"), ""],
    }
    return render(request, "people/person.html", context)


def family_of(who: Person, me: Person) -> dict[str, Any]:
    """Who looks after this person, whom this person looks after, and whom to contact first (IL-66)."""
    if not SEE_PEOPLE.allows(me):
        nothing: dict[str, Any] = {"carers": [], "cares_for": [], "prompt": "", "add_care_url": ""}
        return nothing | {"is_cared_for": False, "may_manage_care": False}
    carers, may_write = carers_of(who, me), may_manage_care(me, who)
    is_here = who.is_here(timezone.localdate())
    return {
        "carers": carers,
        "cares_for": looked_after_by(who, me),
        "prompt": whom_to_contact(who, carers),
        "add_care_url": address("people:add_care", who.pk) if may_write and is_here else "",
        "may_manage_care": may_write,
        "is_cared_for": bool(carers) or who.holds(Role.BENEFICIARY),
    }


def details_of(who: Person, *, shown: bool) -> list[dict[str, Any]]:
    """Rows of the summary; what is kept back says so."""
    kept_back = _("Kept back: ask the chair or the safeguarding lead")
    rows = [(_("Full name"), who.name), (_("Known as"), who.known_as)]
    if shown:
        rows += [
            (_("E-mail address"), who.email or _("None: agreements are signed on paper or on your device")),
            (_("Telephone"), who.phone),
            (_("Safe way to make contact"), who.safe_contact),
            (_("E-mails"), _("Not wanted") if who.do_not_email else ""),
        ]
    else:
        rows.append((_("Contact details"), kept_back))
    rows += [
        (_("Date of birth"), date_format(who.date_of_birth) if who.date_of_birth and shown else ""),
        (_("Age today"), age_in_words(who) if who.date_of_birth or who.holds(Role.BENEFICIARY) else ""),
        (_("Age band"), who.age_band),
        (_("Adult at risk"), _("Yes") if who.adult_at_risk else ""),
        (_("Preferred language"), who.language),
        (_("Interpreter"), who.interpreter),
        (_("Whom to contact"), _whom(who)),
        (_("Project"), str(who.project or "")),
        (_("Line manager or team leader"), str(who.line_manager or "")),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def roles_of(who: Person, me: Person) -> list[dict[str, Any]]:
    """Roles held now and before, newest first, with the address where each can be ended."""
    labels, today = RoleLabel.objects.by_role(), timezone.localdate()
    holdings = RoleHolding.objects.filter(person=who).select_related("project", "deputy_for")
    open_to_me = roles_to_give(me, who)
    return [
        {
            "label": labels[held.role],
            "holding": held,
            "is_held": (held.ends_on is None or held.ends_on >= today) and who.is_here(today),
            "end_url": address("people:end_role", who.pk, held.pk)
            if held.ends_on is None and (held.role in open_to_me or may_end(me, held))
            else "",
        }
        for held in holdings.order_by("-starts_on", "-pk")
    ]


def history_of(who: Person) -> list[Line]:
    """Who changed what, without names of that day: a name that was given up does not come back here (E-24)."""
    return [
        replace(line, by=_("The person")) if line.event.actor_id == who.pk else line for line in timeline(who, limit=30)
    ]


def _whom(who: Person) -> str:
    return "" if who.contact_preference == ContactPreference.DIRECT else who.get_contact_preference_display()


def twins_of(who: Person, me: Person) -> list[dict[str, str]]:
    """Others who may be the same person, with what is the same and what tells them apart (E-17, E-18)."""
    known = listed_to(me, timezone.localdate())
    return [
        {
            "title": _("Perhaps the same person: %(name)s") % {"name": twin.person.name},
            "text": _("The same %(same)s. Joined on %(day)s, project: %(project)s.")
            % {
                "same": get_text_list(twin.same, _("and")),
                "day": date_format(twin.person.joined_on),
                "project": twin.person.project or _("none"),
            },
            "url": address("people:merge", who.pk, twin.person.pk),
        }
        for twin in services.alike(who, among=known)[:5]
    ]


def add(request: HttpRequest) -> HttpResponse:
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    form = NewPersonForm(request.POST or None, by=request.person)
    twins = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        known = listed_to(request.person, timezone.localdate())
        alike = services.duplicates_of(name=given["name"], email=given["email"], phone=given["phone"], among=known)
        if "anyway" in request.POST or not (twins := list(alike[:10])):
            who = services.add(by=request.person, appointed_by=str(request.person), **given)
            messages.success(request, _("%(who)s is in the list now.") % {"who": who})
            return to_page_of(request, who)
    return render(request, "people/add.html", {"form": form, "twins": twins})


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who keep the list change everything; everybody else their own contact details."""
    who = person_or_404(request, pk)
    require(who == request.person or may_change(request.person, who), whom_to_ask(MANAGE_PEOPLE))
    form = form_of(request, who)
    if request.method == "POST" and form.is_valid():
        services.change(who, by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return to_page_of(request, who)
    title = _("Your details") if who == request.person else _("Change details")
    lead = "" if "email" in form.fields else whose_address(who, request.person)
    return form_page(request, form, title=title, lead=lead, submit=_("Save"), back=address("people:person", pk))


def whose_address(who: Person, me: Person) -> str:
    """Why the e-mail address is no field on this page."""
    if is_own_family(me, who):
        return _("A colleague changes the e-mail address of somebody of your own family.")
    return _("The chair changes the e-mail address of somebody who holds an office.")


def form_of(request: HttpRequest, who: Person) -> ContactForm:
    """As much as this person may change; the address to which an office's mail goes is for the chair."""
    if not may_change(request.person, who):
        return ContactForm(request.POST or None, instance=who)
    may_move = who == request.person or may_move_sign_in(request.person, who)
    return PersonForm(request.POST or None, instance=who, may_move_sign_in=may_move)
