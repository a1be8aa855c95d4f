"""What somebody has raised: their own words to keep, and the talk with whoever handles it. Nothing else of the case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from incidents import happened
from incidents.forms.raising import MessageForm
from incidents.models import ACCOUNT, Case, Report
from incidents.permissions import ASK_WAY_IN, KEEP_LINKS, LOOK_UP, SUMMARISE
from incidents.services import drafts, following, lessons, tasks_given
from incidents.views.raising import handles, sent
from people.models import Person
from safeguard.addresses import address
from safeguard.kept import keeps_words
from safeguard.local_times import in_words
from safeguard.refusals import Refused
from safeguard.vault import VaultError


def own(person: Person) -> QuerySet[Report]:
    """The reports that somebody sent or wrote down, but none that they sent without their name."""
    found: QuerySet[Report] = Report.objects.filter(Q(raised_by=person) | Q(written_by=person))
    return found


def mine(request: HttpRequest) -> HttpResponse:
    unread = Count("messages", filter=Q(messages__from_reporter=False, messages__read_at=None))
    read = Exists(Case.objects.filter(pk=OuterRef("case"), seen_at__isnull=False))
    reports = own(request.person).annotate(unread=unread, is_read=read).order_by("-received_at", "-pk")
    context = {
        "reports": [(one, in_words(one.received_at)) for one in reports],
        "draft": drafts.of(request.person),
        "tasks": tasks_given.tasks_of(request.person).filter(done_at=None).order_by("due_on", "pk"),
        "handles": handles(request.person),
        "actions": bool(lessons.mine(request.person)),
        "may_ask_way_in": ASK_WAY_IN.allows(request.person),
        "may_keep_links": KEEP_LINKS.allows(request.person),
        "may_look_up": LOOK_UP.allows(request.person),
        "may_summarise": SUMMARISE.allows(request.person),
        "columns": [_("Received"), _("State"), _("Messages")],
    }
    return render(request, "incidents/raise/mine.html", context)


@keeps_words
def my_report(request: HttpRequest, uid: Any) -> HttpResponse:
    report = get_object_or_404(own(request.person), uid=uid)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            following.tell_more(report, text=form.cleaned_data["text"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your message was sent."))
            return redirect(report)
    context = {
        "form": form,
        "base": "base.html",
        "code": "",
        "told": False,
        "print_url": address("incidents:my_report_print", report.uid),
    }
    return render(request, "incidents/raise/report.html", context | shown(report))


def shown(report: Report) -> dict[str, Any]:
    """A report as whoever sent it sees it."""
    return {
        "report": report,
        "received": in_words(report.received_at),
        "rows": [] if report.is_shredded else rows(report),
        "state": _("Read") if following.is_read(report) else _("Received"),
        "talk": [] if report.is_shredded else talk(following.read_by_reporter(report)),
    }


def rows(report: Report) -> list[dict[str, Any]]:
    """Every word as it was typed, in the order of the form."""
    try:
        words = report.words
    except VaultError:
        return [{"key": _("This report"), "value": _("The words cannot be read at the moment."), "missing": True}]
    answers: list[tuple[Any, Any]] = [(_("Received"), in_words(report.received_at))]
    answers += [(_("How it came"), report.get_source_display())]
    answers += [(_("In danger now"), report.get_danger_now_display())]
    answers += [(label, words[name]) for name, label in ACCOUNT.items()]
    note = happened.note_on(report, str(words["when"] or ""))
    answers += [(_("Read as"), " ".join(filter(None, (happened.said(report), note))))]
    answers += [(_("Perhaps"), _perhaps(report, str(words["when"] or "")))]
    return [{"key": str(label), "value": value} for label, value in answers if value]


def _perhaps(report: Report, when: str) -> str:
    """Days that the words may mean, as a question; whoever knows the answer writes it in a message."""
    days = happened.offered(when, today=localdate(report.received_at)) if report.happened_from is None else []
    if not days:
        return ""
    named = _(" or ").join(date_format(day, "l j F Y") for day in days)
    return _("%(days)s? If you know the day, write it in a message. Your words stay as they are.") % {"days": named}


def talk(found: list[Any]) -> list[dict[str, Any]]:
    """For the reporter: whoever handles it has no name here."""
    return [
        {
            "title": _("You") if one.from_reporter else _("Answer from the charity"),
            "when": in_words(one.at),
            "text": one.words["text"],
        }
        for one in found
    ]


def my_report_print(request: HttpRequest, uid: Any) -> HttpResponse:
    """One's own account on paper, to keep or to take to somebody outside the charity (E-53)."""
    report = get_object_or_404(own(request.person), uid=uid)
    return render(request, "incidents/raise/own_copy.html", shown(report) | {"base": "base.html"})


def sent_page(request: HttpRequest, uid: Any) -> HttpResponse:
    report = get_object_or_404(own(request.person), uid=uid)
    return sent(request, report)
