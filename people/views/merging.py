"""Two entries side by side, joined by hand, and taken apart again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import services
from people.forms.merging import MergeForm, WhichOtherForm
from people.models import Merge, Person, RoleLabel
from people.permissions import (
    APPOINT_TRUSTEES,
    MERGE_PEOPLE,
    is_own_family,
    may_merge,
    may_see_contact,
    whom_to_ask,
)
from people.services.merging import OWN_FAMILY, STAYED, is_closed, relations
from people.views.fetching import person_or_404
from people.views.form_page import form_page
from safeguard.addresses import address
from safeguard.refusals import Refused, require


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands in the list twice: which is the other entry?"""
    who = person_or_404(request, pk)
    require(MERGE_PEOPLE.allows(request.person), whom_to_ask(MERGE_PEOPLE))
    form = WhichOtherForm(request.POST or None, by=request.person, who=who)
    if request.method == "POST" and form.is_valid():
        return redirect("people:merge", request.organisation.slug, pk, form.cleaned_data["other"].pk)
    title = _("%(who)s is in the list twice") % {"who": who}
    lead = _("You see both entries side by side before anything is joined.")
    return form_page(request, form, title=title, lead=lead, submit=_("Go on"), back=address("people:person", pk))


def merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Both entries with what tells people of one name apart; nothing is joined by itself (E-17, E-18)."""
    entries = person_or_404(request, pk), person_or_404(request, other_pk)
    require(MERGE_PEOPLE.allows(request.person), whom_to_ask(MERGE_PEOPLE))
    require(not any(is_own_family(request.person, entry) for entry in entries), OWN_FAMILY)
    if request.person not in entries:
        require(may_merge(request.person, *entries), whom_to_ask(APPOINT_TRUSTEES))
    form = MergeForm(request.POST or None, entries=entries)
    if request.method == "POST" and form.is_valid():
        kept, duplicate = form.kept_and_duplicate
        try:
            services.merge(kept, duplicate, told_apart_by=form.reason, by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The two entries are one now. You can take them apart again on this page."))
            return redirect(kept)
    context = {"form": form, "who": entries[0], "rows": side_by_side(entries, request.person), "columns": columns()}
    return render(request, "people/merge.html", context)


@require_POST
def undo(request: HttpRequest, pk: int, merge_pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require(MERGE_PEOPLE.allows(request.person), whom_to_ask(MERGE_PEOPLE))
    joined = get_object_or_404(Merge.objects.filter(Q(kept=who) | Q(duplicate=who)), pk=merge_pk)
    try:
        services.undo_merge(joined, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The two entries are taken apart again."))
    return redirect(who)


def columns() -> list[str]:
    return [_("What is known"), _("Entry 1"), _("Entry 2")]


def side_by_side(entries: tuple[Person, Person], me: Person) -> list[dict[str, str]]:
    """What each entry says and has. The number of questions to the database is the same for every two people."""
    labels = RoleLabel.objects.by_role()
    said = [_said(person, labels, me) for person in entries]
    rows = [{"key": key, "one": said[0][key] or "–", "other": said[1][key] or "–"} for key in said[0]]
    for model, name, _can_move in relations():
        if is_closed(f"{model._meta.label}.{name}"):
            continue
        counts = [model._default_manager.filter(**{name: person}).count() for person in entries]
        if any(counts):
            words = capfirst(str(model._meta.verbose_name_plural))
            rows.append({"key": words, "one": str(counts[0] or "–"), "other": str(counts[1] or "–")})
    return rows


def _said(person: Person, labels: dict[str, str], me: Person) -> dict[str, str]:
    shown = may_see_contact(me, person)
    kept_back = _("Kept back")
    born = date_format(person.date_of_birth) if person.date_of_birth else ""
    return {
        _("Full name"): person.name,
        _("Known as"): person.known_as,
        _("Project"): str(person.project or ""),
        _("Joined on"): date_format(person.joined_on),
        _("Left on"): date_format(person.left_on) if person.left_on else "",
        _("Date of birth"): (born or person.age_band or _("Not known")) if shown else kept_back,
        _("E-mail address"): person.email if shown else kept_back,
        _("Telephone"): person.phone if shown else kept_back,
        _("Roles"): ", ".join(labels[role] for role in sorted(person.roles)),
        _("Signing in"): _("Has a sign-in.") if person.user_id else _("No sign-in"),
    }


def merges_of(who: Person, me: Person) -> list[dict[str, Any]]:
    """The history of joining, for the pages of both entries."""
    rows = Merge.objects.filter(Q(kept=who) | Q(duplicate=who)).select_related(
        "kept", "duplicate", "merged_by", "undone_by"
    )
    return [
        {
            "kept": merge.kept,
            "duplicate": merge.duplicate,
            "day": timezone.localtime(merge.merged_at).date(),
            "by": merge.merged_by,
            "how": merge.told_apart_by,
            "stayed": stayed_in_words(merge),
            "undone_on": timezone.localtime(merge.undone_at).date() if merge.undone_at else None,
            "undone_by": merge.undone_by,
            "undo_url": address("people:undo_merge", who.pk, merge.pk)
            if merge.undone_at is None and may_merge(me, merge.kept, merge.duplicate)
            else "",
        }
        for merge in rows.select_related("kept", "duplicate", "merged_by", "undone_by")
    ]


def stayed_in_words(merge: Merge) -> str:
    """What could not move because the kept entry has one of its own, such as "2 registers, 1 request to sign"."""
    found = []
    names = {f"{model._meta.label}.{name}": model for model, name, _can_move in relations()}
    for key, rows in merge.moved.get(STAYED, {}).items():
        model = names.get(key)
        if model is not None and rows and not is_closed(key):
            words = model._meta.verbose_name if len(rows) == 1 else model._meta.verbose_name_plural
            found.append(f"{len(rows)} {words}")
    return ", ".join(found)
