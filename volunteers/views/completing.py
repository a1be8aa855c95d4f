"""Who was offered a topic, who completed it, after a session or alone, and what was a mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people.permissions import whom_to_ask
from people.visibility import not_only_cared_for
from safeguard.addresses import address
from safeguard.paging import key_in
from safeguard.refusals import Refused, require
from volunteers.forms.completing import CompleteForm, OfferForm, SessionForm, TakeBackForm
from volunteers.models import Completion, Topic, TrainingOffer, TrainingSession
from volunteers.permissions import SEE_TRAINING, TRAIN, may_record_training, training_seen_by
from volunteers.services import completing, topics
from volunteers.views.training import page

SEARCHES = ("search", "all")  # buttons that only change who is shown or ticked


def _topic(request: HttpRequest, pk: int) -> Topic:
    require(TRAIN.allows(request.person), whom_to_ask(TRAIN))
    found: Topic = get_object_or_404(Topic, pk=pk)
    return found


def _posted(request: HttpRequest) -> Any:
    """What was sent to be judged: nothing after a search."""
    return request.POST if request.method == "POST" and request.POST.get("take") not in SEARCHES else None


def _kept(request: HttpRequest, *names: str) -> dict[str, Any]:
    """What was typed before a search, to stand there again."""
    return {name: request.POST[name] for name in names if name in request.POST}


def hold_session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session, and who was there. Searching comes back here with everything that was typed and ticked."""
    found, today = _topic(request, pk), timezone.localdate()
    data, before = _posted(request), _session_before(request, found)
    typed = before | _kept(request, "held_on", "trainer", "place", "evidence")
    form = SessionForm(data, raw=request.POST, topic=found, by=request.person, today=today, initial=typed)
    if data is not None and form.is_valid():
        try:
            held, number = completing.hold_session(found, by=request.person, today=today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("%(n)s completion is noted.", "%(n)s completions are noted.", number) % {"n": number}
            messages.success(request, words if number else _("They were all noted already."))
            return redirect(address("volunteers:session", held.pk))
    return page(request, "session_form", form=form, topic=found)


def _session_before(request: HttpRequest, found: Topic) -> dict[str, Any]:
    """The session to which somebody is added, when the address names one."""
    held = found.sessions.filter(pk=key_in(request.GET, "session")).first()
    return {"held_on": held.held_on, "trainer": held.trainer, "place": held.place} if held else {}


def session(request: HttpRequest, pk: int) -> HttpResponse:
    require(SEE_TRAINING.allows(request.person), whom_to_ask(SEE_TRAINING))
    held = get_object_or_404(TrainingSession.objects.select_related("topic", "recorded_by"), pk=pk)
    seen = training_seen_by(request.person, timezone.localdate())
    there = held.completions.filter(person__in=seen).select_related("person", "topic")
    return page(request, "session", session=held, completions=there.order_by("person__search_text", "pk"))


def complete(request: HttpRequest, pk: int, topic_pk: int) -> HttpResponse:
    """One person completed one topic."""
    found = _topic(request, topic_pk)
    today = timezone.localdate()
    who = get_object_or_404(not_only_cared_for(today), pk=pk)
    own = _("Nobody notes training for themself or their own family. Ask a colleague to do it.")
    require(may_record_training(request.person, who), own)
    form = CompleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = completing.complete(found, who, by=request.person, today=today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is noted.") if made else _("It was noted already."))
            return redirect(address("volunteers:training_of", pk))
    return page(request, "complete", form=form, topic=found, who=who)


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    require(TRAIN.allows(request.person), whom_to_ask(TRAIN))
    found = get_object_or_404(Completion.objects.standing().select_related("topic", "person"), pk=pk)
    own = _("Nobody notes training for themself or their own family. Ask a colleague to do it.")
    require(may_record_training(request.person, found.person), own)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        completing.take_back(found, by=request.person, **form.cleaned_data)
        messages.success(request, _("It is taken back. The entry stays readable with the reason."))
        return redirect(address("volunteers:topic", found.topic_id))
    return page(request, "take_back", form=form, completion=found)


def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it to some who need it, or to all of them at once (IL-55)."""
    found, today = _topic(request, pk), timezone.localdate()
    data = _posted(request)
    typed = {"due_on": today + timedelta(days=found.within_days), **_kept(request, "due_on", "happens", "place")}
    form = OfferForm(
        data, raw=_beginning(request), topic=found, by=request.person, today=today, with_own=True, initial=typed
    )
    if data is not None and form.is_valid():
        given = form.cleaned_data
        try:
            said = {name: given[name] for name in ("due_on", "happens", "place")}
            number = topics.offer(found, given["people"], by=request.person, on=today, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("Offered to %(n)s person.", "Offered to %(n)s people.", number) % {"n": number}
            messages.success(request, words if number else _("They all have an open offer already."))
            return redirect(found)
    return page(request, "offer", form=form, topic=found)


def _beginning(request: HttpRequest) -> Any:
    """What stands in the form; on coming from somebody's page that person is ticked."""
    return request.POST if request.method == "POST" else request.GET


@require_POST
def close_offer(request: HttpRequest, pk: int) -> HttpResponse:
    require(TRAIN.allows(request.person), whom_to_ask(TRAIN))
    found = get_object_or_404(TrainingOffer.objects.select_related("topic"), pk=pk)
    topics.close(found, by=request.person, on=timezone.localdate())
    messages.success(request, _("The offer is closed."))
    return redirect(found.topic)
