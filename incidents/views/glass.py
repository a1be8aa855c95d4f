"""The way in for an emergency: asking, opening it for somebody else, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.doors import in_the_log
from incidents.forms.access import AskForm, OpenForm
from incidents.models import BreakGlass
from incidents.permissions import ASK_WAY_IN
from incidents.services import glass as services
from people.permissions import whom_to_ask
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 25
RELATED = ("for_whom", "opened_by", "refused_by")


@in_the_log
def glass(request: HttpRequest) -> HttpResponse:
    require(ASK_WAY_IN.allows(request.person), whom_to_ask(ASK_WAY_IN))
    now = timezone.now()
    page = page_of(request, BreakGlass.objects.select_related(*RELATED), order="-asked_at", size=PAGE)
    context = {
        "rows": [(one, *state_of(one, now)) for one in page.rows],
        "previous": page.previous,
        "next": page.next,
        "me": request.person,
        "columns": [_("For whom"), _("Why"), _("Asked"), _("State"), ""],
    }
    return render(request, "incidents/access/glass.html", context)


def state_of(one: BreakGlass, now: object) -> tuple[str, str, bool, bool]:
    """(kind and words of the tag, whether it is to be decided, whether it is open)."""
    if one.refused_at:
        return "quiet", _("Refused"), False, False
    if one.opened_at is None:
        return "soon", _("Waits for somebody"), True, False
    if one.ended_at or one.until <= now:
        return "quiet", _("Ended"), False, False
    return "bad", _("Open"), False, True


@in_the_log
def ask_glass(request: HttpRequest) -> HttpResponse:
    require(ASK_WAY_IN.allows(request.person), whom_to_ask(ASK_WAY_IN))
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(reason=form.cleaned_data["reason"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("You have asked. Ring somebody who can open it now; all were told by e-mail."))
            return redirect(address("incidents:glass"))
    return render(request, "incidents/access/ask_glass.html", {"form": form, "back": address("incidents:glass")})


@in_the_log
def open_glass(request: HttpRequest, pk: int) -> HttpResponse:
    require(ASK_WAY_IN.allows(request.person), whom_to_ask(ASK_WAY_IN))
    asked = get_object_or_404(BreakGlass.objects.to_decide().select_related("for_whom"), pk=pk)
    form = OpenForm(request.POST or None, initial={"hours": "2"})
    if request.method == "POST" and form.is_valid():
        try:
            services.open_way(asked, hours=form.cleaned_data["hours"], by=request.person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The way in is open, and everybody concerned was told."))
            return redirect(address("incidents:glass"))
    context = {"form": form, "asked": asked, "back": address("incidents:glass")}
    return render(request, "incidents/access/open_glass.html", context)


@require_POST
@in_the_log
def refuse_glass(request: HttpRequest, pk: int) -> HttpResponse:
    require(ASK_WAY_IN.allows(request.person), whom_to_ask(ASK_WAY_IN))
    asked = get_object_or_404(BreakGlass, pk=pk)
    try:
        services.refuse(asked, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address("incidents:glass"))


@require_POST
@in_the_log
def end_glass(request: HttpRequest, pk: int) -> HttpResponse:
    require(ASK_WAY_IN.allows(request.person), whom_to_ask(ASK_WAY_IN))
    opened = get_object_or_404(BreakGlass, pk=pk)
    try:
        services.end(opened, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address("incidents:glass"))
