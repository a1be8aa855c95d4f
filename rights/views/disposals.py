"""Lists of what is to go: looked through, taken out of, agreed to by two people, and the certificate afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.permissions import whom_to_ask
from rights.certificates import lines_of
from rights.forms.keeping import ReasonForm
from rights.models import Disposal, DisposalItem
from rights.permissions import APPROVE, can_approve, can_name, can_open_request, enters
from rights.sections import sections
from rights.services import disposals as services
from rights.services import papers
from rights.states import DisposalStatus
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from safeguard.retention import Then, rules

PAGE = 25
ITEMS = 50
LARGEST_NUMBER = 2**31 - 1


@require_safe
def disposals(request: HttpRequest) -> HttpResponse:
    require(enters(request.person), whom_to_ask(APPROVE))
    rows = Count("items", filter=Q(items__left_out_at=None))
    page = page_of(request, Disposal.objects.select_related("person").annotate(rows=rows), order="-number", size=PAGE)
    context = {
        "disposals": page.rows,
        "older_url": page.next,
        "newer_url": page.previous,
        "sections": sections(request),
    }
    return render(request, "rights/disposals.html", context)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """What is on the list, kind by kind and row by row; numbers of rows only, no content."""
    found = open_disposal(request, number)
    known = rules()
    kinds = found.items.filter(left_out_at=None).values("rule", "then").annotate(number=Count("pk")).order_by("rule")
    page = page_of(request, found.items.select_related("left_out_by"), order="pk", size=ITEMS)
    is_proposed = found.status == DisposalStatus.PROPOSED
    context = {
        "disposal": found,
        "may_name": can_name(request.person, found, timezone.localdate()),
        "may_open_request": can_open_request(request.person, found, timezone.localdate()),
        "kinds": [
            (known[row["rule"]].title if row["rule"] in known else row["rule"], Then(row["then"]).label, row["number"])
            for row in kinds
        ],
        "items": [(item, str(known[item.rule].title) if item.rule in known else item.rule) for item in page.rows],
        "older_url": page.next,
        "newer_url": page.previous,
        "certificate": lines_of(found),
        "may_approve": is_proposed and can_approve(request.person, found),
        "has_agreed": is_proposed and found.first_by_id == request.person.pk,
        "may_leave_out": is_proposed and found.first_by_id is None and APPROVE.allows(request.person),
        "may_reject": is_proposed and APPROVE.allows(request.person),
        "is_waiting": found.status == DisposalStatus.APPROVED,
        "is_done": found.status == DisposalStatus.DONE,
    }
    return render(request, "rights/disposal.html", context)


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    found = open_disposal(request, number)
    require(APPROVE.allows(request.person), whom_to_ask(APPROVE))
    try:
        approved = services.approve(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        is_second = approved.status == DisposalStatus.APPROVED
        words = (
            _("Two people have agreed. The worker begins now.") if is_second else _("Noted. A second person decides.")
        )
        messages.success(request, words)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, number: int) -> HttpResponse:
    found = open_disposal(request, number)
    require(APPROVE.allows(request.person), whom_to_ask(APPROVE))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reject(found, by=request.person, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Everything on the list stays."))
            return redirect(found)
    context = {
        "form": form,
        "title": _("Do not agree: everything stays"),
        "caption": _("List %(number)d") % {"number": found.number},
        "submit": _("Do not agree"),
        "back": found.get_absolute_url(),
    }
    return render(request, "rights/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    found = open_disposal(request, number)
    require(APPROVE.allows(request.person), whom_to_ask(APPROVE))
    item = get_object_or_404(DisposalItem, pk=pk, disposal=found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_out(item, by=request.person, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It stays for now."))
            return redirect(found)
    known = rules().get(item.rule)
    context = {
        "form": form,
        "title": _("Take it out of the list"),
        "caption": f"{known.title if known else item.rule} {item.row_id}",
        "submit": _("Take it out"),
        "back": found.get_absolute_url(),
    }
    return render(request, "rights/form.html", context)


@require_POST
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    found = open_disposal(request, number)
    try:
        paper = papers.ask_certificate(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    return redirect(paper)


def open_disposal(request: HttpRequest, number: int) -> Disposal:
    require(enters(request.person), whom_to_ask(APPROVE))
    if number > LARGEST_NUMBER:
        raise Http404
    people = ("person", "request", "first_by", "second_by", "proposed_by", "rejected_by")
    return get_object_or_404(Disposal.objects.select_related(*people), number=number)
