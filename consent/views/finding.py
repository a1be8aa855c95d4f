""" "May I post this?" in the browser: where it goes, who is in it, the answer, and what becomes of it.

The steps up to the answer only read, and their addresses carry keys and no names: they can be reloaded, one can go back
to them, and two of them can stand side by side.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consent.effective import SENTENCES, Reason
from consent.forms.finding import MOST_PEOPLE, ApprovalForm, ChoiceForm, WhereForm, WhoForm
from consent.models import TAKING, Check, Event, Means, Question, Verdict
from consent.models.checks import Choice
from consent.permissions import APPROVE, ASK, FIND, SEE_LOG, USE, can_see_check
from consent.presenting_pictures import picture_named, with_people_of
from consent.sections import sections
from consent.services import finding as services
from consent.services.finding import Finding
from consent.services.remedies import KINDS, choices_of, headline, outcome, remedies
from people.permissions import whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

REMEMBERED = "consent_where"
ON_THE_FRONT = 5
PAGE = 50
LEFT_OUT = (Choice.CROP, Choice.BLUR, Choice.RETAKE)


def front(request: HttpRequest) -> HttpResponse:
    require(FIND.allows(request.person), whom_to_ask(FIND))
    today = timezone.localdate()
    initial = {"identifying": "True", **request.session.get(REMEMBERED, {})}
    if picture := picture_named(request):
        initial["means"] = Means.FILM if picture.is_film else Means.PICTURE
    return _front(request, WhereForm(initial=initial, today=today), today)


def _front(request: HttpRequest, where: WhereForm, today: date) -> HttpResponse:
    mine = Check.objects.filter(asked_by=request.person).select_related("approval", "event")
    context = {
        "form": where,
        "picture": picture_named(request),
        "waiting_url": address("consent:checks", show="waiting"),
        "waiting": _to_approve(request).count() if APPROVE.allows(request.person) else 0,
        "mine": [_row(check) for check in mine[:ON_THE_FRONT]],
        "events": Event.objects.filter(on__gte=today).order_by("on", "pk")[:ON_THE_FRONT],
    }
    return _page(request, "front", **context)


def find(request: HttpRequest) -> HttpResponse:
    """The second step; searching comes back here."""
    require(FIND.allows(request.person), whom_to_ask(FIND))
    if not request.GET:
        return redirect(address("consent:front"))
    today = timezone.localdate()
    where = WhereForm(request.GET, today=today)
    if not where.is_valid():
        return _front(request, where, today)
    request.session[REMEMBERED] = {name: str(value) for name, value in where.cleaned_data.items()}
    raw = with_people_of(picture_named(request), request.GET, request.person)
    who = WhoForm(None, raw=raw, where=where.cleaned_data, by=request.person, today=today)
    return _who(request, where, who)


def answer(request: HttpRequest) -> HttpResponse:
    """The third step. Only what somebody does about the answer is kept."""
    require(FIND.allows(request.person), whom_to_ask(FIND))
    today = timezone.localdate()
    where = WhereForm(request.GET, today=today)
    if not where.is_valid():
        return _front(request, where, today)
    who = WhoForm(request.GET, raw=request.GET, where=where.cleaned_data, by=request.person, today=today)
    if not who.is_valid():
        return _who(request, where, who)
    event = who.cleaned_data["event"]
    found = services.answer_for(
        who.cleaned_data["people"],
        **where.cleaned_data,
        today=today,
        what_for=who.cleaned_data.get("purpose", ""),
        event=event,
        unsure=who.cleaned_data["unsure"],
    )
    form = ChoiceForm(request.POST if request.method == "POST" else None, finding=found)
    picture = picture_named(request)
    if request.method == "POST" and form.is_valid():
        try:
            choice = form.cleaned_data["choice"]
            made = services.decide(found, choice=choice, by=request.person, event=event, picture=picture)
        except Refused as refused:
            form.add_error("choice", str(refused))
        else:
            messages.success(request, _("It is noted, with the answer as it is today."))
            return redirect(made)
    return _answer(request, found, form, event)


def _who(request: HttpRequest, where: WhereForm, who: WhoForm) -> HttpResponse:
    picture = picture_named(request)
    kept = [(name, str(value)) for name, value in where.cleaned_data.items()]
    kept += [("picture", str(picture.pk))] if picture else []
    return _page(request, "who", form=who, where=_where_in_words(where.cleaned_data), kept=kept)


def _answer(request: HttpRequest, found: Finding, form: ChoiceForm, event: Event | None) -> HttpResponse:
    helps = [
        {
            "remedy": remedy,
            "url": _elsewhere(found, event, remedy.question)
            if remedy.question
            else _again(found, event, without={one.person.pk for one in remedy.without})
            if remedy.without
            else "",
        }
        for remedy in remedies(found)
    ]
    context = {
        "found": found,
        "headline": headline(found),
        "kind": KINDS[found.verdict],
        "where": _where_in_words(vars(found)),
        "helps": helps,
        "form": form,
        "choices": [(c.value, label) for c, (_value, label) in zip(choices_of(found), _choices(form), strict=True)],
        "back": f"{address('consent:find')}?{request.GET.urlencode()}",
        "ask_url": _asking(found) if ASK.allows(request.person) else "",
        "event": event,
    }
    return _page(request, "answer", **context)


def _choices(form: ChoiceForm) -> list[tuple[str, str]]:
    return list(form.fields["choice"].choices)  # type: ignore[attr-defined]


def checks(request: HttpRequest) -> HttpResponse:
    """One's own; those who see the whole log, and trustees, see everybody's."""
    require(FIND.allows(request.person), whom_to_ask(FIND))
    everybody = SEE_LOG.allows(request.person)
    found = seen = Check.objects.all() if everybody else Check.objects.filter(asked_by=request.person)
    waits = request.GET.get("show") == "waiting" and APPROVE.allows(request.person)
    if waits:
        found = seen = _to_approve(request)
    found = found.select_related("asked_by", "approval", "event")
    page = page_of(request, found, order="-asked_at", size=PAGE, within=seen)
    context = {"page": page, "rows": [_row(check) for check in page.rows], "waits": waits, "everybody": everybody}
    return _page(request, "checks", may_approve=APPROVE.allows(request.person), **context)


def check(request: HttpRequest, pk: int) -> HttpResponse:
    return _check(request, _fetched(request, pk), ApprovalForm())


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _fetched(request, pk)
    require(APPROVE.allows(request.person), whom_to_ask(APPROVE))
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _check(request, found, form)
    try:
        services.approve(found, by=request.person, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _check(request, found, form)
    messages.success(request, _("Your decision is noted."))
    return redirect(found)


def _fetched(request: HttpRequest, pk: int) -> Check:
    require(FIND.allows(request.person), whom_to_ask(FIND))
    found = get_object_or_404(Check.objects.select_related("asked_by", "approval__by", "event"), pk=pk)
    if not can_see_check(request.person, found):
        raise Http404
    return found


def _check(request: HttpRequest, found: Check, form: ApprovalForm) -> HttpResponse:
    """As it was then; and whether it still is, for what is to be posted."""
    today = timezone.localdate()
    rows = list(found.people.select_related("person"))
    seen = set(cared_for_visible_to(request.person, today).filter(pk__in=[r.person_id for r in rows]).values_list("pk"))
    shown = [row for row in rows if (row.person_id,) in seen]
    has_changed = False
    if found.choice == Choice.POST:
        has_changed = services.as_of_today(found, [row.person for row in rows], today).verdict != Verdict.YES
    approval = getattr(found, "approval", None)
    waits = found.needs_trustee and approval is None
    may_record = found.is_cleared and not has_changed and USE.allows(request.person) and found.channel not in TAKING
    words, kind = outcome(found, has_changed=has_changed)
    context = {
        "check": found,
        "row": _row(found),
        "headline": words,
        "kind": kind,
        "where": _where_in_words(vars(found)),
        "people": [{"person": row.person, "verdict": row.verdict, "sentence": _sentence(row.reason)} for row in shown],
        "unseen": len(rows) - len(shown),
        "approval": approval,
        "has_changed": has_changed,
        "waits": waits,
        "may_approve": waits and APPROVE.allows(request.person) and found.asked_by_id != request.person.pk,
        "is_own": found.asked_by_id == request.person.pk,
        "form": form,
        "record_url": address("consent:record_use", check=found.pk) if may_record else "",
        "again": _again_after(found, shown),
    }
    return _page(request, "check", **context)


def _again_after(check: Check, shown: list[Any]) -> str:
    """The address of the same question for those who stay in the picture."""
    rest = [row.person_id for row in shown if row.verdict != Verdict.NO]
    if check.choice not in LEFT_OUT or not rest or len(rest) == len(shown):
        return ""
    return _address_of(vars(check), rest, event=check.event, purpose=check.what_for, unsure=check.unsure)


def _sentence(reason: str) -> str:
    return str(SENTENCES[Reason(reason)]) if reason in set(Reason) else ""


def _to_approve(request: HttpRequest) -> QuerySet[Check]:
    """Nobody approves their own."""
    return Check.objects.to_approve().exclude(asked_by=request.person)


def _row(check: Check) -> dict[str, Any]:
    """How it stands, in words."""
    approval = getattr(check, "approval", None)
    if check.needs_trustee and approval is None:
        status, kind = _("Waits for a trustee"), "soon"
    elif approval is not None:
        status, kind = (_("Approved"), "good") if approval.approved else (_("Not approved"), "bad")
    elif check.verdict == Verdict.YES:
        status, kind = _("Yes"), "good"
    else:
        status, kind = (_("Ask first"), "soon") if check.verdict == Verdict.ASK else (_("No"), "bad")
    return {"check": check, "status": status, "kind": kind, "where": _where_in_words(vars(check))}


def _where_in_words(where: dict[str, Any]) -> dict[str, str]:
    """What it is and where it goes, with the name of a platform that has no entry of its own."""
    question = Question(means=where["means"], channel=where["channel"])
    place = where["channel_name"] or question.get_channel_display()
    return {"means": question.get_means_display(), "place": place}


def _elsewhere(found: Finding, event: Event | None, question: Question) -> str:
    where = vars(found) | {"channel": question.channel, "channel_name": question.channel_name}
    return _address_of(where, [one.person.pk for one in found.people], event=event, purpose=question.what_for)


def _again(found: Finding, event: Event | None, *, without: set[int]) -> str:
    rest = [one.person.pk for one in found.people if one.person.pk not in without]
    return _address_of(vars(found), rest, event=event, purpose=found.what_for, unsure=found.unsure)


def _asking(found: Finding) -> str:
    """Where those who keep consent ask them."""
    if not found.questions or len(found.to_ask) > MOST_PEOPLE:
        return address("consent:ask")
    query = [("question", question.pk) for question in found.questions]
    query += [("person", one.person.pk) for one in found.to_ask]
    return f"{address('consent:ask')}?{urlencode(query)}"


def _address_of(
    where: dict[str, Any], people: list[int], *, event: Event | None, purpose: str = "", unsure: bool = False
) -> str:
    """Empty where there are more people than an address can carry."""
    if len(people) > MOST_PEOPLE:
        return ""
    query = [(name, str(where[name])) for name in ("means", "channel", "channel_name", "identifying")]
    query += [("people", str(key)) for key in people]
    query += [("event", str(event.pk))] if event else []
    query += [("purpose", purpose)] if purpose else []
    query += [("unsure", "on")] if unsure else []
    return f"{address('consent:find_answer')}?{urlencode(query)}"


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return render(request, f"consent/finding/{template}.html", {"sections": sections(request), **context})
