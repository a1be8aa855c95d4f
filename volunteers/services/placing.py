"""Who works in which position, also those who were here before anybody applied through a link."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import record
from audit.verbs import Verb as CommonVerb
from people.ages import age_on
from people.models import Person
from safeguard.refusals import Refused
from volunteers.models import Placement, Position
from volunteers.permissions import is_own
from volunteers.services import vetting
from volunteers.verbs import Verb

NOT_YOURS = gettext_lazy("This is about you or your family. A colleague does it.")


@transaction.atomic
def place(person: Person, position: Position, *, starts_on: date, by: Person) -> Placement:
    """From that day on they work in it; what it asks for is asked of them. Twice is once.

    Regulated work begins only once the check that it asks for is there (fact 34). A day that has been says that they do
    it already: then what is missing is listed as missing. Raises Refused.
    """
    who = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    place_in = Position.objects.select_for_update(no_key=True).get(pk=position.pk)
    today = timezone.localdate()
    if is_own(by, who):
        raise Refused(str(NOT_YOURS))
    if not who.is_here(today):
        raise Refused(_("%(person)s has left, and takes up nothing any more.") % {"person": who})
    held = Placement.objects.filter(person=who, position=place_in, ends_on=None).first()
    if held is not None:
        return held
    if place_in.ended_on is not None:
        raise Refused(_("This position has ended. Choose another one."))
    if starts_on < who.joined_on:
        raise Refused(_("They joined later than that. Enter the day on which they joined, or a later one."))
    if who.date_of_birth and age_on(who.date_of_birth, starts_on) < place_in.minimum_age:
        words = {"position": place_in, "age": place_in.minimum_age}
        raise Refused(_("For “%(position)s” people are %(age)s or older.") % words)
    begins = starts_on >= today and vetting.is_regulated_today(place_in)
    if begins and (lacks := vetting.holds(who, place_in, today)):
        raise Refused(_("This is regulated work, and they begin once the check is there.") + " " + " ".join(lacks))
    placed: Placement = Placement.objects.create(person=who, position=place_in, starts_on=starts_on)
    record(Verb.PLACED, who, by=by, detail={"placement": placed.pk, "from": starts_on})
    return placed


@transaction.atomic
def end(placement: Placement, *, on: date, by: Person) -> Placement:
    """Their last day in this position; they stay a volunteer. Raises Refused for a day before they began in it."""
    found: Placement = Placement.objects.select_for_update(no_key=True, of=["self"]).get(pk=placement.pk)
    if is_own(by, found.person):
        raise Refused(str(NOT_YOURS))
    if found.ends_on is not None:
        return found
    if on < found.starts_on:
        raise Refused(_("They began later than that. Enter the day on which they began, or a later one."))
    found.ends_on = on
    found.save(update_fields=["ends_on"])
    record(CommonVerb.CHANGED, found, by=by, changed=["ends_on"])
    return found
