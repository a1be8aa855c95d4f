"""Answers on paper, by telephone and in person: forms go out and come back, and somebody writes down what was said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consent.forms.paper import CodeForm, FormThatCameBack, Line, SearchForm, TalkForm
from consent.languages import code_of
from consent.models import Attendance, ConsentRequest, ConsentScan, Question, RequestItem
from consent.permissions import ASK, can_record_form, family_of
from consent.sections import sections
from consent.services import paper, paper_forms
from consent.whom import Deciders, Words
from people.models import CareLink, Person, PersonQuerySet
from people.permissions import whom_to_ask
from people.visibility import cared_for_visible_to, listed_to
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from safeguard.scans import ScanRefused

PAGE = 30
SECONDS = 3
OWN_FAMILY = gettext_lazy("This form is about yourself or your own family. A colleague deals with it.")
KEPT_BACK = gettext_lazy("This form is about somebody whose record is kept back. Ask the safeguarding lead.")


def request_of(pk: int) -> ConsentRequest:
    return get_object_or_404(ConsentRequest.objects.select_related("asked", "event"), pk=pk)


def require_may_record(found: ConsentRequest, by: Person) -> None:
    require(ASK.allows(by), whom_to_ask(ASK))
    require(can_record_form(by, found), OWN_FAMILY)


def seen_items(found: ConsentRequest, by: Person) -> tuple[list[RequestItem], int]:
    """The questions about people whose names `by` sees, and the number of the others."""
    seen = cared_for_visible_to(by, timezone.localdate()).order_by().values("pk")
    items = found.items.select_related("subject", "question__event", "wording")
    visible = list(items.filter(Q(subject__in=seen) | Q(subject=found.asked_id, subject__restricted=False)))
    return visible, found.items.count() - len(visible)


def paper_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one request: have it made, wait for it, fetch it. Having it made is a POST."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    found = request_of(pk)
    require_may_record(found, request.person)
    items, hidden = seen_items(found, request.person)
    require(not hidden and bool(items), KEPT_BACK)
    if request.method == "POST":
        try:
            paper_forms.ask(found, by=request.person)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(address("consent:paper_form", pk))
    context = {"row": found, "form": found.printed_forms.first(), "seconds": SECONDS}
    return render(request, "consent/paper/paper_form.html", context)


@require_safe
def paper_form_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    require(ASK.allows(request.person), whom_to_ask(ASK))
    found = request_of(pk)
    require_may_record(found, request.person)
    items, hidden = seen_items(found, request.person)
    require(not hidden and bool(items), KEPT_BACK)
    form = found.printed_forms.exclude(made_at=None).first()
    if form is None or not default_storage.exists(form.file):
        raise Http404
    name = f"form-{found.code}.pdf"  # without a name of anybody (E-81)
    return FileResponse(default_storage.open(form.file), filename=name, content_type="application/pdf")


def take_in(request: HttpRequest) -> HttpResponse:
    """A form has come back: the code on it says whose it is."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = paper.find(form.cleaned_data["code"])
        if found is not None:
            return redirect(address("consent:record_form", found.pk))
        form.add_error("code", _("No form of ours has this code. Look at it again, letter by letter."))
    context = {"form": form, "sections": sections(request), "unplaced": ConsentScan.objects.unattached().count()}
    return render(request, "consent/paper/take_in.html", context)


def record_form(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on the form: yes, no or nothing for each question, who signed, and on which day."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    found = request_of(pk)
    require_may_record(found, request.person)
    items, hidden = seen_items(found, request.person)
    require(bool(items), KEPT_BACK)
    beside = paper_forms.own_answers(found, items, timezone.localdate())
    lines = [Line.of(item, own=item.pk in beside) for item in items]
    form = FormThatCameBack(
        request.POST or None, request.FILES or None, lines=lines, signers=_signers(found, request.person)
    )
    if request.method == "POST" and form.is_valid():
        try:
            paper.record_form(found, form.said, by=request.person, **form.evidence())
        except ScanRefused as refused:
            form.add_error("scan", str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Recorded. It counts from now on."))
            return redirect(address("consent:take_in"))
    context = {"form": form, "row": found, "hidden": hidden, "scans": list(found.scans.all())}
    return render(request, "consent/paper/record_form.html", context)


def _signers(found: ConsentRequest, by: Person) -> list[Person]:
    """Those who may have signed, as far as their entries are not kept back."""
    signers = paper.signers(found)
    keys = [person.pk for person in signers]
    known = set(listed_to(by, timezone.localdate()).filter(pk__in=keys).order_by().values_list("pk", flat=True))
    return [person for person in signers if person.pk in known or person.pk == found.asked_id]


# By telephone and in person ------------------------------------------------------------------------------------------


def people_to_talk_with(by: Person, today: date) -> PersonQuerySet:
    """Those whom the charity cares for, and those who look after them, as far as `by` sees them."""
    seen = cared_for_visible_to(by, today).order_by().values("pk")
    carers = CareLink.objects.filter(cared_for__in=seen).on(today).values("carer")
    found: PersonQuerySet = listed_to(by, today).current(today).filter(Q(pk__in=seen) | Q(pk__in=carers))
    return found


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """With whom did you talk?"""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    form = SearchForm(request.GET)
    people = people_to_talk_with(request.person, timezone.localdate())
    if asked := form.asked():
        people = people.matching(asked)
    page = page_of(request, people, order="search_text", size=PAGE)
    context = {
        "sections": sections(request),
        "form": form,
        "people": page.rows,
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "consent/paper/talk.html", context)


def record_talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that this person can be asked, about everybody for whom they decide."""
    require(ASK.allows(request.person), whom_to_ask(ASK))
    today = timezone.localdate()
    giver = get_object_or_404(people_to_talk_with(request.person, today), pk=pk)
    form = TalkForm(request.POST or None, lines=_lines(giver, request.person, today))
    if request.method == "POST" and form.is_valid():
        try:
            paper.record_talk(giver, form.said, by=request.person, **form.evidence())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Recorded. It counts from now on."))
            return redirect(address("consent:talk"))
    context: dict[str, Any] = {"form": form, "giver": giver, "is_self": giver == request.person}
    return render(request, "consent/paper/record_talk.html", context)


def _lines(giver: Person, by: Person, today: date) -> list[Line]:
    """Who decides about whom is found as it is for letters; a question for an event only about those who are there."""
    looked_after = CareLink.objects.filter(carer=giver).on(today).values("cared_for")
    visible = cared_for_visible_to(by, today)
    others = visible.exclude(pk__in=family_of(by))  # what the other parent says is heard by a colleague (E-29)
    subjects = list(others.filter(Q(pk__in=looked_after) | Q(pk=giver.pk)).order_by("search_text", "pk"))
    questions = list(Question.objects.asked(today).select_related("event"))
    if not subjects or not questions:
        return []
    deciders = Deciders(subjects, questions, today)
    words, language = Words(questions), code_of(giver.language)
    there = set(Attendance.objects.filter(person__in=subjects).values_list("event", "person"))
    return [
        Line(f"{subject.pk}-{question.pk}", subject, question, wording)
        for subject in subjects
        for question in questions
        if (wording := words.of(question, language)) is not None
        and (question.event_id is None or (question.event_id, subject.pk) in there)
        and giver in deciders.of(subject, question)
    ]
