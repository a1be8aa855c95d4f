"""What agencies were told in a case, and what came back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents import identifiers, presenting, procedures
from incidents.access import SHARE, WORK, can, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.referrals import HeardForm, ReferralForm
from incidents.models import Case, Party, Referral, ReferralUpdate
from incidents.sections import sections
from incidents.services import referrals as services
from incidents.views.steps import urgent
from organisations.models import AgencyContact, AgencyKind
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.refusals import Refused

QUICK = (AgencyKind.EMERGENCY, AgencyKind.POLICE)


@in_the_log
def referrals(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    found = list(Referral.objects.filter(case=case).select_related("by"))
    context = {
        "case": case,
        "sections": sections(request, case),
        "rows": [(one, _words(one, case).get("agency") or one.get_kind_display(), tag_of(one)) for one in found],
        "urgent": urgent(case),
        "no_crime": _no_crime(case),
        "may_refer": _is_open(case) and can(request.person, case, SHARE),
        "may_work": _is_open(case) and can(request.person, case, WORK),
    }
    return render(request, "incidents/referrals/list.html", context)


def _is_open(case: Case) -> bool:
    return not case.is_finished and not case.is_shredded


def _words(row: Any, case: Case) -> dict[str, Any]:
    """The words of a row of this case; empty where they cannot be read any more."""
    row.case = case
    return presenting.words_of(row)


def _no_crime(case: Case) -> dict[str, Any] | None:
    """Asking for help makes nobody a criminal: said beside the button (RW-83)."""
    if "radicalisation" in case.types:
        return procedures.note("no_crime")
    return None


def tag_of(one: Referral) -> tuple[str, str]:
    if one.ended_at:
        return "quiet", _("Ended")
    if one.chase_on and one.chase_on <= timezone.localdate():
        return "bad", _("Ask again now")
    if one.acknowledged_at:
        return "good", _("They have it")
    return "soon", _("Nothing heard yet")


@in_the_log
def refer(request: HttpRequest, code: str) -> HttpResponse:
    case = case_or_404(request, code, SHARE)
    today, agencies = timezone.localdate(), list(AgencyContact.objects.in_order())
    parties = list(Party.objects.standing().filter(case=case))
    for party in parties:
        party.case = case
    readable = not presenting.trouble_with(case)
    suggested = services.suggestions(case, parties, agencies, today) if readable else []
    initial = _chosen(request, suggested)
    known = identifiers.identifier_in(request.organisation.nation)
    asked = known if known and (known.in_force(today) or "identifier" in request.GET) else None
    once = str(uuid.uuid4())
    form = ReferralForm(request.POST or None, agencies=agencies, identifier=asked, once=once, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.refer(case, by=request.person, **form.words())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record whom you told."))
            if doubt := identifiers.doubt(made.words["identifier"], request.organisation.nation):
                messages.warning(request, doubt)
            return redirect("incidents:referral", request.organisation.slug, case.code, made.uid)
    of_case = procedures.of_case(case)
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "suggestions": suggested,
        "identifier": known if asked is None else None,
        "numbers": [(one, one.is_stale(today)) for one in agencies if one.phone or one.out_of_hours],
        "urgent": urgent(case),
        "no_crime": _no_crime(case),
        "notes": procedures.notes(of_case, request.organisation.nation),
        "field_lists": procedures.field_lists(of_case, request.organisation.nation),
        "places": procedures.places(of_case),
        "back": address("incidents:referrals", case.code),
    }
    return render(request, "incidents/referrals/refer.html", context)


def _chosen(request: HttpRequest, suggested: list[services.Suggestion]) -> dict[str, Any]:
    """What the form begins with: the suggestion that was pressed, by its number. Its name stands in no address."""
    number = request.GET.get("suggested", "")
    if not number.isdecimal() or not 1 <= int(number[:4]) <= len(suggested):
        return {}
    one = suggested[int(number[:4]) - 1]
    why = {"why_agency": one.why}
    return why | ({"agency": one.agency.pk} if one.agency else {"agency_name": one.name, "kind": one.kind})


@in_the_log
def called(request: HttpRequest, code: str) -> HttpResponse:
    """ "I have rung 999" or the police: the second tap writes it down. Whoever works on the case may."""
    case = case_or_404(request, code, WORK)
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in QUICK:
        try:
            made = services.called(case, by=request.person, kind=kind, once=_once(request))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("incidents:referrals", request.organisation.slug, case.code)
        messages.success(request, _("It is on record that you rang just now. Add what was said when there is time."))
        return redirect("incidents:referral", request.organisation.slug, case.code, made.uid)
    context = {
        "case": case,
        "sections": sections(request, case),
        "choices": [(AgencyKind.EMERGENCY.value, _("I rang 999")), (AgencyKind.POLICE.value, _("I rang the police"))],
        "once": uuid.uuid4(),
        "urgent": urgent(case),
        "back": address("incidents:referrals", case.code),
    }
    return render(request, "incidents/referrals/called.html", context)


def _once(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def _referral(case: Case, uid: str) -> Referral:
    found: Referral = get_object_or_404(Referral.objects.select_related("by", "agency"), case=case, uid=uid)
    found.case = case
    return found


@in_the_log
def referral(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code)
    opened(case, by=request.person)
    found = _referral(case, uid)
    updates = ReferralUpdate.objects.filter(referral=found).select_related("by")
    context = {
        "case": case,
        "sections": sections(request, case),
        "referral": found,
        "tag": tag_of(found),
        "rows": facts(found, case),
        "events": [_event(one, case) for one in updates],
        "may_add": _is_open(case) and can(request.person, case, WORK),
        "back": address("incidents:referrals", case.code),
    }
    return render(request, "incidents/referrals/referral.html", context)


def facts(one: Referral, case: Case) -> list[dict[str, Any]]:
    words = _words(one, case)
    rows = [
        {"key": _("Agency"), "value": words.get("agency") or one.get_kind_display()},
        {"key": _("Kind"), "value": one.get_kind_display()},
        {"key": _("When"), "value": in_words(one.referred_at)},
        {"key": _("How"), "value": one.get_method_display()},
        {"key": _("By whom"), "value": str(one.by)},
    ]
    names = [name for name in Referral.WORDS if name != "agency" and words.get(name)]
    rows += [{"key": Referral.WORDS[name], "value": words[name]} for name in names]
    if one.acknowledged_at:
        rows.append({"key": _("They said that they have it"), "value": in_words(one.acknowledged_at)})
    if one.chase_on:
        rows.append({"key": _("We ask again on"), "value": date_format(one.chase_on)})
    if one.ended_at:
        rows.append({"key": _("Ended"), "value": in_words(one.ended_at)})
    return rows


def _event(one: ReferralUpdate, case: Case) -> dict[str, Any]:
    words = _words(one, case)
    parts = [words.get("text", "")]
    parts += [f"{ReferralUpdate.WORDS[name]}: {words[name]}" for name in ("reference", "outcome") if words.get(name)]
    title = _("Outcome") if words.get("outcome") else _("Heard from them, or asked again")
    return {"title": title, "when": in_words(one.at), "by": str(one.by), "text": " · ".join(filter(None, parts))}


@in_the_log
def heard(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    case = case_or_404(request, code, WORK)
    found = _referral(case, uid)
    form = HeardForm(request.POST or None, initial={"once": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            services.heard(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is written down."))
            return redirect("incidents:referral", request.organisation.slug, case.code, found.uid)
    context = {
        "case": case,
        "sections": sections(request, case),
        "form": form,
        "back": address("incidents:referral", case.code, found.uid),
    }
    return render(request, "incidents/referrals/heard.html", context)
