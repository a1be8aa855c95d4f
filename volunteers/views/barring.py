"""The question of a barring referral: asked by hand, and decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from incidents.access import visible_to
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers import standings
from volunteers.forms.standing import AskBarringForm, BarringForm
from volunteers.models import BarringQuestion
from volunteers.permissions import SUSPEND, may_suspend
from volunteers.services import barring as services
from volunteers.views.standing import decided_about


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Also of somebody who has left, whether they were asked to go or went by themselves."""
    who = decided_about(request, pk)
    given = request.POST if request.method == "POST" else None  # with no concern to choose nothing is filled in
    form = AskBarringForm(given, cases=standings.cases_to_choose(request.person))
    if form.is_valid():
        try:
            question = services.ask(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("volunteers:barring", request.organisation.slug, question.uid)
    context = {
        "form": form,
        "who": who,
        "title": _("Must the barring service be told of %(who)s?") % {"who": who},
        "lead": _("The question is asked whenever somebody left, was moved or is suspended because of harm or a risk."),
        "submit": _("Ask the question"),
        "back": address("volunteers:standing", who.pk),
    }
    return render(request, "volunteers/standing/form.html", context)


def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Decided once; who may not decide about this person does not learn that there is a question."""
    require(SUSPEND.allows(request.person), whom_to_ask(SUSPEND))
    question = BarringQuestion.objects.select_related("person", "case", "decided_by").filter(uid=uid).first()
    if question is None or not may_suspend(request.person, question.person):
        raise Http404
    form = BarringForm(request.POST or None)
    is_open = question.answer == BarringQuestion.Answer.OPEN
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(question, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("volunteers:standing", request.organisation.slug, question.person_id)
    sees = question.case is not None and visible_to(request.person).filter(pk=question.case_id).exists()
    hides = question.is_shredded or (question.case is not None and not sees)
    context = {
        "question": question,
        "who": question.person,
        "form": form,
        "is_open": is_open,
        "case": question.case if sees else None,
        "words": {} if hides else question.words,
        "service": services.service_of(question.asked_on),
        "back": address("volunteers:standing", question.person_id),
    }
    return render(request, "volunteers/standing/barring.html", context)
