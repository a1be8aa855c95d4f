"""The people in a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import interests
from incidents.access import VIEW, WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.people import PartyForm, StrikeForm
from incidents.joined import cases_of
from incidents.models import Answer, Case, Entry, EntryKind, Party
from incidents.sections import sections
from incidents.services import people as services
from organisations.nations import Nation
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.refusals import Refused


@dataclass(frozen=True)
class Card:
    """Somebody as the page shows them; `why_struck` has the words of the chronology."""

    party: Party
    name: str
    rows: list[dict[str, str]]
    from_case: str
    struck: str
    why_struck: str
    instead: str
    may_strike: bool


@in_the_log
def people(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    cases = cases_of(case, request.person)
    may_write = not case.is_finished and not case.is_shredded and can(request.person, case, WORK)
    context = {
        "case": case,
        "sections": sections(request, case),
        "cards": cards(cases, may_write=may_write),
        "may_write": may_write,
    }
    return render(request, "incidents/people/people.html", context)


def cards(cases: list[Case], *, may_write: bool) -> list[Card]:
    """Everybody in these cases, those who were struck through among them; two queries for any number."""
    readable = {case.pk: case for case in cases if not case.is_shredded}
    parties = list(Party.objects.filter(case__in=readable).select_related("struck_by"))
    by_key = {}
    for party in parties:
        party.case = readable[party.case_id]
        by_key[party.pk] = party
    reasons = {}
    struck = [party.uid for party in parties if party.struck_at]
    about = Entry.objects.filter(case__in=readable, kind=EntryKind.CORRECTION, about_uid__in=struck)
    for entry in about.order_by("pk") if struck else ():
        entry.case = readable[entry.case_id]
        reasons[entry.about_uid] = entry.words["text"]
    return [_card(party, by_key, reasons.get(party.uid, ""), cases[0], may_write) for party in parties]


def _card(party: Party, by_key: dict[int, Party], why: str, case: Case, may_write: bool) -> Card:
    words, struck = party.words, ""
    if party.struck_at:
        struck = _("Struck through on %(when)s by %(who)s") % {
            "when": in_words(party.struck_at),
            "who": party.struck_by,
        }
    instead = by_key[party.replaced_by_id].words["name"] if party.replaced_by_id else ""
    is_own = party.case_id == case.pk
    return Card(
        party=party,
        name=words["name"],
        rows=[row for row in _rows(party, words) if row["value"]],
        from_case="" if is_own else party.case.code,
        struck=struck,
        why_struck=why,
        instead=instead,
        may_strike=may_write and is_own and party.struck_at is None,
    )


def _rows(party: Party, words: dict[str, Any]) -> list[dict[str, str]]:
    shown = ("age", "position", "address", "council")
    later = ("contact", "language", "needs", "details")
    return [
        {"key": _("Under 18"), "value": str(Answer(party.is_child).label) if party.is_child else ""},
        *({"key": str(Party.WORDS[name]), "value": words[name]} for name in shown),
        {"key": _("Lives in"), "value": str(Nation(party.nation).label) if party.nation else ""},
        *({"key": str(Party.WORDS[name]), "value": words[name]} for name in later),
    ]


@in_the_log
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """A name can be looked for first; it is sent in the form, and so stands in no address."""
    case = case_or_404(request, code, WORK)
    looks = "look" in request.POST
    form = PartyForm(request.POST or None, people=services.to_choose_from(request.person))
    if request.method == "POST" and not looks and form.is_valid():
        try:
            services.enter(case, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if not can(request.person, case, VIEW):
                messages.info(
                    request, _("They are entered. Somebody else handles this case from now on, and was told.")
                )
                return redirect(address("incidents:log"))
            messages.success(request, _("They are entered."))
            if interests.of(request.person, [case], today=timezone.localdate()):
                asked = _("Are you too close to somebody in this case? Then step aside, under “Who sees it”.")
                messages.warning(request, asked)
            return redirect(address("incidents:parties", case.code))
    if looks:
        form.full_clean()
        form.errors.clear()  # nothing is judged yet
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "looked": looks,
        "back": address("incidents:parties", case.code),
    }
    return render(request, "incidents/people/enter.html", context)


@in_the_log
def strike(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    party = get_object_or_404(Party.objects.standing(), case=case, uid=uid)
    form = StrikeForm(request.POST or None, party=party)
    if request.method == "POST" and form.is_valid():
        try:
            services.strike(party, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _(
                    "They are struck through. Did somebody see or hear this who should not have? "
                    "Then it may be a loss of personal data: make a record of it."
                ),
            )
            return redirect(address("incidents:parties", case.code))
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "name": party.words["name"],
        "back": address("incidents:parties", case.code),
    }
    return render(request, "incidents/people/strike.html", context)
