"""Requests about data: recorded, worked on, answered. Each step moves the clock as the law moves it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from organisations.models import Settings
from people import services as people
from people.models import Person
from rights import clock
from rights.models import Capacity, DataRequest, Pause, RequestKind, RequestNote
from rights.states import RequestStatus
from rights.verbs import Verb
from safeguard.personal_data import words as in_words
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation

SAME = timedelta(minutes=1)  # a button that is pressed twice
MORE_MONTHS = 2  # at most, three in all


@transaction.atomic
def receive(*, by: Person, kind: str, received_on: date, **details: Any) -> DataRequest:
    """Write down that somebody asks. The same by the same person within a minute is one request.

    Raises Refused for a day that is still to come.
    """
    today = timezone.localdate()
    if received_on > today:
        raise Refused(_("This day is still to come. Enter the day on which it reached the charity."))
    Settings.objects.select_for_update(no_key=True).get()  # numbers are given one after another
    just_now = timezone.now() - SAME
    wish = {"kind": kind, "received_on": received_on, "recorded_by": by} | {
        name: value for name, value in details.items() if name in ("asker_name", "about_name", "words", "route")
    }
    if same := DataRequest.objects.filter(recorded_at__gt=just_now, **wish).first():
        return same
    organisation = active_organisation()
    request = DataRequest(
        number=(DataRequest.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        received_on=received_on,
        recorded_by=by,
        **details,
    )
    if request.identity and request.identity_on is None:
        request.identity_on = today
    request.due_on = clock.due_on(request, (), organisation)
    if kind == RequestKind.COMPLAINT:
        request.acknowledge_by = clock.acknowledge_by(received_on, organisation)
    request.save()
    record(Verb.RECEIVED, request, by=by, detail={"kind": kind, "received": received_on, "due": request.due_on})
    return request


@transaction.atomic
def identify(request: DataRequest, *, by: Person, identity: str, identity_on: date) -> DataRequest:
    """Note how the charity knows who asks, or that they may act for the person. No copy of papers is kept."""
    request = unfinished(request)
    request.identity, request.identity_on = identity, not_to_come(identity_on)
    request.save(update_fields=["identity", "identity_on"])
    record(Verb.IDENTIFIED, request, by=by, changed=["identity", "identity_on"])
    return request


@transaction.atomic
def pause(request: DataRequest, *, by: Person, reason: str, asked: str, from_on: date) -> DataRequest:
    """The charity has asked something back; until the answer the clock stands still."""
    request = unfinished(request)
    if from_on < request.received_on:
        raise Refused(_("The request came later than that."))
    not_to_come(from_on)
    last = request.pauses.exclude(until_on=None).order_by("-until_on").first()
    if last and from_on < last.until_on:
        raise Refused(_("On that day the clock stood still already."))
    if request.status == RequestStatus.OPEN:
        Pause.objects.create(request=request, reason=reason, asked=asked, from_on=from_on, by=by)
    return transition(request, to=RequestStatus.PAUSED, by=by, verb=Verb.PAUSED)


@transaction.atomic
def resume(request: DataRequest, *, by: Person, until_on: date) -> DataRequest:
    """The answer came on that day; the clock goes on and the day that is due is counted anew."""
    request = unfinished(request)
    stands = request.pauses.filter(until_on=None).first()
    if stands is None:
        raise Refused(_("The clock of this request does not stand still."))
    if until_on < stands.from_on:
        raise Refused(_("You asked on %(day)s. The answer cannot be earlier.") % {"day": in_words(stands.from_on)})
    stands.until_on = not_to_come(until_on)
    stands.save(update_fields=["until_on"])
    due = clock.due_on(request, request.pauses.all(), active_organisation())
    transition(request, to=RequestStatus.OPEN, by=by, verb=Verb.RESUMED, due_on=due)
    return request


@transaction.atomic
def extend(request: DataRequest, *, by: Person, months: int, reason: str, told_on: date) -> DataRequest:
    """Take one or two months more for a complex request; the person was told so within the first month, with why."""
    request = unfinished(request)
    if request.is_complaint:
        raise Refused(_("A complaint is answered without undue delay; there is nothing to extend."))
    if not 1 <= months <= MORE_MONTHS:
        raise Refused(_("One or two months more are allowed, three in all."))
    pauses = list(request.pauses.all())
    first = clock.due_on(request, pauses, active_organisation(), extra=0)
    if not_to_come(told_on) > first:
        words = {"day": in_words(first)}
        raise Refused(_("The person must be told by %(day)s, within the first month. That day has passed.") % words)
    if told_on < request.received_on:
        raise Refused(_("The request came later than that."))
    if months < request.extra_months:
        raise Refused(_("More time than that was taken already."))
    request.extra_months, request.extension_reason, request.extension_told_on = months, reason, told_on
    request.due_on = clock.due_on(request, pauses, active_organisation())
    request.save(update_fields=["extra_months", "extension_reason", "extension_told_on", "due_on"])
    record(Verb.EXTENDED, request, by=by, changed=["extra_months", "due_on"], detail={"due": request.due_on})
    return request


@transaction.atomic
def acknowledge(request: DataRequest, *, by: Person, acknowledged_on: date, acknowledged_how: str) -> DataRequest:
    """Note that the person was told that their request or complaint has arrived. Noting it twice changes nothing."""
    request = unfinished(request)
    if request.acknowledged_on:
        return request
    if not_to_come(acknowledged_on) < request.received_on:
        raise Refused(_("The request came later than that."))
    request.acknowledged_on, request.acknowledged_how = acknowledged_on, acknowledged_how
    request.save(update_fields=["acknowledged_on", "acknowledged_how"])
    record(Verb.ACKNOWLEDGED, request, by=by, changed=["acknowledged_on"])
    return request


@transaction.atomic
def note(request: DataRequest, *, by: Person, text: str) -> RequestNote:
    """Write down a step: where somebody looked, what was found. The same words twice in a minute are one note."""
    DataRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    recent = request.notes.filter(by=by, text=text, at__gt=timezone.now() - SAME)
    if same := recent.first():
        return same
    written = RequestNote.objects.create(request=request, text=text, by=by)
    record(Verb.NOTED, request, by=by)
    return written


@transaction.atomic
def answer(request: DataRequest, *, by: Person, outcome: str, answered_on: date) -> DataRequest:
    """Close it with what was done. Raises Refused while nobody knows who asked."""
    request = unfinished(request)
    if not request.identity and not request.is_complaint:
        raise Refused(_("Note first how you know who they are, so that nobody gets another person's data."))
    return _close(request, RequestStatus.ANSWERED, Verb.ANSWERED, by=by, outcome=outcome, answered_on=answered_on)


@transaction.atomic
def refuse(request: DataRequest, *, by: Person, refusal: str, outcome: str, answered_on: date) -> DataRequest:
    """Close it with a ground and reasons; the person has been told of both, and that they may complain."""
    request = unfinished(request)
    if request.is_complaint:
        raise Refused(_("A complaint is looked into and answered; it cannot be refused."))
    return _close(
        request, RequestStatus.REFUSED, Verb.REFUSED, by=by, refusal=refusal, outcome=outcome, answered_on=answered_on
    )


@transaction.atomic
def withdraw(request: DataRequest, *, by: Person, outcome: str, answered_on: date) -> DataRequest:
    """Whoever asked does not want it any more."""
    request = unfinished(request)
    return _close(request, RequestStatus.WITHDRAWN, None, by=by, outcome=outcome, answered_on=answered_on)


def _close(
    request: DataRequest, to: str, verb: str | None, *, by: Person, answered_on: date, **stamps: Any
) -> DataRequest:
    if not_to_come(answered_on) < request.received_on:
        raise Refused(_("The request came later than that."))
    for standing in request.pauses.filter(until_on=None):
        standing.until_on = max(answered_on, standing.from_on)
        standing.save(update_fields=["until_on"])
    closed: DataRequest = transition(request, to=to, by=by, verb=verb, answered_on=answered_on, closed_by=by, **stamps)
    return closed


@transaction.atomic
def stop_mail(request: DataRequest, *, by: Person) -> Person:
    """An objection or restriction is obeyed at once: no e-mail goes to this person any more (UK GDPR article 21)."""
    if request.kind not in (RequestKind.OBJECTION, RequestKind.RESTRICTION) or request.about is None:
        raise Refused(_("This is for an objection or restriction of somebody whom we know."))
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=request.about_id)
    if person.do_not_email:
        return person
    person = people.change(person, by=by, do_not_email=True)
    record(Verb.STOPPED_MAIL, request, by=by)
    return person


def ask_for_oneself(*, by: Person, kind: str, words: str) -> DataRequest:
    """A request that somebody writes on their own page; who they are is known from their sign-in."""
    return receive(
        by=by,
        kind=kind,
        received_on=timezone.localdate(),
        asker=by,
        asker_name=by.name,
        reach=by.email,
        capacity=Capacity.THEMSELF,
        about=by,
        about_name=by.name,
        route="here",
        words=words,
        identity="signed_in",
    )


def unfinished(request: DataRequest) -> DataRequest:
    """The request, locked. Raises Refused when it is closed."""
    found = DataRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if not found.is_open:
        raise Refused(_("This request is closed: %(status)s.") % {"status": found.get_status_display()})
    return found


def not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise Refused(_("This day is still to come."))
    return day
