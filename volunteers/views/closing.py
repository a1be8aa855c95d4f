"""An application ends without anybody being taken on, and may be opened again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from safeguard.addresses import address
from safeguard.refusals import Refused
from safeguard.retention import months_kept
from volunteers.forms.applicants import NotTakenOnForm
from volunteers.permissions import RECRUIT
from volunteers.presenting_applications import name_of
from volunteers.seeing import application_or_404
from volunteers.services import applicants


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    if request.method == "POST":
        try:
            applicants.withdraw(found, by=request.person)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The application is closed: they do not want to go on."))
        return redirect(address("volunteers:application", found.code))
    context = {"application": found, "name": name_of(found), "months": months_kept("volunteers.Application")}
    return render(request, "volunteers/applicants/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def not_taken_on(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    form = NotTakenOnForm(request.POST or None, application=found)
    if request.method == "POST" and form.is_valid():
        try:
            applicants.not_taken_on(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("The application is closed. It is kept for %(months)s months, and then made anonymous.")
                % {"months": months_kept("volunteers.Application")},
            )
            return redirect(address("volunteers:application", found.code))
    context = {
        "application": found,
        "form": form,
        "title": _("Not taken on"),
        "lead": name_of(found),
        "submit": _("Close the application"),
    }
    return render(request, "volunteers/applicants/form.html", context)


@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    found = application_or_404(request, code, rule=RECRUIT)
    try:
        applicants.reopen(found, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The application is open again, at the stage “Applied”."))
    return redirect(address("volunteers:application", found.code))
