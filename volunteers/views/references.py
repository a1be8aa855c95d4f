"""Who can be asked about an applicant, asking them, and what they said."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers.forms.applicants import AnsweredForm, AskedForm, ReferenceForm
from volunteers.models import Application, AppliedReference, ReferenceAnswer
from volunteers.permissions import RECRUIT
from volunteers.seeing import application_or_404
from volunteers.services import referees


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    form = ReferenceForm(request.POST or None)
    return _answer(
        request,
        found,
        form,
        lambda: referees.add(found, by=request.person, **form.cleaned_data),
        title=_("Somebody to ask"),
        done=_("They are on the list. Ask them now, or note that you did."),
    )


@require_POST
def mail(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """A neutral mail: for the first time, or as a reminder."""
    found = application_or_404(request, code, rule=RECRUIT)
    try:
        referees.ask(_reference(found, uid), by=request.person, by_mail=True)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("An e-mail is on its way to them."))
    return redirect(address("volunteers:application", found.code))


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    reference = _reference(found, uid)
    form = AskedForm(request.POST or None, initial={"on": timezone.localdate()})
    return _answer(
        request,
        found,
        form,
        lambda: referees.ask(reference, by=request.person, on=form.cleaned_data["on"]),
        title=_("You have asked for a reference"),
        lead=str(reference.words["name"]),
        done=_("The day is noted. After two weeks without an answer we remind you."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answered(request: HttpRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    reference = _reference(found, uid)
    is_again = reference.answer != ReferenceAnswer.WAITING
    initial = {"answer": reference.answer, "on": reference.answered_on, "said": reference.words["said"]}
    form = AnsweredForm(request.POST or None, initial=initial if is_again else {})
    return _answer(
        request,
        found,
        form,
        lambda: referees.answered(reference, by=request.person, **form.cleaned_data),
        title=_("What a referee said"),
        lead=str(reference.words["name"]),
        done=_("The answer is noted."),
    )


def _reference(application: Application, uid: uuid.UUID) -> AppliedReference:
    found: AppliedReference = get_object_or_404(AppliedReference, application=application, uid=uid)
    found.application = application
    require(not application.is_shredded, _("The time for keeping this application is over."))
    return found


def _answer(
    request: HttpRequest,
    found: Application,
    form: ReferenceForm | AskedForm | AnsweredForm,
    act: Callable[[], object],
    *,
    title: str,
    done: str,
    lead: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(address("volunteers:application", found.code))
    context = {"application": found, "form": form, "title": title, "lead": lead, "submit": _("Save")}
    return render(request, "volunteers/applicants/form.html", context)
