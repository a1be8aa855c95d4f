"""Who looks after whom: on the person's page, and the pages where it is written down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from people import services
from people.ages import age_of
from people.forms.families import CareForm, ConfirmAuthorityForm, EndCareForm, NewCareForm
from people.models import Authority, CareLink, ContactPreference, Person
from people.permissions import CONFIRM_AUTHORITY, MANAGE_PEOPLE, SEE_ORDERS, may_manage_care, whom_to_ask
from people.views.fetching import person_or_404
from people.views.form_page import form_page
from people.visibility import listed_to
from safeguard.addresses import address
from safeguard.refusals import Refused, require

# --- What the pages of a person show -------------------------------------------------------------------------------


def carers_of(who: Person, me: Person) -> list[dict[str, Any]]:
    """Those who look after somebody now, whom to contact first at the top."""
    today = timezone.localdate()
    links = CareLink.objects.on(today).filter(cared_for=who, carer__in=listed_to(me, today).values("pk"))
    return [_shown(link, link.carer, me) for link in links.select_related("carer")]


def looked_after_by(who: Person, me: Person) -> list[dict[str, Any]]:
    """Those whom somebody looks after now, as far as the reader may know of them."""
    today = timezone.localdate()
    links = CareLink.objects.on(today).filter(carer=who, cared_for__in=listed_to(me, today).values("pk"))
    return [_shown(link, link.cared_for, me) for link in links.select_related("cared_for")]


def _shown(link: CareLink, other: Person, me: Person) -> dict[str, Any]:
    facts = [
        _("They live together") if link.lives_with else "",
        _("Is contacted first") if link.contact_first else "",
    ]
    return {
        "person": other,
        "relationship": link.get_relationship_display(),
        "authority": link.get_authority_display(),
        "tag": _confirmed(link),
        "facts": ", ".join(filter(None, facts)),
        "is_first": link.contact_first,
        "court_order": link.court_order if SEE_ORDERS.allows(me) else "",
        "seen": link.authority_seen if CONFIRM_AUTHORITY.allows(me) else "",
        "change_url": address("people:change_care", link.cared_for_id, link.pk),
        "confirm_url": address("people:confirm_care", link.cared_for_id, link.pk) if _to_confirm(link, me) else "",
        "end_url": address("people:end_care", link.cared_for_id, link.pk),
    }


def _to_confirm(link: CareLink, me: Person) -> bool:
    return CONFIRM_AUTHORITY.allows(me) and not link.is_confirmed and link.authority != Authority.UNKNOWN


def _confirmed(link: CareLink) -> tuple[str, str]:
    """Kind and words of the tag."""
    if link.is_confirmed:
        return "good", _("Confirmed on %(day)s") % {"day": date_format(link.authority_confirmed_on)}
    return ("quiet", _("Nothing to confirm")) if link.authority == Authority.NONE else ("soon", _("Not confirmed yet"))


def whom_to_contact(who: Person, carers: list[dict[str, Any]]) -> str:
    """What anybody should read before they ring or write (IL-66). Empty where the person is contacted directly."""
    if who.contact_preference == ContactPreference.DIRECT:
        return ""
    first = [row for row in carers if row["is_first"]] or carers
    names = [f"{row['person']} ({row['relationship']})" for row in first]
    whom = get_text_list(names, _("or")) or _("nobody is named yet")
    if who.contact_preference == ContactPreference.CARER_ONLY:
        return _("Contact only the parents or carers: %(whom)s.") % {"whom": whom}
    return _("Contact the parents or carers first: %(whom)s.") % {"whom": whom}


def age_in_words(who: Person) -> str:
    """How old somebody is today, or what is known instead."""
    age = age_of(who, timezone.localdate())
    if age is not None:
        return str(age)
    return who.age_band or _("Not known: treat this person as the youngest whom a rule protects")


# --- Writing it down -----------------------------------------------------------------------------------------------


def add(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    require_not_own_family(request, who)
    form = NewCareForm(request.POST or None, by=request.person, cared_for=who)
    if request.method == "POST" and form.is_valid():
        try:
            link = _taken_in(who, form.cleaned_data, by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(carer)s is recorded as a carer.") % {"carer": link.carer})
            return redirect(who)
    title = _("Add somebody who looks after %(who)s") % {"who": who}
    return form_page(request, form, title=title, submit=_("Add the carer"), back=address("people:person", pk))


def _taken_in(who: Person, given: dict[str, Any], *, by: Person) -> CareLink:
    details = {name: value for name, value in given.items() if name != "carer" and not name.startswith("new_")}
    if given["carer"]:
        return services.add_carer(who, given["carer"], by=by, **details)
    new = {name: given[f"new_{name}"] for name in ("name", "email", "phone")}
    return services.add_new_carer(who, by=by, **new, **details)


def change(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    link = care_or_404(request, pk, link_pk)
    form = CareForm(request.POST or None, instance=link, by=request.person, cared_for=link.cared_for)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_care(link, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(link.cared_for)
    words = {"carer": link.carer, "who": link.cared_for}
    lead = _("If the right to decide changes, somebody has to confirm it again.") if link.is_confirmed else ""
    title = _("%(carer)s, who looks after %(who)s") % words
    return form_page(request, form, title=title, lead=lead, submit=_("Save"), back=address("people:person", pk))


def confirm(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    link = care_or_404(request, pk, link_pk)
    require(CONFIRM_AUTHORITY.allows(request.person), whom_to_ask(CONFIRM_AUTHORITY))
    form = ConfirmAuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_authority(link, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Confirmed. What %(carer)s answers counts.") % {"carer": link.carer})
            return redirect(link.cared_for)
    words = {"carer": link.carer, "who": link.cared_for}
    return form_page(
        request,
        form,
        title=_("Confirm that %(carer)s may decide for %(who)s") % words,
        lead=link.get_authority_display(),
        submit=_("Confirm it"),
        back=address("people:person", pk),
    )


def end(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    link = care_or_404(request, pk, link_pk)
    form = EndCareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_care(link, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is recorded that this has ended."))
            return redirect(link.cared_for)
    return form_page(
        request,
        form,
        title=_("%(carer)s does not look after %(who)s any more") % {"carer": link.carer, "who": link.cared_for},
        lead=_("What was answered before stays on record. From then on this carer decides nothing here."),
        submit=_("Record it"),
        submit_kind="warning",
        back=address("people:person", pk),
    )


def require_not_own_family(request: HttpRequest, who: Person) -> None:
    """A parent who works here would otherwise decide by whose word the child's consent counts (E-20, E-29)."""
    require(
        may_manage_care(request.person, who),
        _("This is about your own family. A colleague writes down who looks after whom, and by what right."),
    )


def care_or_404(request: HttpRequest, pk: int, link_pk: int) -> CareLink:
    """A tie between two people of whom the reader may know, for those who keep the list."""
    who = person_or_404(request, pk)
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    require_not_own_family(request, who)
    known = listed_to(request.person, timezone.localdate()).values("pk")
    links = CareLink.objects.filter(cared_for=who, carer__in=known).select_related("cared_for", "carer")
    found: CareLink = get_object_or_404(links, pk=link_pk)
    return found
