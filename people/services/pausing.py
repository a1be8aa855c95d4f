"""What somebody's roles allow is switched off while they are suspended, and on again. Nothing is said of why."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import Actor, record
from people.models import Person
from people.services.roles import forget_roles
from people.verbs import Verb
from safeguard.refusals import Refused


class PauseRefused(Refused):
    """The roles cannot be paused, or go on, in this way."""


@transaction.atomic
def pause(person: Person, *, on: date, by: Actor) -> Person:
    """From that day on the person's roles allow nothing: they stay held, and count nowhere (RW-46).

    Sign-in, own page, own data and raising a concern stay. Whoever alone is chair no longer counts as chair, and a
    trustee says who is.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.paused_from is not None:
        raise PauseRefused(_("The roles of %(person)s are paused already.") % {"person": person})
    person.paused_from = on
    person.save(update_fields=["paused_from"])
    forget_roles(person)
    record(Verb.PAUSED, person, by=by, changed=["paused_from"], detail={"from": on})
    return person


@transaction.atomic
def unpause(person: Person, *, by: Actor) -> Person:
    """The roles that the person still holds allow again what they allow."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.paused_from is None:
        raise PauseRefused(_("The roles of %(person)s are not paused.") % {"person": person})
    person.paused_from = None
    person.save(update_fields=["paused_from"])
    forget_roles(person)
    record(Verb.UNPAUSED, person, by=by, changed=["paused_from"])
    return person
