"""How this charity takes people on: what each stage needs, the words for everybody, and entering what came on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.kept import keeps_words
from safeguard.refusals import Refused, require
from volunteers import needs, wording
from volunteers.forms.applying import new_once
from volunteers.forms.recruiting import EnterForm, NeedsForm, WordsForm
from volunteers.permissions import RECRUIT, SET_UP
from volunteers.services import check_switch, recruiting, settings
from volunteers.states import Stage


def way(request: HttpRequest) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    found = settings.current()
    context = {
        "way": found,
        "stages": [(Stage(stage).label, needs.of_stage(found.needs, stage)) for stage in needs.STAGES],
        "permission": wording.permission(found),
        "internet": wording.internet_use(found)[0],
        "is_asked": check_switch.current() is not None,
    }
    return render(request, "volunteers/recruiting/way.html", context)


def change_needs(request: HttpRequest) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    form = NeedsForm(request.POST or None, way=settings.current())
    if request.method == "POST" and form.is_valid():
        settings.change_needs(
            form.wanted(), references_wanted=form.cleaned_data["references_wanted"], by=request.person
        )
        messages.success(request, _("What each stage needs is changed, for applications on their way as well."))
        return redirect(address("volunteers:way"))
    context = {"form": form, "needs": needs.NEEDS.values()}
    return render(request, "volunteers/recruiting/needs.html", context)


@keeps_words
def change_words(request: HttpRequest) -> HttpResponse:
    require(SET_UP.allows(request.person), whom_to_ask(SET_UP))
    form = WordsForm(request.POST or None, way=settings.current())
    if request.method == "POST" and form.is_valid():
        settings.change_words(**form.words(), by=request.person)
        messages.success(request, _("The words are changed. Whoever applies from now on reads them."))
        return redirect(address("volunteers:way"))
    return render(request, "volunteers/recruiting/words.html", {"form": form})


@keeps_words
def enter(request: HttpRequest) -> HttpResponse:
    """What came on paper, by telephone or in person. It goes the same way as the form."""
    require(RECRUIT.allows(request.person), whom_to_ask(RECRUIT))
    found, is_asked = settings.current(), check_switch.current() is not None
    form = EnterForm(request.POST or None, way=found, is_asked=is_asked, initial={"once": new_once()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            received = recruiting.receive(
                said["position"],
                form.applicant(),
                by=request.person,
                source=said["source"],
                once=said["once"],
                referees=form.referees(),
                permission=form.permission(),
                explained=said["explained"],
                privacy=said["privacy"],
                is_question=said["is_question"],
                received_on=said["received_on"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if received.is_other:
                messages.info(request, _("This person has applied for this position already: here it is."))
            else:
                messages.success(request, _("It is entered. Keep the paper until the application is decided."))
            return redirect(received.application)
    context = {"form": form, "permission": wording.permission(found) if is_asked else ""}
    return render(request, "volunteers/recruiting/enter.html", context)
