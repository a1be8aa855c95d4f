"""What was passed to third parties: recorded, listed, looked at, taken along as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as AuditVerb
from consent.forms.disclosures import FilterForm, PassOnForm
from consent.models import Basis, Disclosure
from consent.permissions import PASS_ON, SEE_DISCLOSURES, can_see_disclosure, disclosures_seen_by
from consent.sections import sections
from consent.services import disclosures as services
from consent.views.contact import EMERGENCY
from consent.views.people import cared_for
from organisations.models import AgencyContact
from people.models import Person
from people.permissions import whom_to_ask
from safeguard import spreadsheets
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 50
RELATED = ("subject", "passed_by", "protocol", "answer__question")


def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The form shows which yes is on record, so that nobody has to guess; without one, a ground is named."""
    require(PASS_ON.allows(request.person), whom_to_ask(PASS_ON))
    subject, today = cared_for(request, pk), timezone.localdate()
    on_record = services.on_record(subject, today)
    form = PassOnForm(request.POST or None, on_record=on_record, initial={"passed_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.pass_on(subject=subject, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record what was passed on."))
            return redirect(made)
    context = {
        "form": form,
        "subject": subject,
        "on_record": on_record,
        "agencies": AgencyContact.objects.in_order().filter(kind__in=EMERGENCY).exclude(phone=""),
        "back": address("consent:contact_person", subject.pk),
    }
    return render(request, "consent/disclosures/pass_on.html", context)


def asked_for(request: HttpRequest, form: FilterForm) -> QuerySet[Disclosure]:
    asked, found = form.asked(), disclosures_seen_by(request.person)
    if asked["q"]:
        named = Person.objects.matching(asked["q"])
        found = found.filter(Q(subject__in=named) | Q(recipient__icontains=asked["q"]))
    if asked["status"] == "without":
        found = found.without_consent()
    elif asked["status"]:
        found = found.filter(basis=asked["status"])
    return found.select_related(*RELATED)


def disclosures(request: HttpRequest) -> HttpResponse:
    require(PASS_ON.allows(request.person), whom_to_ask(PASS_ON))
    form = FilterForm(request.GET)
    page = page_of(
        request,
        asked_for(request, form),
        order="-passed_on",
        size=PAGE,
        within=disclosures_seen_by(request.person),
    )
    context = {
        "sections": sections(request),
        "form": form,
        "rows": [(one, tag_of(one)) for one in page.rows],
        "previous": page.previous,
        "next": page.next,
        "columns": [_("About whom"), _("To whom"), _("Day"), _("Ground")],
        "may_export": SEE_DISCLOSURES.allows(request.person),
        "is_filtered": any(form.asked().values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "consent/disclosures/list.html", context)


def tag_of(one: Disclosure) -> tuple[str, str]:
    if one.basis == Basis.CONSENT:
        return "good", _("With consent")
    return "info", one.get_basis_display()


def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    """One record; it is noted who opened it."""
    found = get_object_or_404(Disclosure.objects.select_related(*RELATED), pk=pk)
    if not can_see_disclosure(request.person, found):
        raise Http404
    record(AuditVerb.VIEWED, found, by=request.person)
    return render(request, "consent/disclosures/disclosure.html", {"rows": facts(found), "tag": tag_of(found)})


def facts(one: Disclosure) -> list[dict[str, Any]]:
    rows = [
        {"key": _("About whom"), "value": str(one.subject)},
        {"key": _("To whom"), "value": one.recipient},
        {"key": _("What was passed on"), "value": one.what},
        {"key": _("What for"), "value": one.purpose},
        {"key": _("Day"), "value": date_format(one.passed_on)},
        {"key": _("How"), "value": one.how},
        {"key": _("By whom"), "value": str(one.passed_by)},
        {"key": _("Ground"), "value": ground(one)},
    ]
    if one.reasons:
        rows.append({"key": _("Why without consent"), "value": one.reasons})
    rows.append({"key": _("Recorded"), "value": in_words(one.recorded_at)})
    return rows


def ground(one: Disclosure) -> str:
    """The yes with its day and how it was given (RW-16), or the protocol by its name and version (RW-17)."""
    if one.answer is not None:
        return _("Consent: “%(question)s”, given on %(day)s (%(how)s)") % {
            "question": one.answer.question,
            "day": date_format(one.answer.said_on),
            "how": one.answer.get_method_display(),
        }
    if one.protocol is not None:
        version = f", {one.protocol.version}" if one.protocol.version else ""
        return f"{one.get_basis_display()}: {one.protocol}{version}"
    return str(one.get_basis_display())


def export(request: HttpRequest) -> HttpResponse:
    """What the same filters show, as a file. It is noted who took it along, and how many there were."""
    require(SEE_DISCLOSURES.allows(request.person), whom_to_ask(SEE_DISCLOSURES))
    found = asked_for(request, FilterForm(request.GET)).order_by("-passed_on", "-pk")
    heading = [_("About whom"), _("To whom"), _("What was passed on"), _("What for"), _("Day"), _("How"), _("By whom")]
    heading += [_("Ground"), _("Why without consent")]
    rows = [
        [
            *(str(one.subject), one.recipient, one.what, one.purpose, one.passed_on.isoformat(), one.how),
            *(str(one.passed_by), ground(one), one.reasons),
        ]
        for one in found
    ]
    content = spreadsheets.to_xlsx(heading, rows, title=_("Passed on"))
    record(AuditVerb.EXPORTED, request.organisation, by=request.person, detail={"disclosures": len(rows)})
    name = _("passed on") + f"-{timezone.localdate():%Y-%m-%d}.xlsx"
    return spreadsheets.download(content, name, spreadsheets.XLSX)
