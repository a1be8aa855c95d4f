"""Switching checks online on, for a reason and by a policy, and off again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers.forms.checks import SwitchForm, SwitchOffForm
from volunteers.models import CheckSwitch, Whom
from volunteers.permissions import SWITCH_CHECKS
from volunteers.services import check_switch as services
from volunteers.states import Stage
from volunteers.views.checks import form_page

SHOWN = 20  # decisions of the past


def switch_checks(request: HttpRequest) -> HttpResponse:
    require(SWITCH_CHECKS.allows(request.person), whom_to_ask(SWITCH_CHECKS))
    now = services.current()
    initial = {"stage": Stage.CHECKS, "whom": Whom.CHOSEN}
    if now is not None:
        initial = {name: getattr(now, name) for name in ("reason", "version", "clause", "stage", "whom")}
    form = SwitchForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.switch_on(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Online checks are on, as you said. Nobody is looked up without permission."))
            return redirect(address("volunteers:checks"))
    past = CheckSwitch.objects.select_related("version__policy", "decided_by")[:SHOWN]
    return render(request, "volunteers/checks/switch.html", {"form": form, "now": now, "past": past})


def switch_off_checks(request: HttpRequest) -> HttpResponse:
    require(SWITCH_CHECKS.allows(request.person), whom_to_ask(SWITCH_CHECKS))
    form = SwitchOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.switch_off(by=request.person, **form.cleaned_data)
        messages.success(request, _("Online checks are off. No new one is given out."))
        return redirect(address("volunteers:checks"))
    return form_page(
        request,
        form,
        title=_("Switch online checks off"),
        lead=_("No new check is given out. One that somebody is doing now is finished, or you call it off."),
        submit=_("Switch them off"),
        back=address("volunteers:switch_checks"),
    )
