"""What a volunteer sees of themself, the check of own privacy settings, and the house rules online."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.models import Settings
from people.models import Person
from people.offices import asked_once
from people.permissions import whom_to_ask
from people.roles import Role
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from volunteers import conduct as house_rules
from volunteers import own_page
from volunteers import self_check as points
from volunteers.forms.mine import QuestionForm, SelfCheckForm
from volunteers.permissions import OWN_PAGE, TALK
from volunteers.services import induction, self_checks
from volunteers.services.training import State, is_inducted, items_of

SIGNED_SHOWN = 10


@require_safe
@asked_once()
def mine(request: HttpRequest) -> HttpResponse:
    """A suspended person opens it too, and finds there what their standing means."""
    me, today = request.person, timezone.localdate()
    require(own_page.has_own_page(me), whom_to_ask(OWN_PAGE))
    tasks, more = own_page.owed_by(me, today)
    signed = list(own_page.signed_by(me)[: SIGNED_SHOWN + 1])
    training, checked = items_of([me.pk], today)[me.pk], points.standing_of(me, today)
    context = {
        "today": today,
        "standing": own_page.standing_of(me, today),
        "tasks": tasks,
        "more": more,
        "work": own_page.work_of(me, today),
        "training_open": [item for item in training if item.state != State.DONE],
        "training_done": [item for item in training if item.state == State.DONE],
        "is_inducted": is_inducted(training),
        "signed": signed[:SIGNED_SHOWN],
        "signed_is_cut": len(signed) > SIGNED_SHOWN,
        "held": own_page.held_by(me),
        "checked": checked,
        "check_is_due": checked.is_due(today),
        "may_talk": TALK.allows(me),
        "prints_for_others": induction.prints_for_others(me),
        "leads": Person.objects.current(today).holding(Role.LEAD)[:3],
    }
    return render(request, "volunteers/mine/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request: HttpRequest) -> HttpResponse:
    me, today = request.person, timezone.localdate()
    require(own_page.has_own_page(me), whom_to_ask(OWN_PAGE))
    form = SelfCheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            self_checks.note(form.cleaned_data["items"], by=me)
        except Refused as refused:
            form.add_error("items", str(refused))
        else:
            messages.success(request, _("Thank you. It is noted that you did it today, and nothing else."))
            return redirect(address("volunteers:mine"))
    context = {"form": form, "checked": points.standing_of(me, today), "every": points.EVERY_MONTHS}
    return render(request, "volunteers/mine/self_check.html", context)


@require_safe
def conduct(request: HttpRequest) -> HttpResponse:
    """All rules by topic; or, for a question, those that have its words, the most fitting first."""
    require(own_page.has_own_page(request.person), whom_to_ask(OWN_PAGE))
    form = QuestionForm(request.GET)
    form.full_clean()
    question = form.cleaned_data.get("q", "")
    every = house_rules.rules(Settings.current())
    context = {
        "form": form,
        "question": question,
        "found": house_rules.matching(every, question) if question else [],
        "topics": [] if question else house_rules.by_topic(every),
        "leads": Person.objects.current().holding(Role.LEAD)[:3],
        "may_print": induction.may_print(request.person, request.person),
    }
    return render(request, "volunteers/mine/conduct.html", context)
