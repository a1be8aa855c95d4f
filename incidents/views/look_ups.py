"""Looking somebody up on social media: asked, decided by somebody else, and written down."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.access import WORK, case_or_404, opened
from incidents.doors import in_the_log
from incidents.forms.look_ups import AskForm, DecideForm, FoundForm
from incidents.models import LookUp
from incidents.permissions import LOOK_UP
from incidents.services import look_ups as services
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.local_times import in_words
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 50


def may_ask(request: HttpRequest) -> bool:
    return LOOK_UP.allows(request.person) or services.handles(request.person)


@in_the_log
def look_ups(request: HttpRequest) -> HttpResponse:
    require(may_ask(request), whom_to_ask(LOOK_UP))
    found = services.seen_by(request.person).select_related("case", "asked_by", "authorised_by")
    reviewers = services.Reviewers(timezone.localdate())

    def keep(rows: list[LookUp]) -> list[LookUp]:
        return [one for one in rows if reviewers.may_see(one, request.person)]

    page = page_of(request, found, order="-asked_at", size=PAGE, keep=keep)
    context = {
        "rows": [(one, "" if one.is_shredded else one.words["who"], state_of(one)) for one in page.rows],
        "previous": page.previous,
        "next": page.next,
        "columns": [_("Who"), _("Asked by"), _("When"), _("Where it stands")],
    }
    return render(request, "incidents/look_ups/list.html", context)


def state_of(one: LookUp) -> tuple[str, str]:
    """A kind and words, for a tag."""
    if one.is_shredded:
        return "quiet", _("Made unreadable at the end of its time")
    decided = one.words["decided"]
    if decided == services.REFUSED:
        return "bad", _("Refused")
    if one.done_at:
        return "good", _("Written down")
    return ("soon", _("Allowed; what was found is missing")) if decided else ("info", _("Waits to be allowed"))


@in_the_log
def ask(request: HttpRequest, code: str = "") -> HttpResponse:
    """From a case, or without one."""
    case = case_or_404(request, code, WORK) if code else None
    require(may_ask(request) or case is not None, whom_to_ask(LOOK_UP))
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.ask(by=request.person, case=case, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It was asked. Look nobody up before somebody else has allowed it."))
            return redirect(address("incidents:look_up", made.uid))
    context = {
        "case": case,
        "form": form,
        "warnings": services.warnings(request.organisation.nation, timezone.localdate(), repeat=True),
        "back": address("incidents:look_ups"),
    }
    return render(request, "incidents/look_ups/ask.html", context)


@in_the_log
def look_up(request: HttpRequest, uid: str) -> HttpResponse:
    """One of them, with the next thing to do: to allow it, or to write down what was found."""
    found = _found(request, uid)
    may_finish = found.authorised_by_id is not None and found.done_at is None
    form = FoundForm(request.POST or None) if may_finish else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.finish(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect(address("incidents:look_up", found.uid))
    return _page(request, found, form)


@in_the_log
def authorise(request: HttpRequest, uid: str) -> HttpResponse:
    found = _found(request, uid)
    require(services.may_authorise(request.person, found), _("Somebody else who handles concerns decides this."))
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your decision is on record."))
            return redirect(address("incidents:look_up", found.uid))
    return _page(request, found, form, is_decision=True)


def _found(request: HttpRequest, uid: str) -> LookUp:
    found: LookUp = get_object_or_404(
        services.seen_by(request.person).select_related("case", "asked_by", "authorised_by"), uid=uid
    )
    if not services.Reviewers(timezone.localdate()).may_see(found, request.person):
        raise Http404
    if found.case is not None and request.method in ("GET", "HEAD"):
        opened(found.case, by=request.person)
    return found


def _page(
    request: HttpRequest, found: LookUp, form: FoundForm | DecideForm | None, *, is_decision: bool = False
) -> HttpResponse:
    is_waiting = found.authorised_by_id is None and found.done_at is None and not found.is_shredded
    context = {
        "look_up": found,
        "rows": [] if found.is_shredded else facts(found),
        "state": state_of(found),
        "form": form,
        "is_decision": is_decision,
        "may_decide": is_waiting and not is_decision and services.may_authorise(request.person, found),
        "warnings": services.warnings(request.organisation.nation, timezone.localdate(), repeat=found.is_repeat),
    }
    return render(request, "incidents/look_ups/look_up.html", context)


def facts(one: LookUp) -> list[dict[str, str]]:
    words = one.words
    decided = ""
    if words["decided"] and one.authorised_by:
        at = in_words(datetime.fromisoformat(words["decided_at"]))
        sentence = (
            _("Allowed by %(name)s, %(at)s")
            if words["decided"] == services.ALLOWED
            else _("Refused by %(name)s, %(at)s")
        )
        decided = sentence % {"name": one.authorised_by, "at": at}
    rows = [
        {"key": str(LookUp.WORDS["who"]), "value": words["who"]},
        {"key": str(LookUp.WORDS["about_leads"]), "value": _("Yes") if words["about_leads"] else ""},
        {"key": str(LookUp.WORDS["purpose"]), "value": words["purpose"]},
        {"key": str(LookUp.WORDS["proportion"]), "value": words["proportion"]},
        {"key": str(LookUp.WORDS["where"]), "value": words["where"]},
        {"key": _("More than once"), "value": _("Yes") if one.is_repeat else _("No")},
        {"key": _("Asked"), "value": f"{one.asked_by}, {in_words(one.asked_at)}"},
        {"key": _("Decision"), "value": decided},
        {"key": str(LookUp.WORDS["reasons"]), "value": words["reasons"]},
        {"key": str(LookUp.WORDS["found"]), "value": words["found"]},
    ]
    return [row for row in rows if row["value"]]
