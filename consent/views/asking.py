"""Asking for consent, and the requests that are out: who was asked what, who has not answered, reminding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consent import whom
from consent.forms.asking import AskForm, FindForm, ListForm
from consent.languages import name_of
from consent.models import Answer, ConsentRequest
from consent.permissions import ASK, SEE, requests_seen_by
from consent.sections import sections
from consent.services import asking
from consent.states import WAITING, RequestStatus
from people import links
from people.models import CareLink, Person, Purpose
from people.permissions import whom_to_ask
from people.visibility import cared_for_visible_to, listed_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 50
FOR_NOW = timedelta(hours=2)
KINDS = {
    RequestStatus.ASKED: "info",
    RequestStatus.OPENED: "info",
    RequestStatus.PARTLY: "soon",
    RequestStatus.ANSWERED: "good",
    RequestStatus.CANCELLED: "quiet",
}


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Who was asked, and how far they are."""
    require(SEE.allows(request.person), whom_to_ask(SEE))
    today = timezone.localdate()
    form = ListForm(request.GET)
    known = listed_to(request.person, today).order_by().values("pk")
    seen = requests_seen_by(request.person).filter(asked__in=known)
    found = form.requests(today, seen).select_related("asked").annotate(questions=Count("items"))
    page = page_of(request, found, order="-asked_at", size=PAGE, within=seen)
    context = {
        "sections": sections(request),
        "form": form,
        "rows": [(row, KINDS[RequestStatus(row.status)], is_late(row)) for row in page.rows],
        "columns": [_("Who was asked"), _("Status"), _("Questions"), _("Answer wanted by")],
        "previous": page.previous,
        "next": page.next,
        "is_filtered": any(request.GET.get(name) for name in ("q", "show")),
        "may_ask": ASK.allows(request.person),
    }
    return render(request, "consent/requests/list.html", context)


def is_late(row: ConsentRequest) -> bool:
    return row.status in WAITING and row.due_on < timezone.localdate()


def request_of(pk: int, by: Person) -> ConsentRequest:
    """A request to somebody of whom `by` may know; what others were asked about their own family is not for them."""
    known = listed_to(by, timezone.localdate()).order_by().values("pk")
    return get_object_or_404(requests_seen_by(by).select_related("asked", "asked_by", "event"), pk=pk, asked__in=known)


