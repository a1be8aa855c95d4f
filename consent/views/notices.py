"""Notices to families and young people: what they say, in which languages, and who was told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from consent import telling
from consent.forms.notices import NoticeForm, ToldForm, TranslationForm, WhoForm, WordsForm, version_in_words
from consent.languages import LANGUAGES, RIGHT_TO_LEFT
from consent.models import Notice, NoticeGiven, NoticeText
from consent.notice_starters import STARTERS, starter
from consent.permissions import DESIGN, TELL
from consent.sections import sections
from consent.services import notices as services
from people.models import CareLink, Person
from people.permissions import SEE_RESTRICTED, whom_to_ask
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 50
ON_ONE_SHEET = 100


def notices(request: HttpRequest) -> HttpResponse:
    """Those in use, with how many of the families that this person sees were told."""
    require(TELL.allows(request.person), whom_to_ask(TELL))
    today = timezone.localdate()
    every = list(Notice.objects.order_by("title", "pk"))
    used = [notice for notice in every if notice.ended_on is None]
    counted = telling.progress(used, cared_for_visible_to(request.person, today), today)
    names = {notice.title for notice in every}
    context = {
        "sections": sections(request),
        "rows": [(notice, counted[notice.pk]) for notice in used],
        "ended": [notice for notice in every if notice.ended_on is not None],
        "starters": [one for one in STARTERS if str(one.title) not in names],
        "may_write": DESIGN.allows(request.person),
    }
    return render(request, "consent/notices/list.html", context)


def add(request: HttpRequest) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    form = NoticeForm(request.POST or None, initial=_suggested(request.GET.get("like", "")))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, _("The notice is written. Now note who is told of it."))
            return redirect(made)
    context = {"form": form, "title": _("Write a notice"), "submit": _("Save the notice")}
    return render(request, "consent/notices/form.html", context | {"back": address("consent:notices")})


def _suggested(key: str) -> dict[str, Any]:
    one = starter(key)
    if one is None:
        return {"to_carers": True}
    words = {"title": str(one.title), "kind": one.kind, "text": str(one.text)}
    return {**words, "to_carers": one.to_carers, "to_beneficiaries": one.to_beneficiaries}


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    require(TELL.allows(request.person), whom_to_ask(TELL))
    found, today = get_object_or_404(Notice.objects.select_related("policy"), pk=pk), timezone.localdate()
    texts = list(found.texts.select_related("written_by").order_by("-number", "language"))
    newest = texts[0].number if texts else 0
    context = {
        "notice": found,
        "now": [_shown(text) for text in texts if text.number == newest],
        "earlier": [_shown(text) for text in texts if text.number != newest],
        "newest": newest,
        "progress": telling.progress([found], cared_for_visible_to(request.person, today), today)[found.pk],
        "may_write": DESIGN.allows(request.person) and found.ended_on is None,
    }
    return render(request, "consent/notices/notice.html", context)


def _shown(text: NoticeText) -> dict[str, Any]:
    return {
        "text": text,
        "name": LANGUAGES.get(text.language, text.language),
        "dir": "rtl" if text.language in RIGHT_TO_LEFT else "ltr",
        "version": version_in_words(text),
    }


def word(request: HttpRequest, pk: int) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = get_object_or_404(Notice, pk=pk, ended_on=None)
    newest = found.texts.order_by("-number", "language").first()
    initial = {"text": newest.text, "language": newest.language} if newest else {}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.word(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The new version is written. Earlier versions stay as they were."))
            return redirect(found)
    context = {"form": form, "title": _("Write a new version"), "submit": _("Save the new version")}
    return render(request, "consent/notices/form.html", context | {"back": found.get_absolute_url()})


def translate(request: HttpRequest, pk: int) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = get_object_or_404(Notice, pk=pk, ended_on=None)
    texts = list(found.texts.order_by("-number", "language"))
    there = [text.language for text in texts if text.number == texts[0].number]
    form = TranslationForm(request.POST or None, there=there)
    if request.method == "POST" and form.is_valid():
        try:
            services.translate(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("language", str(refused))
        else:
            messages.success(request, _("The notice is there in one more language."))
            return redirect(found)
    context = {"form": form, "title": _("Add another language"), "submit": _("Save the translation")}
    return render(request, "consent/notices/form.html", context | {"back": found.get_absolute_url()})


def end(request: HttpRequest, pk: int) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = get_object_or_404(Notice, pk=pk)
    if request.method == "POST":
        services.end(found, by=request.person)
        messages.success(request, _("Nobody is told of it any more. Who was told stays on record."))
        return redirect(address("consent:notices"))
    return render(request, "consent/notices/end.html", {"notice": found})


def families(request: HttpRequest, pk: int) -> HttpResponse:
    """Person by person: told of what it says now, of an earlier version, or not yet (WR-26)."""
    require(TELL.allows(request.person), whom_to_ask(TELL))
    found, today = get_object_or_404(Notice, pk=pk), timezone.localdate()
    form = WhoForm(request.GET)
    asked = form.asked()
    people = cared_for_visible_to(request.person, today)
    people = people.matching(asked["q"]) if asked["q"] else people
    people = telling.with_state(people, found, today)
    if asked["status"]:
        people = people.filter(told=asked["status"])
    page = page_of(request, people, order="search_text", size=PAGE, within=cared_for_visible_to(request.person, today))
    last = _last_told(found, [person.pk for person in page.rows], request.person, today)
    context = {
        "notice": found,
        "form": form,
        "rows": [
            (person, telling.KINDS[person.told], telling.LABELS[person.told], last.get(person.pk, []))
            for person in page.rows
        ],
        "previous": page.previous,
        "next": page.next,
        "is_filtered": any(asked.values()),
        "columns": [_("Who"), _("How it stands"), _("Who was told")],
    }
    return render(request, "consent/notices/families.html", context)


def _last_told(found: Notice, people: list[int], by: Person, today: date) -> dict[int, list[NoticeGiven]]:
    """What was noted for these people and for those who look after them, the newest first, in two queries."""
    links = CareLink.objects.on(today).filter(cared_for__in=people)
    if not SEE_RESTRICTED.allows(by):
        links = links.filter(carer__restricted=False)
    pairs = list(links.values_list("carer", "cared_for")) + [(key, key) for key in people]
    given = NoticeGiven.objects.filter(text__notice=found, person__in={carer for carer, _child in pairs})
    noted: dict[int, list[NoticeGiven]] = {}
    for one in given.select_related("person", "text", "told_by").order_by("-told_on", "-pk"):
        for child in (child for carer, child in pairs if carer == one.person_id):
            noted.setdefault(child, []).append(one)
    return noted


def told(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to tick: one person, or everybody who was at the meeting."""
    require(TELL.allows(request.person), whom_to_ask(TELL))
    found, today = get_object_or_404(Notice, pk=pk, ended_on=None), timezone.localdate()
    who, everybody = WhoForm(request.GET), telling.to_tell(found, request.person, today)
    people = everybody.matching(who.asked()["q"]) if who.asked()["q"] else everybody
    page = page_of(
        request,
        _with_children(people, request.person, today),
        order="search_text",
        size=ON_ONE_SHEET,
        within=cared_for_visible_to(request.person, today),
    )
    form = ToldForm(
        request.POST or None,
        notice=found,
        people=everybody,
        shown=[(person.pk, _on_the_sheet(person)) for person in page.rows],
        initial={"told_on": today, "text": found.texts.order_by("-number", "language").first()},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.tell(values.pop("text"), values.pop("people"), by=request.person, **values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted who was told."))
            return redirect(found)
    context = {
        "notice": found,
        "form": form,
        "who": who,
        "is_filtered": bool(who.asked()["q"]),
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "consent/notices/told.html", context | {"anybody": bool(page.rows)})


def _with_children(people: Any, by: Person, today: date) -> Any:
    links = CareLink.objects.on(today).filter(cared_for__in=cared_for_visible_to(by, today)).select_related("cared_for")
    return people.prefetch_related(Prefetch("care_links", queryset=links, to_attr="looks_after"))


def _on_the_sheet(person: Person) -> str:
    """ "Anna Turner, for Mia and Sam (told of version 1)"."""
    words = str(person)
    if children := [str(link.cared_for) for link in person.looks_after]:
        words = _("%(name)s, for %(children)s") % {"name": words, "children": get_text_list(children, _("and"))}
    if person.told_number:
        words = _("%(name)s (told of version %(number)s)") % {"name": words, "number": person.told_number}
    return words
