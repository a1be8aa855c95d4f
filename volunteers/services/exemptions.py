"""Exceptions: somebody need not have something that others must, for a reason, allowed by somebody, until a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers.models import Application, Exemption, Placement, Position, Topic
from volunteers.services.criminal_checks import About, about_of, lock, not_own, whose
from volunteers.services.training import exempt_from
from volunteers.services.vetting import CRIMINAL, in_force, is_regulated_today, rows_of
from volunteers.verbs import Verb

LONGEST = 12  # months


def choices(today: date) -> list[tuple[str, str]]:
    """From what somebody can be excepted: what the stages need, and every topic that is taught."""
    return [
        (CRIMINAL, _("The criminal-record check")),
        ("references", _("The references")),
        ("identity", _("Identity seen")),
        ("interview", _("The interview")),
        *((exempt_from(topic), topic.title) for topic in Topic.objects.running(today)),
    ]


@transaction.atomic
def allow(about: About, *, what: str, reason: str, starts_on: date, ends_on: date, by: Person) -> Exemption:
    """Allow an exception, for twelve months at most. None helps with the check that regulated work needs (fact 34)."""
    not_own(about, by)
    today = timezone.localdate()
    if what not in dict(choices(today)):
        raise Refused(_("Choose from what the exception is."))
    if not reason.strip():
        raise Refused(_("Say why the exception is allowed."))
    if not today <= ends_on or ends_on < starts_on:
        raise Refused(_("The last day comes after the first one, and is not over yet."))
    if ends_on > add_months(starts_on, LONGEST):
        raise Refused(_("An exception lasts for twelve months at most. Allow another one then, if it is still right."))
    if starts_on > add_months(today, LONGEST):
        raise Refused(_("The first day is too far away. Enter a day within twelve months."))
    if what == CRIMINAL and any(map(is_regulated_today, _positions(about, today))):
        raise Refused(_("This is regulated work. Nothing but the check itself helps, and no exception can be allowed."))
    lock(about)
    if Exemption.objects.filter(rows_of(about, today), what=what, ended_on=None, ends_on__gte=starts_on).exists():
        raise Refused(_("There is an exception from this already. End that one first."))
    before = Exemption.objects.filter(rows_of(about, today), what=what, ended_on=None, ends_on__lt=starts_on)
    before.update(ended_on=F("ends_on"))  # somebody has looked at what ran out, and decided anew
    made: Exemption = Exemption.objects.create(
        **whose(about), what=what, reason=reason, starts_on=starts_on, ends_on=ends_on, allowed_by=by
    )
    record(Verb.EXEMPTED, made, by=by, detail={"what": what, "until": ends_on})
    return made


@transaction.atomic
def end(exemption: Exemption, *, by: Person) -> Exemption:
    """It is not needed any more, or was a mistake."""
    not_own(about_of(exemption), by)
    found: Exemption = Exemption.objects.select_for_update(no_key=True).get(pk=exemption.pk)
    if found.ended_on is not None:
        raise Refused(_("This exception has ended."))
    found.ended_on = timezone.localdate()
    found.save(update_fields=["ended_on"])
    record(Verb.EXEMPTED, found, by=by, changed=["ended_on"])
    return found


def _positions(about: About, today: date) -> Iterator[Position]:
    if isinstance(about, Application):
        yield about.position
        return
    for placement in Placement.objects.filter(in_force(today), person=about).select_related("position"):
        yield placement.position
