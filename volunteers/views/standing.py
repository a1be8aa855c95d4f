"""Where volunteers stand, in the browser: the list, one person, and what is decided about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.access import visible_to
from incidents.models import Party
from people.models import Person
from people.permissions import MANAGE_PEOPLE, whom_to_ask
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require
from volunteers import standings
from volunteers.forms.standing import EndForm, FilterForm, ReinstateForm, ReviewForm, SuspendForm
from volunteers.models import BarringQuestion
from volunteers.permissions import (
    DECIDE,
    HAND_OUT,
    SEE_EARLIER,
    SEE_STANDING,
    SUSPEND,
    is_own,
    may_hand_out,
    may_suspend,
    standings_seen_by,
)
from volunteers.services import standing as services
from volunteers.states import Standing

PAGE = 50
NOT_ABOUT_THEM = gettext_lazy("Somebody else decides here: nobody does it about themself or their own family.")


def standing_list(request: HttpRequest) -> HttpResponse:
    require(SEE_STANDING.allows(request.person), whom_to_ask(SEE_STANDING))
    today = timezone.localdate()
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = standings.serving(request.person, today, status=asked.get("status", ""), words=asked.get("q", ""))
    page = page_of(request, found, order="search_text", size=PAGE, within=standings_seen_by(request.person, today))
    rows = [(person, standings.where(person, getattr(person, "standing", None), today)) for person in page.rows]
    context = {
        "form": form,
        "rows": rows,
        "columns": [_("Name"), _("Standing"), _("Since"), _("Looked at again on")],
        "previous": page.previous,
        "next": page.next,
        "is_filtered": any(request.GET.get(name) for name in ("q", "status")),
        "to_consider": standings.to_consider(request.person),
    }
    return render(request, "volunteers/standing/list.html", context)


def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the status for those who see standings, the reasons for those who decide."""
    me = request.person
    if pk == me.pk:
        return redirect("volunteers:mine", request.organisation.slug)
    who = person_or_404(request, pk)
    today = timezone.localdate()
    held = getattr(who, "standing", None)
    now = standings.where(who, held, today)
    is_here = who.is_here(today)
    decides = may_suspend(me, who)
    questions = standings.questions_of(who, me)
    context = {
        "who": who,
        "now": now,
        "history": standings.history_of(who, me),
        "decides": decides,
        "is_own": is_own(me, who),
        "may_have_decided": SUSPEND.allows(me),
        "left_meanwhile": now.status == Standing.SUSPENDED and not is_here,
        "can_suspend": decides and now.status == Standing.ACTIVE and is_here,
        "can_decide": decides and now.status == Standing.SUSPENDED,
        "can_end": decides and now.status != Standing.ENDED,
        "questions": questions,
        "is_asked": any(one.answer == BarringQuestion.Answer.OPEN for one in questions),
        "off": standings.switched_off(who, me),
        "check_out": address("people:check_out", who.pk) if MANAGE_PEOPLE.allows(me) else "",
        "is_reinstated": now.status == Standing.ACTIVE and is_here,
        "sees_earlier": SEE_EARLIER.allows(me) and not is_own(me, who),
        "may_place": DECIDE.allows(me) and not is_own(me, who),
        "sees_issued": HAND_OUT.allows(me) and may_hand_out(me, who),
    }
    return render(request, "volunteers/standing/person.html", context)


def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    who = decided_about(request, pk)
    cases = standings.cases_to_choose(request.person)
    chosen = {"case": request.GET.get("case", "")}
    return _answer(
        request,
        who,
        SuspendForm(request.POST or None, cases=cases, initial=chosen),
        services.suspend,
        title=_("Suspend %(who)s") % {"who": who},
        lead=_(
            "A suspension is no finding. It protects everybody, this person too, until it is clear what happened."
            " What their roles allow is off at once, everywhere."
        ),
        submit=_("Suspend"),
        done=_("%(who)s is suspended. Go through what is switched off.") % {"who": who},
        was_done=lambda: standings.suspended_by(who, request.person),
    )