@require_safe
def request_(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: what was asked about whom, what was answered to it, and the mails that went out.

    Nothing here tells what anybody else said to the same questions.
    """
    require(SEE.allows(request.person), whom_to_ask(SEE))
    row = request_of(pk, request.person)
    seen = cared_for_visible_to(request.person, timezone.localdate())
    items = row.items.select_related("subject", "question", "wording")
    shown = list(items.filter(subject__in=seen.values("pk")))
    context = {
        "sections": sections(request),
        "row": row,
        "kind": KINDS[RequestStatus(row.status)],
        "is_late": is_late(row),
        "language": name_of(row.language),
        "by_subject": _by_subject(row, shown),
        "hidden": items.count() - len(shown),
        "letters": row.letters.order_by("queued_at", "pk"),
        "may_ask": ASK.allows(request.person),
        "is_waiting": row.status in WAITING,
        "may_chase": row.status in WAITING and row.asked.can_be_mailed and not row.misdirected_at,
        "may_mail": row.asked.can_be_mailed and not row.on_paper,
        "courts": CareLink.objects.on(timezone.localdate())
        .filter(carer=row.asked, cared_for__in={item.subject_id for item in shown})
        .exclude(court_order="")
        .select_related("cared_for"),
    }
    return render(request, "consent/requests/request.html", context)


def _by_subject(row: ConsentRequest, items: list[Any]) -> list[tuple[Person, list[tuple[Any, Answer | None]]]]:
    """Each question, and the last word of the person who was asked."""
    said = Answer.objects.filter(giver=row.asked).in_order()
    last = {(answer.subject_id, answer.question_id): answer for answer in said}
    found: dict[Person, list[tuple[Any, Answer | None]]] = {}
    for item in items:
        found.setdefault(item.subject, []).append((item, last.get((item.subject_id, item.question_id))))
    return list(found.items())


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """What do you want to ask, and about whom? Nothing is sent from here."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    find, form = _forms(request, None)
    return _choosing(request, find, form)


def check(request: HttpRequest) -> HttpResponse:
    """Who would be asked what: read it, then send."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    given = request.POST if request.method == "POST" else request.GET
    find, form = _forms(request, given)
    if not form.is_valid():
        return _choosing(request, find, form)
    people, chosen = form.cleaned_data["people"], form.cleaned_data["question"]
    if request.method == "POST":
        note = form.cleaned_data["note"]
        _say(request, asking.send(people, chosen, by=request.person, event=find.meant, note=note))
        return redirect(address("consent:requests"))
    questions = list(chosen.select_related("event"))
    plan = whom.plan(people, questions, timezone.localdate())
    context = {
        "sections": sections(request),
        "plan": plan,
        "by_mail": _described(plan.by_mail),
        "on_paper": _described(plan.on_paper),
        "hidden": [(name, value) for name in given for value in given.getlist(name) if name != "csrfmiddlewaretoken"],
        "back": f"{address('consent:ask')}?{given.urlencode()}",
        "note": form.cleaned_data["note"],
    }
    return render(request, "consent/requests/check.html", context)


def _forms(request: HttpRequest, given: Any) -> tuple[FindForm, AskForm]:
    today = timezone.localdate()
    find = FindForm(request.POST if request.method == "POST" else request.GET)
    people = find.among(cared_for_visible_to(request.person, today))
    initial = {name: request.GET.getlist(name) for name in ("question", "person")}
    return find, AskForm(given, people=people, today=today, initial=initial | {"note": request.GET.get("note", "")})


def _choosing(request: HttpRequest, find: FindForm, form: AskForm) -> HttpResponse:
    context = {"sections": sections(request), "find": find, "form": form}
    return render(request, "consent/requests/ask.html", context)


def _described(letters: list[whom.Planned]) -> list[dict[str, Any]]:
    courts = {
        (link.carer_id, link.cared_for_id)
        for link in CareLink.objects.on(timezone.localdate())
        .filter(carer__in=[letter.asked for letter in letters])
        .exclude(court_order="")
    }
    return [
        {
            "letter": letter,
            "language": name_of(letter.language),
            "court": any((letter.asked.pk, subject.pk) in courts for subject in letter.subjects),
            "subjects": [
                (subject, questions, subject.pk == letter.asked.pk) for subject, questions in letter.subjects.items()
            ],
        }
        for letter in letters
    ]


def _say(request: HttpRequest, sent: asking.Sent) -> None:
    mailed, paper = len(sent.by_mail), len(sent.on_paper)
    if mailed:
        words = ngettext("One person gets an e-mail.", "%(n)s people get an e-mail.", mailed)
        messages.success(request, words % {"n": mailed})
    if paper:
        words = ngettext(
            "One person is asked on paper: print the form.",
            "%(n)s people are asked on paper: print their forms.",
            paper,
        )
        messages.warning(request, words % {"n": paper})
    if not mailed and not paper:
        messages.info(request, _("Nobody was left to ask: everything is answered, or asked already."))


@require_POST
def chase(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, asking.chase, _("A reminder is on its way."))


@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, asking.new_link, _("A new link is on its way. The older ones do not work any more."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, asking.cancel, _("Nobody waits for these answers any more."))


def _done(request: HttpRequest, pk: int, service: Callable[..., Any], sentence: str) -> HttpResponse:
    require(ASK.allows(request.person), whom_to_ask(ASK))
    row = request_of(pk, request.person)
    try:
        service(row, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, sentence)
    return redirect(row)


def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who signs in and was asked opens their own page from here; it is the page of their link."""
    row = get_object_or_404(ConsentRequest.objects.select_related("asked"), pk=pk, asked=request.person)
    if request.method != "POST":
        return render(request, "consent/requests/mine.html", {"row": row})
    token = links.issue(row.asked, Purpose.RESPOND, about=row.link_about, lifetime=FOR_NOW)
    return redirect("respond", token=token)
