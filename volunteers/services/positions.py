"""What people can volunteer for, the checks that each position asks for, and its link."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from safeguard.refusals import Refused
from safeguard.verification import new_code
from volunteers.models import Position, RequiredCheck
from volunteers.verbs import Verb
from volunteers.vetting import is_regulated

LETTERS = 12  # it stands on posters: short enough to type, long enough that nobody stumbles upon it
MOST_CHECKS = 20  # of one position


def add(*, by: Person, title: str, **fields: Any) -> Position:
    """Raises Refused where there is a position of this name already."""
    token = new_code().replace("-", "").lower()[:LETTERS]
    try:
        with transaction.atomic():
            position: Position = Position.objects.create(title=title, token=token, **fields)
            record(Verb.SET_UP, position, by=by)
    except IntegrityError:
        raise Refused(_there_is(title)) from None
    return position


def change(position: Position, *, by: Person, **fields: Any) -> Position:
    try:
        with transaction.atomic():
            found = _locked(position)
            changed = [name for name, value in fields.items() if getattr(found, name) != value]
            for name in changed:
                setattr(found, name, fields[name])
            if changed:
                found.save(update_fields=changed)
                record(Verb.SET_UP, found, by=by, changed=changed)
    except IntegrityError:
        raise Refused(_there_is(fields["title"])) from None
    return found


@transaction.atomic
def open_or_pause(position: Position, *, is_open: bool, by: Person) -> Position:
    """Pausing stops applications and nothing else; whoever opens the link is told."""
    found = _locked(position)
    if found.is_open != is_open:
        found.is_open = is_open
        found.save(update_fields=["is_open"])
        record(Verb.SET_UP, found, by=by, changed=["is_open"])
    return found


@transaction.atomic
def end(position: Position, *, by: Person) -> Position:
    """Nobody applies any more. Applications on their way and people who volunteer in it stay. Twice is once."""
    found: Position = Position.objects.select_for_update(no_key=True).get(pk=position.pk)
    if found.ended_on is None:
        found.ended_on, found.is_open = timezone.localdate(), False
        found.save(update_fields=["ended_on", "is_open"])
        record(Verb.POSITION_ENDED, found, by=by)
    return found


@transaction.atomic
def require_check(
    position: Position, *, kind: str, starts_on: date, by: Person, ends_on: date | None = None, reason: str = ""
) -> RequiredCheck:
    """From a day on the position asks for this check. The same one twice over the same days is one.

    Raises Refused for a check with a barred list where the work is not regulated: nobody may ask for it there (Police
    Act 1997, sections 113BA and 113BB; in Scotland the Disclosure (Scotland) Act 2020).
    """
    found = _locked(position)
    if is_regulated(kind) and not found.is_regulated:
        raise Refused(_("Only regulated work may ask for this check. Mark the position as regulated work first."))
    rows = RequiredCheck.objects.filter(position=found)
    if (there := rows.filter(kind=kind, starts_on=starts_on, ends_on=ends_on).first()) is not None:
        return there
    for one in rows.filter(kind=kind):
        if one.starts_on <= (ends_on or date.max) and starts_on <= (one.ends_on or date.max):
            raise Refused(_("The position asks for this check in that time already. End the other line first."))
    if len(rows) >= MOST_CHECKS:
        raise Refused(_("A position can have %(most)s lines of checks at most.") % {"most": MOST_CHECKS})
    made: RequiredCheck = RequiredCheck.objects.create(
        position=found, kind=kind, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    record(Verb.SET_UP, found, by=by, changed=["required_checks"])
    return made


@transaction.atomic
def end_check(required: RequiredCheck, *, on: date, by: Person) -> RequiredCheck:
    """The last day on which the position asks for it. The line stays: it says what was asked for, and when."""
    found: RequiredCheck = RequiredCheck.objects.select_for_update(no_key=True).get(pk=required.pk)
    if on < found.starts_on:
        raise Refused(_("It is asked for from a later day on. Enter that day, or a later one."))
    if found.ends_on != on:
        found.ends_on = on
        found.save(update_fields=["ends_on"])
        record(Verb.SET_UP, found.position, by=by, changed=["required_checks"])
    return found


def behind(token: str) -> Position | None:
    """The position of this token, ended ones too: it is opened before its charity is known."""
    if len(token) > 32 or not token.isalnum():
        return None
    found: Position | None = (
        Position.objects.across_organisations().select_related("organisation").filter(token=token.lower()).first()
    )
    return found


def _locked(position: Position) -> Position:
    found: Position = Position.objects.select_for_update(no_key=True).get(pk=position.pk)
    if found.ended_on is not None:
        raise Refused(_("This position has ended and cannot be changed. Add a new one."))
    return found


def _there_is(title: str) -> str:
    return _("There is a position called “%(title)s” already. Give this one another name.") % {"title": title}