def review(request: HttpRequest, pk: int) -> HttpResponse:
    who = decided_about(request, pk)
    return _answer(
        request,
        who,
        ReviewForm(request.POST or None),
        services.review,
        title=_("The suspension of %(who)s goes on") % {"who": who},
        lead=_("Keep it as short as can be: each time it is looked at, somebody says why it is still needed."),
        submit=_("Record it"),
        done=_("It is recorded, with the day on which it is looked at again."),
    )


def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    who = decided_about(request, pk)
    return _answer(
        request,
        who,
        ReinstateForm(request.POST or None),
        services.reinstate,
        title=_("%(who)s is active again") % {"who": who},
        lead=_("What their roles allow is on again at once. What was switched off by hand is listed after that."),
        submit=_("Record it"),
        done=_("%(who)s is active again. Switch on again what is listed below.") % {"who": who},
    )


def end(request: HttpRequest, pk: int) -> HttpResponse:
    who = decided_about(request, pk)
    return _answer(
        request,
        who,
        EndForm(request.POST or None, cases=standings.cases_to_choose(request.person)),
        services.end,
        title=_("The service of %(who)s ends") % {"who": who},
        lead=_("The person leaves with it, and the check-out begins. What is on record stays."),
        submit=_("Record it"),
        done=_("It is recorded."),
    )


def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """Earlier times of somebody, for the lead only: who comes back starts anew, and is not a stranger (E-21)."""
    require(SEE_EARLIER.allows(request.person), whom_to_ask(SEE_EARLIER))
    who = person_or_404(request, pk)
    require(not is_own(request.person, who), str(NOT_ABOUT_THEM))
    mentioned = Party.objects.standing().filter(person=who).order_by().values("case")
    context = {
        "who": who,
        "periods": who.periods.order_by("-starts_on"),
        "history": standings.history_of(who, request.person),
        "cases": visible_to(request.person).filter(pk__in=mentioned).order_by("-opened_at", "-pk")[:PAGE],
    }
    return render(request, "volunteers/standing/earlier.html", context)


def person_or_404(request: HttpRequest, pk: int) -> Person:
    """Somebody of whom the reader sees where they stand; a colleague without the role is told whom to ask."""
    require(SEE_STANDING.allows(request.person), whom_to_ask(SEE_STANDING))
    seen = standings_seen_by(request.person, timezone.localdate())
    found: Person = get_object_or_404(seen.select_related("standing", "line_manager"), pk=pk, merged_into=None)
    return found


def decided_about(request: HttpRequest, pk: int) -> Person:
    require(SUSPEND.allows(request.person), whom_to_ask(SUSPEND))
    require(pk != request.person.pk, str(NOT_ABOUT_THEM))
    who = person_or_404(request, pk)
    require(not is_own(request.person, who), str(NOT_ABOUT_THEM))
    sentence = _("About somebody with an office the chair decides, and about the chair the safeguarding trustee.")
    require(may_suspend(request.person, who), sentence)
    return who


def _answer(
    request: HttpRequest,
    who: Person,
    form: Form,
    service: Callable[..., Any],
    *,
    title: str,
    lead: str,
    submit: str,
    done: str,
    was_done: Callable[[], bool] = lambda: False,
) -> HttpResponse:
    """`was_done`: whether what is refused now was done by the same person before: the second of two clicks."""
    if request.method == "POST" and form.is_valid():
        try:
            service(who, by=request.person, **form.cleaned_data)
        except Refused as refused:
            if was_done():
                return redirect("volunteers:standing", request.organisation.slug, who.pk)
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("volunteers:standing", request.organisation.slug, who.pk)
    context = {"form": form, "title": title, "lead": lead, "submit": submit, "who": who}
    return render(request, "volunteers/standing/form.html", context | {"back": address("volunteers:standing", who.pk)})
