"""Who sees what an online check found, and who may do what in it: the only place that says so.

By name and by role together: guardian's rows say which check, and a row counts as long as its holder has a role for it.
The checker, whoever holds the talk and whoever decides see it while it is open; after that only those who were let in
to see it. Whoever gives checks out sees that one was done, when and by whom, and not what came of it. Superusers,
groups, global rights and sign-ins that are switched off count for nothing. Nobody sees a check of themself or of their
own family (E-20).
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm

from audit.models import AuditEvent
from audit.services import record
from people.models import Person
from safeguard.refusals import require
from safeguard.scoping import active_organisation
from volunteers.models import CheckGrant, OnlineCheck, OnlineCheckQuerySet
from volunteers.permissions import ASSIGN_CHECKS, DO_CHECKS, JUDGE_CHECKS
from volunteers.seeing import own_rows
from volunteers.states import FINISHED_CHECKS
from volunteers.verbs import Verb

VIEW, WORK, DECIDE = "view_onlinecheck", "work_onlinecheck", "decide_onlinecheck"
FACT = "fact"  # no right of anybody's by name: that it was given out, done and closed

ROLES = {
    VIEW: DO_CHECKS.roles | JUDGE_CHECKS.roles | ASSIGN_CHECKS.roles,
    WORK: DO_CHECKS.roles | ASSIGN_CHECKS.roles,
    DECIDE: JUDGE_CHECKS.roles,
}


def visible_to(person: Person) -> OnlineCheckQuerySet:
    """The checks of which somebody may see what was found."""
    return checks_with(person, VIEW)


def facts_visible_to(person: Person) -> OnlineCheckQuerySet:
    """The checks of which somebody may know that there is one."""
    if not _counts(person, timezone.localdate()):
        return OnlineCheck.objects.filter(pk__in=[])
    allowed = Q() if ASSIGN_CHECKS.allows(person) else _allowed(person, VIEW)
    return OnlineCheck.objects.filter(allowed).exclude(own_rows(person))


def can(person: Person, check: OnlineCheck, right: str) -> bool:
    """Whether somebody may do this in this check; it says the same as the list of those checks would."""
    found = facts_visible_to(person) if right == FACT else checks_with(person, right)
    return found.filter(pk=check.pk).exists()


def checks_with(person: Person, right: str) -> OnlineCheckQuerySet:
    """The checks in which somebody may do this; nobody decides on a check of their own making."""
    if not _counts(person, timezone.localdate()):
        return OnlineCheck.objects.filter(pk__in=[])
    found = OnlineCheck.objects.filter(_allowed(person, right)).exclude(own_rows(person))
    return found.exclude(assigned_to=person) if right == DECIDE else found


def _allowed(person: Person, right: str) -> Q:
    if right != VIEW:
        return _granted(person, right) & ~Q(status__in=FINISHED_CHECKS)
    working = (_granted(person, WORK) | _granted(person, DECIDE)) & ~Q(status__in=FINISHED_CHECKS)
    return _granted(person, VIEW) | working


def _granted(person: Person, right: str) -> Q:
    if not person.holds(*ROLES[right]):
        return Q(pk__in=[])
    rows = CheckGrant.objects.filter(user=person.user_id, permission__codename=right)
    return Q(pk__in=rows.values("content_object"))


def _counts(person: Person, today: date) -> bool:
    """Somebody of this charity who is here, is not suspended, and signs in with an account that is switched on."""
    signs_in = person.user is not None and person.user.is_active
    return signs_in and person.organisation_id == active_organisation().pk and person.is_at_work(today)


def check_or_404(request: HttpRequest, code: str, right: str = VIEW) -> OnlineCheck:
    """The check of this code. Whoever may not know of it gets 404; whoever knows of it and may not do this is told so.

    Every look at what stands in it is on record.
    """
    rows = facts_visible_to(request.person).select_related(
        "application__position", "person", "assigned_to", "assigned_by", "switch__version__policy", "switch__clause"
    )
    check = rows.filter(code=code).first()
    if check is None:
        raise Http404
    require(right == FACT or can(request.person, check, right), refusal())
    if right != FACT:
        opened(request, check)
    return check


def has_finished(person: Person, code: str) -> bool:
    """Whether somebody worked on a check that is finished by now: the second of two clicks is no error to them."""
    worked = CheckGrant.objects.filter(user=person.user_id, permission__codename__in=[WORK, DECIDE])
    done = worked.filter(content_object__code=code, content_object__status__in=FINISHED_CHECKS)
    return _counts(person, timezone.localdate()) and done.exists()


def finished_by(person: Person, code: str) -> OnlineCheck | None:
    """The check that somebody did or closed, once it is finished: for the second of two clicks on its last step.

    What it found may be destroyed by then, and every right by name with it; the records of what was done stay.
    """
    check = OnlineCheck.objects.filter(code=code, status__in=FINISHED_CHECKS).exclude(own_rows(person)).first()
    if check is None or not _counts(person, timezone.localdate()):
        return None
    closed = AuditEvent.objects.about(check).done_by(person).filter(verb=Verb.CHECK_CLOSED)
    return check if check.assigned_to_id == person.pk or closed.exists() else None


def refusal() -> str:
    return str(_("Only those who were asked to do this by name can do it, and only while the check is open."))


def opened(request: HttpRequest, check: OnlineCheck) -> None:
    if request.method in ("GET", "HEAD"):
        record(Verb.CHECK_OPENED, check, by=request.person)


def give(check: OnlineCheck, person: Person, right: str) -> None:
    """Write one of guardian's rows. The services decide and record; nobody else calls this."""
    assign_perm(right, person.user, check)


def take_from_others(check: OnlineCheck, person: Person, right: str) -> None:
    """Nobody but this person has it, nor gets it again who is suspended today and comes back."""
    CheckGrant.objects.filter(content_object=check, permission__codename=right).exclude(user=person.user_id).delete()


def take_all(check: OnlineCheck) -> None:
    """Nobody sees it any more, whoever was let in."""
    CheckGrant.objects.filter(content_object=check).delete()


def workers(check: OnlineCheck, today: date) -> list[Person]:
    """Those who work on it today: whoever was asked by name, is here, and has a role for it."""
    return [one for one in _holders(check, WORK, today) if can(one, check, WORK)]


def deciders(check: OnlineCheck, today: date) -> list[Person]:
    return [one for one in _holders(check, DECIDE, today) if can(one, check, DECIDE)]


def _holders(check: OnlineCheck, right: str, today: date) -> list[Person]:
    users = CheckGrant.objects.filter(content_object=check, permission__codename=right).values("user")
    here = Person.objects.current(today).holding(*ROLES[right], on=today).select_related("user")
    return list(here.filter(user__in=users).order_by("pk"))
