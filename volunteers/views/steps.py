"""A step is noted with its day, left out with a reason, or asked for after all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safeguard.addresses import address
from safeguard.refusals import Refused
from volunteers import needs, wording
from volunteers.forms.applicants import LeaveOutForm, PermissionForm, StepForm
from volunteers.lacking import NOT_LEFT_OUT
from volunteers.models import Application, ApplicationStep
from volunteers.permissions import INTERVIEW, RECRUIT
from volunteers.seeing import application_or_404
from volunteers.services import applicants, settings


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = application_or_404(request, code, rule=INTERVIEW if key == "interview" else RECRUIT)
    if key not in needs.NEEDS or not applicants.can_be_noted(key):
        raise Http404
    form = StepForm(request.POST or None, key=key, initial=_noted(found, key))
    if request.method == "POST" and form.is_valid():
        try:
            applicants.note_step(found, key=key, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted."))
            return _back(found)
    return _form(request, found, form, str(needs.NEEDS[key].label), _("Note it"), lead=str(needs.NEEDS[key].hint))


def _noted(application: Application, key: str) -> dict[str, object]:
    """What was noted before, to be corrected."""
    step = ApplicationStep.objects.filter(application=application, key=key, is_needed=True).first()
    if step is None or application.is_shredded:
        return {}
    step.application = application
    return {**step.words, "on": step.on}


@require_http_methods(["GET", "HEAD", "POST"])
def permission(request: HttpRequest, code: str) -> HttpResponse:
    """The answer of somebody who came without the form."""
    found = application_or_404(request, code, rule=RECRUIT)
    form = PermissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applicants.note_permission(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The answer is on record. Neither yes nor no counts for or against anybody."))
            return _back(found)
    context = {"application": found, "form": form, "wording": wording.permission(settings.current())}
    return render(request, "volunteers/applicants/permission.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    if key not in needs.NEEDS or key in NOT_LEFT_OUT:
        raise Http404
    form = LeaveOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applicants.leave_out(found, key=key, by=request.person, why=form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is left out for this applicant, and the reason is written down."))
            return _back(found)
    title = _("Leave out: %(need)s") % {"need": needs.NEEDS[key].label}
    return _form(request, found, form, title, _("Leave it out"))


@require_POST
def ask_after_all(request: HttpRequest, code: str, key: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    try:
        applicants.ask_after_all(found, key=key, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is needed again."))
    return _back(found)


def _back(found: Application) -> HttpResponse:
    return redirect(address("volunteers:application", found.code))


def _form(
    request: HttpRequest, found: Application, form: object, title: str, submit: str, *, lead: str = ""
) -> HttpResponse:
    context = {"application": found, "form": form, "title": title, "submit": submit, "lead": lead}
    return render(request, "volunteers/applicants/form.html", context)
