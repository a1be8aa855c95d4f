"""The end of what a check found: its key is destroyed, and that it was done, when and by whom stays (fact 41)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import services as audit
from audit.services import record
from people.models import Person
from people.permissions import whom_to_ask
from safeguard.refusals import Refused
from safeguard.retention import Rows
from volunteers import access
from volunteers.models import CheckPermission, OnlineCheck, PermissionHow
from volunteers.permissions import ASSIGN_CHECKS, is_own
from volunteers.services import checks
from volunteers.states import CheckStatus
from volunteers.verbs import Verb


def shred(rows: Rows) -> int:
    """For the rule of retention: destroy what these checks found. Calling it twice does it once."""
    done = 0
    for check in rows.filter(shredded_at=None).select_for_update(no_key=True).order_by("pk"):
        destroy(check, by=None)
        done += 1
    return done


@transaction.atomic
def destroy(check: OnlineCheck, *, by: Person | None, keep_result: bool = False) -> None:
    """Nobody reads it again. What the result was goes too, so that nobody can tell a neutral check from another."""
    access.take_all(check)
    check.shred()
    if not keep_result:
        check.result = ""
    check.save(update_fields=["wrapped_key", "shredded_at", "result"])
    record(Verb.CHECK_SHREDDED, check, by=by)


@transaction.atomic
def permission_gone(permission: CheckPermission, *, by: Person | None) -> int:
    """The permission was taken back: nobody looks any more, and what was written down of a check that is not done yet
    is destroyed.

    Of what was found before that, nobody disposes alone: it goes on to the talk, the decision and the committee, and
    whoever decides is told (BC-21 to BC-26). Whoever records the taking back calls this in the same transaction.
    Returns how many checks it ended.
    """
    rows = OnlineCheck.objects.select_for_update(no_key=True).filter(permission_given=permission)
    found = list(rows.filter(status=CheckStatus.ASSIGNED).order_by("pk"))
    for check in found:
        now = timezone.now()
        stamps = {"closed_at": now, "purge_on": timezone.localdate(now)}
        audit.transition(check, to=CheckStatus.CALLED_OFF, by=by, verb=Verb.CHECK_CALLED_OFF, **stamps)
        destroy(check, by=by)
    return len(found)


@transaction.atomic
def take_back(permission: CheckPermission, *, by: Person | None) -> CheckPermission:
    """Somebody takes their permission back, whenever they like and without a reason. Twice changes nothing."""
    now = timezone.now()
    standing = CheckPermission.objects.standing().filter(pk=permission.pk)
    if standing.update(taken_back_at=now):
        permission.refresh_from_db()
        record(Verb.PERMITTED, permission, by=by, detail={"given": False})
        permission_gone(permission, by=by)
    return permission


@transaction.atomic
def note_answer(
    person: Person, *, by: Person, is_given: bool, wording: str, answered_on: date | None = None
) -> CheckPermission:
    """What a volunteer who is here already answered when they were asked in writing; the last answer counts.

    An earlier permission ends with it. Raises Refused about oneself and one's own family.
    """
    if not ASSIGN_CHECKS.allows(by):
        raise Refused(str(whom_to_ask(ASSIGN_CHECKS)))
    if is_own(by, person):
        raise Refused(_("This is about you or somebody of your family. A colleague writes it down."))
    if not checks.works_here(person):
        raise Refused(str(checks.ONLY_WORKERS))
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    for earlier in CheckPermission.objects.standing().filter(person=person, is_given=True):
        if not is_given:
            take_back(earlier, by=by)
    made: CheckPermission = CheckPermission.objects.create(
        person=person,
        wording=wording,
        is_given=is_given,
        how=PermissionHow.LATER,
        answered_at=_moment_of(answered_on),
        recorded_by=by,
    )
    record(Verb.PERMITTED, made, by=by, detail={"given": is_given})
    return made


def _moment_of(day: date | None) -> datetime:
    """Now, or noon of an earlier day: nobody writes down at what time a letter was signed."""
    if day is None or day >= timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))
