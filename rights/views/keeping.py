"""How long we keep what, and what must not be touched."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import Person
from people.permissions import may_see, whom_to_ask
from rights.forms.keeping import HoldForm, PeriodForm, ReasonForm
from rights.models import LegalHold, RetentionPeriod
from rights.periods import schedule as schedule_now
from rights.permissions import HOLD, SEE_SCHEDULE, SET_PERIODS
from rights.sections import sections
from rights.services import papers, periods
from safeguard.addresses import address
from safeguard.paging import key_in, page_of
from safeguard.refusals import Refused, require
from safeguard.retention import rules

PAGE = 25


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    require(SEE_SCHEDULE.allows(request.person), whom_to_ask(SEE_SCHEDULE))
    context = {
        "parts": schedule_now(),
        "may_set": SET_PERIODS.allows(request.person),
        "sections": sections(request),
    }
    return render(request, "rights/schedule.html", context)


@require_POST
def print_schedule(request: HttpRequest) -> HttpResponse:
    require(SEE_SCHEDULE.allows(request.person), whom_to_ask(SEE_SCHEDULE))
    try:
        paper = papers.ask_schedule(by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address("rights:schedule"))
    return redirect(paper)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: HttpRequest, rule: str) -> HttpResponse:
    """Change one period, with a reason; "default" in the form goes back to ours."""
    require(SET_PERIODS.allows(request.person), whom_to_ask(SET_PERIODS))
    known = rules().get(rule)
    if known is None or not known.months:
        raise Http404
    if request.method == "POST" and "default" in request.POST:
        periods.use_default(rule, by=request.person)
        messages.success(request, _("Our own period counts again."))
        return redirect(address("rights:schedule"))
    own = RetentionPeriod.objects.filter(rule=rule).first()
    given = {"months": own.months, "reason": own.reason} if own else {"months": known.months}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            periods.set_period(rule, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("months", str(refused))
        else:
            messages.success(request, _("The period is changed. The worker obeys it from tonight on."))
            return redirect(address("rights:schedule"))
    return render(request, "rights/period.html", {"form": form, "rule": known, "own": own})


@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    require(HOLD.allows(request.person), whom_to_ask(HOLD))
    today = timezone.localdate()
    standing = set(LegalHold.objects.on(today).values_list("pk", flat=True))
    found = LegalHold.objects.select_related("person", "placed_by", "lifted_by")
    page = page_of(request, found, order="-starts_on", size=PAGE)
    context = {
        "rows": [(hold, kind_of(hold), hold.pk in standing) for hold in page.rows],
        "older_url": page.next,
        "newer_url": page.previous,
        "sections": sections(request),
    }
    return render(request, "rights/holds.html", context)


def kind_of(hold: LegalHold) -> str:
    if not hold.rule:
        return _("every kind of record")
    known = rules().get(hold.rule)
    return str(known.title) if known else hold.rule


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    """About the person in the address, or about everybody."""
    require(HOLD.allows(request.person), whom_to_ask(HOLD))
    key = key_in(request.GET, "person")
    person = get_object_or_404(Person, pk=key) if key else None
    if person is not None and not may_see(request.person, person):
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            periods.hold(by=request.person, person=person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Nothing of it is disposed of until the hold is lifted."))
            return redirect(address("rights:holds"))
    context = {
        "form": form,
        "title": _("Place a legal hold"),
        "caption": person.name if person else _("About everybody"),
        "submit": _("Place it"),
        "back": address("rights:holds"),
    }
    return render(request, "rights/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    require(HOLD.allows(request.person), whom_to_ask(HOLD))
    found = get_object_or_404(LegalHold, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        periods.lift(found, by=request.person, reason=form.cleaned_data["reason"])
        messages.success(request, _("The hold is lifted."))
        return redirect(address("rights:holds"))
    context = {
        "form": form,
        "title": _("Lift the legal hold"),
        "caption": found.reason,
        "submit": _("Lift it"),
        "back": address("rights:holds"),
    }
    return render(request, "rights/form.html", context)
