"""Lists for whoever takes pictures at an event: whom to leave out, and who wears which colour.

They name people and no reasons. A list holds for the day on which it was made: who prints one gets a ticket that opens
it for some hours, and the PDF is kept in the cache for as long, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import TAKING, Channel, Event, Means, Question, Verdict
from consent.services.events import people_at
from consent.services.finding import questions_of
from consent.standing import Key, standing
from consent.verbs import Verb
from organisations.brand import palette
from organisations.models import Settings
from people.models import Person
from safeguard import pdf
from safeguard.scoping import active_organisation
from safeguard.tickets import Papers

INSIDE = (Channel.INTERNAL, Channel.PRIVATE_GROUP)  # the first of them that is asked about
PAPERS = Papers("consent.lists", kept=timedelta(hours=12))


class Kind(models.TextChoices):
    NO_PICTURES = "no-pictures", gettext_lazy("No pictures of these people")
    COLOURS = "colours", gettext_lazy("Coloured lanyards")


class Colour(models.TextChoices):
    """What a photographer sees from afar. Word and shape say the same as the colour."""

    GREEN = "green", gettext_lazy("Green: every picture")
    YELLOW = "yellow", gettext_lazy("Yellow: for use inside only")
    RED = "red", gettext_lazy("Red: no pictures")


SHAPES = {Colour.GREEN: "●", Colour.YELLOW: "▲", Colour.RED: "■"}
SHAPE_NAMES: dict[Colour, str | Promise] = {
    Colour.GREEN: gettext_lazy("circle"),
    Colour.YELLOW: gettext_lazy("triangle"),
    Colour.RED: gettext_lazy("square"),
}


@dataclass(frozen=True)
class Group:
    colour: Colour
    people: tuple[Person, ...]

    @property
    def shape(self) -> str:
        return SHAPES[self.colour]

    @property
    def shape_name(self) -> str:
        return str(SHAPE_NAMES[self.colour])


@dataclass(frozen=True)
class Sheet:
    """One list, as it is at `made_at`. `unseen` are those in the register whose names the person does not see."""

    event: Event
    kind: Kind
    groups: tuple[Group, ...]
    unseen: int
    made_at: datetime
    rules: tuple[str, ...]

    @property
    def names(self) -> int:
        return sum(len(group.people) for group in self.groups)


def sheet(event: Event, kind: Kind, *, by: Person) -> Sheet:
    """The list as it is now, in the same few queries for any number of people."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen, unseen = people_at(event, by, today)
    colours = colours_of(list(seen), event, today)
    wanted = (Colour.RED,) if kind == Kind.NO_PICTURES else tuple(Colour)
    groups = (Group(c, tuple(person for person in seen if colours[person.pk] == c)) for c in wanted)
    return Sheet(event, kind, tuple(groups), unseen, now, tuple(house_rules(Settings.current())))


def colours_of(people: Collection[Person], event: Event, today: date) -> dict[int, Colour]:
    """The colour of each person (by key), for photographs at this event.

    Green is a yes to everything that the charity asks for; yellow a yes to being photographed and to use inside (where
    that is not asked about: in the group of families); red is everybody else, those who were not asked yet included
    (IL-5). A question for this event stands before the general ones about the same place.
    """
    questions = _for_event(questions_of(Means.PICTURE, today=today, event=event))
    found = standing(people, questions, today)
    return {person.pk: _colour(person, questions, found) for person in people}


def _for_event(questions: list[Question]) -> list[Question]:
    own = {q.channel for q in questions if q.event_id is not None}
    return [q for q in questions if q.identifying and (q.event_id is not None or q.channel not in own)]


def _colour(person: Person, questions: list[Question], found: dict[Key, Any]) -> Colour:
    def agrees(asked: list[Question]) -> bool:
        return all(found[person.pk, q.pk].verdict == Verdict.YES for q in asked)

    # A charity without a camera of its own asks about phones only; one of the two ways to take a picture is enough.
    ways = [[q for q in questions if q.channel == way] for way in TAKING]
    taking = [way for way in ways if way]
    shown = [q for q in questions if q.channel not in TAKING]
    public = [q for q in shown if q.channel not in INSIDE]
    inside = next((asked for place in INSIDE if (asked := [q for q in shown if q.channel == place])), [])
    if not shown or (taking and not any(agrees(way) for way in taking)):
        return Colour.RED
    if agrees(shown):
        return Colour.GREEN if public else Colour.YELLOW
    return Colour.YELLOW if inside and agrees(inside) else Colour.RED


def house_rules(settings: Settings) -> list[str]:
    """What whoever takes pictures keeps to (IL-5, IL-7, WR-33, E-28)."""
    numbers = {"age": settings.phone_photo_minimum_age, "hours": settings.photo_upload_hours}
    rules = [_("Photograph and film only people for whom there is a yes beforehand.")]
    if settings.personal_phone_photos:
        rules.append(_("Your own phone takes pictures only of what the group does here, and of nothing else."))
    else:
        rules.append(_("Nobody takes pictures with their own phone. Use the charity's device."))
    if settings.phone_photo_minimum_age:
        rules.append(_("Nobody under %(age)s is photographed or filmed with a phone.") % numbers)
        rules.append(_("Whose age is not known counts as under %(age)s.") % numbers)
    rules += [
        _("Upload the pictures within %(hours)s hours, and then delete them from every other device.") % numbers,
        _("If somebody says no on the day, it counts at once. Tell the coordinator."),
        _("Before a picture is shown to anybody, ask “May I post this?”."),
    ]
    return rules


@transaction.atomic
def ask(event: Event, kind: Kind, *, by: Person) -> str:
    """Print a list: it is recorded who printed it, and the worker makes the PDF. Returns the ticket that opens it."""
    from consent import tasks  # which call this module

    ticket = PAPERS.ticket(event=event.pk, kind=kind.value, person=by.pk)
    seen, _unseen = people_at(event, by, timezone.localdate())
    organisation, language = active_organisation(), get_language() or "en-gb"
    transaction.on_commit(partial(tasks.make_list.delay, organisation.pk, ticket, language))
    record(Verb.PRINTED, event, by=by, detail={"list": kind.value, "people": len(seen)})
    return ticket


def opens(ticket: str, event: Event, kind: Kind, *, by: Person) -> bool:
    """Whether this ticket was given to this person for this list, a few hours ago at most."""
    return PAPERS.opens(ticket, event=event.pk, kind=kind.value, person=by.pk)


def make(ticket: str, language: str) -> None:
    """The PDF, kept until the ticket ends."""
    found = PAPERS.read(ticket)
    event = Event.objects.filter(pk=found.get("event")).first()
    by = Person.objects.filter(pk=found.get("person")).first()
    if event is None or by is None:
        return
    with override(language):
        PAPERS.keep(ticket, lambda: render(sheet(event, Kind(found["kind"]), by=by), ticket))


def render(made: Sheet, ticket: str) -> bytes:
    organisation = active_organisation()
    context = {
        "document_title": f"{made.event}: {made.kind.label}",
        "running_title": _("Holds on %(day)s only") % {"day": date_format(timezone.localdate(made.made_at))},
        "letterhead_name": organisation.name,
        "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
        "language": get_language(),
        "sheet": made,
    }
    return pdf.render("consent/events/print/list.html", context, identifier=PAPERS.place(ticket))
