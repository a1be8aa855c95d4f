"""Whoever handles a new concern is told at once, and without a word of what it is about (WY-66, WY-100, E-50)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.access import handlers_by_office
from incidents.models import Case, EntryKind, IncidentLetter, LetterKind
from incidents.services import entries, letters
from incidents.unopened import SOONEST, is_late, those_above, unopened
from people.models import Person
from safeguard.scoping import active_organisation


@transaction.atomic
def raised(case: Case) -> list[Person]:
    """Tell today's handlers that something was raised, and note in the case who was told. Returns those.

    None when nobody in the charity may know of it: then only agencies outside it are left (E-53).
    """
    told: list[Person] = []
    unreachable: list[Person] = []
    for person in handlers_by_office(case, timezone.localdate()):
        letter = letters.queue(LetterKind.RAISED, to=person, case=case)
        (told if letter is not None else unreachable).append(person)
    _note(case, told, unreachable)
    return told


def told_again(*, now: datetime) -> int:
    """What nobody has opened in time is told to others, once and at any hour. Returns how many cases.

    To those who handle it once more, and, where it is the leads', to those above: they ring, and see nothing of it.
    """
    nation = active_organisation().nation
    waiting = unopened().filter(opened_at__lte=now - SOONEST).exclude(pk__in=_told_again().values("case"))
    late = [case for case in waiting.order_by("opened_at", "pk") if is_late(case, nation, now)]
    return sum(_tell_others(case.pk, timezone.localdate(now)) for case in late)


def _told_again() -> QuerySet[IncidentLetter]:
    found: QuerySet[IncidentLetter] = IncidentLetter.objects.filter(kind=LetterKind.UNOPENED, case__isnull=False)
    return found


@transaction.atomic
def _tell_others(key: int, today: date) -> bool:
    """Whether somebody could be told; of two workers only one tells."""
    case = unopened().select_for_update(no_key=True).filter(pk=key).first()
    if case is None or _told_again().filter(case=case).exists():
        return False
    people = {person.pk: person for person in handlers_by_office(case, today)}
    people |= {person.pk: person for person in Person.objects.filter(pk__in=those_above([case], today)[case.pk])}
    told = [one for one in people.values() if letters.queue(LetterKind.UNOPENED, to=one, case=case) is not None]
    if told:
        names = _("Nobody has opened it yet. Told by e-mail, without details: %(names)s.") % {"names": _names(told)}
        entries.write(case, by=None, kind=EntryKind.RECORD, text=names)
    return bool(told)


def _note(case: Case, told: list[Person], unreachable: list[Person]) -> None:
    """By the software, so that it is no first action of anybody."""
    lines = [
        _("Told by e-mail at once, without details: %(names)s.") % {"names": _names(told)} if told else "",
        _("Could not be told by e-mail: %(names)s. Ring them.") % {"names": _names(unreachable)} if unreachable else "",
        "" if told or unreachable else _("Nobody in the charity could be told. Go to an agency outside the charity."),
    ]
    entries.write(case, by=None, kind=EntryKind.RECORD, text="\n".join(filter(None, lines)))


def _names(people: list[Person]) -> str:
    return ", ".join(str(person) for person in people)
