"""What the charity asks for: writing questions, opening and closing them, and their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consent.fixed_words import TO_BE_CHECKED
from consent.forms.designing import QuestionForm, StarterForm, TermsForm, TranslationForm, WordsForm
from consent.languages import name_of
from consent.models import Question
from consent.permissions import DESIGN, SEE
from consent.sections import sections
from consent.services import designing, starters
from consent.starters import starter_set, starter_sets
from consent.states import QuestionStatus
from consent.whom import ENGLISH, Words
from organisations.models import Settings
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.refusals import Refused, require

KINDS = {QuestionStatus.DRAFT: "quiet", QuestionStatus.OPEN: "good", QuestionStatus.CLOSED: "quiet"}


def question_of(pk: int) -> Question:
    return get_object_or_404(Question.objects.select_related("event"), pk=pk)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Everything that is asked, in the order in which families read it."""
    require(SEE.allows(request.person), whom_to_ask(SEE))
    rows = [
        {"question": question, "kind": KINDS[QuestionStatus(question.status)], **tally}
        for question, tally in designing.with_tallies(Question.objects.select_related("event"))
    ]
    context = {
        "sections": sections(request),
        "rows": rows,
        "may_design": DESIGN.allows(request.person),
        "columns": [_("Question"), _("Status"), _("Yes"), _("No"), _("Waiting"), ""],
    }
    return render(request, "consent/designing/questions.html", context)


def new(request: HttpRequest) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            question = designing.create(by=request.person, **form.given())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(address("consent:words", question.pk))
    context = {"form": form, "title": _("New question"), "submit": _("Go on to its words")}
    return render(request, "consent/designing/form.html", context | {"back": address("consent:questions")})


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: as a family reads it, in every language, and what can be done with it."""
    require(SEE.allows(request.person), whom_to_ask(SEE))
    found = question_of(pk)
    wordings = list(found.wordings.order_by("-number", "pk").select_related("written_by"))
    newest = wordings[0].number if wordings else 0
    [(_same, tally)] = designing.with_tallies([found])
    context = {
        "question": found,
        "kind": KINDS[QuestionStatus(found.status)],
        "tally": tally,
        "current": [(name_of(w.language), w) for w in wordings if w.number == newest],
        "earlier": [(name_of(w.language), w) for w in wordings if w.number != newest],
        "to_check": any(w.language in TO_BE_CHECKED for w in wordings if w.number == newest),
        "rows": facts(found),
        "obstacles": designing.obstacles(found) if found.status != QuestionStatus.OPEN else [],
        "may_design": DESIGN.allows(request.person),
    }
    return render(request, "consent/designing/question.html", context)


def facts(question: Question) -> list[dict[str, Any]]:
    """Question and answer, for the summary list."""
    own = question.own_answer_from
    found = [
        (_("What is done"), question.get_means_display()),
        (_("Where"), question.get_channel_display()),
        (_("Which platform, or who receives it"), question.channel_name),
        (_("What for"), question.what_for),
        (_("Only for the event"), question.event),
        (_("People can be recognised"), _("Yes") if question.identifying else _("No")),
        (_("A trustee approves each use"), _("Yes") if question.needs_trustee else _("No")),
        (_("The child answers too from age"), Settings.current().child_agreement_age if own is None else own),
        (_("Months until we ask again"), question.refresh_months),
        (_("Only until"), question.ends_on),
    ]
    return [{"key": key, "value": value} for key, value in found if value not in (None, "")]


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a question that nobody was asked; afterwards what does not touch the purpose."""
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = question_of(pk)
    asked = designing.was_asked(found)
    form = (TermsForm if asked else QuestionForm)(request.POST or None, question=found)
    if request.method == "POST" and form.is_valid():
        try:
            designing.change(found, by=request.person, **form.given())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "title": _("Change “%s”") % found.title, "submit": _("Save"), "was_asked": asked}
    return render(request, "consent/designing/form.html", context | {"back": found.get_absolute_url()})


def words(request: HttpRequest, pk: int) -> HttpResponse:
    """The first words, or new ones under a new number."""
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = question_of(pk)
    last = Words([found]).of(found, ENGLISH)
    initial = {name: getattr(last, name) for name in designing.WORDS} if last else {}
    form = WordsForm(request.POST or None, question=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        designing.write_words(found, by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved. This is how a family reads it."))
        return redirect(found)
    context = {
        "form": form,
        "question": found,
        "has_words": last is not None,
        "languages": [name_of(code) for code in designing.languages_of(found) if code != "en"],
    }
    return render(request, "consent/designing/words.html", context)


def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest words in one more language."""
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = question_of(pk)
    form = TranslationForm(request.POST or None, question=found, written=set(designing.languages_of(found)))
    if request.method == "POST" and form.is_valid():
        try:
            designing.translate(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. Ask somebody who speaks the language to read it."))
            return redirect(found)
    context = {"form": form, "question": found, "original": Words([found]).of(found, ENGLISH)}
    return render(request, "consent/designing/translate.html", context)


@require_POST
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved_on(request, pk, designing.open_question, _("From now on families can be asked this."))


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved_on(request, pk, designing.close_question, _("Nobody is asked this any more. The answers stay."))


def _moved_on(request: HttpRequest, pk: int, service: Callable[..., Question], done: str) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    found = question_of(pk)
    try:
        service(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(found)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down the list."""
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    designing.move(question_of(pk), by=request.person, up=request.POST.get("to") == "up")
    return redirect(f"{address('consent:questions')}#question-{pk}")


@require_safe
def starter_list(request: HttpRequest) -> HttpResponse:
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    return render(request, "consent/designing/starters.html", {"sets": starter_sets()})


def starter(request: HttpRequest, key: str) -> HttpResponse:
    """Choose from a set. What is chosen becomes drafts."""
    require(DESIGN.allows(request.person), whom_to_ask(DESIGN))
    try:
        found = starter_set(key)
    except LookupError as missing:
        raise Http404 from missing
    form = StarterForm(request.POST or None, starter_set=found)
    if request.method == "POST" and form.is_valid():
        made = starters.add(found, form.cleaned_data["questions"], by=request.person, names=form.names())
        if made:
            messages.success(request, _("Added as drafts. Read them, change what is not so with you, and open them."))
        else:
            messages.info(request, _("You have these questions already."))
        return redirect(address("consent:questions"))
    languages = sorted({name_of(words.language) for question in found.questions for words in question.words})
    return render(request, "consent/designing/starter.html", {"form": form, "set": found, "languages": languages})
