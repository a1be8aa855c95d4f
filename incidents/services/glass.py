"""The way in when nobody who may can: one asks, another one opens it for hours, and everybody concerned is told.

Whoever is aside from a case sees nothing of it this way either, and nobody opens for another what they are aside from.
What no lead sees is opened by those alone who handle such cases, and to no lead or deputy: see `incidents.access`.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents.access import WORK
from incidents.models import BreakGlass, CaseGrant, LetterKind
from incidents.permissions import ASK_WAY_IN, HANDLE, HANDLE_RESTRICTED
from incidents.services import letters
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused

HOURS = (2, 4, 12, 24)
WATCHING = HANDLE.roles | HANDLE_RESTRICTED.roles


@transaction.atomic
def ask(*, reason: str, by: Person) -> BreakGlass:
    """Raises Refused while one waits or is open: two requests are one."""
    now = timezone.now()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if BreakGlass.objects.to_decide().filter(for_whom=by).exists():
        raise Refused(_("You have asked already. Ring somebody else who can open it."))
    if BreakGlass.objects.open_for(by, now).exists():
        raise Refused(_("Your way in is open."))
    asked: BreakGlass = BreakGlass.objects.create(for_whom=by, words={"reason": reason}, asked_at=now)
    _tell(asked, by=by)
    record(Verb.GLASS_ASKED, asked, by=by)
    return asked


@transaction.atomic
def open_way(asked: BreakGlass, *, hours: int, by: Person) -> None:
    """Raises Refused for one's own request, and for what somebody has decided in the meantime."""
    if by.pk == asked.for_whom_id:
        raise Refused(_("Somebody else opens it. Ring them, so that they see it."))
    now = timezone.now()
    _decide(asked, opened_by=by, opened_at=now, until=now + timedelta(hours=hours))
    _tell(asked, by=by)
    record(Verb.GLASS_BROKEN, asked, by=by, detail={"hours": hours})


@transaction.atomic
def refuse(asked: BreakGlass, *, by: Person) -> None:
    """Whoever asked may take it back in the same way."""
    _decide(asked, refused_by=by, refused_at=timezone.now())
    _tell(asked, by=by)
    record(Verb.GLASS_REFUSED, asked, by=by)


@transaction.atomic
def end(opened: BreakGlass, *, by: Person) -> None:
    now = timezone.now()
    if not BreakGlass.objects.filter(pk=opened.pk, opened_at__isnull=False, until__gt=now, ended_at=None).update(
        ended_at=now
    ):
        raise Refused(_("It has ended already."))
    _tell(opened, by=by)
    record(Verb.GLASS_ENDED, opened, by=by)


def _decide(asked: BreakGlass, **stamps: object) -> None:
    if not BreakGlass.objects.to_decide().filter(pk=asked.pk).update(**stamps):
        raise Refused(_("Somebody has decided this in the meantime."))


def _tell(about: BreakGlass, *, by: Person) -> None:
    """Lead, deputies, chair, safeguarding trustee, whoever handles any case by name, and those who may open it."""
    today = timezone.localdate()
    named = CaseGrant.objects.filter(permission__codename=WORK).values("user")
    offices = Person.objects.current(today).holding(*WATCHING, *ASK_WAY_IN.roles, on=today).order_by().values("pk")
    for person in Person.objects.current(today).filter(Q(pk__in=offices) | Q(user__in=named)).order_by("pk"):
        if person != by or person.pk == about.for_whom_id:
            letters.queue(LetterKind.BREAK_GLASS, to=person, by=by)
