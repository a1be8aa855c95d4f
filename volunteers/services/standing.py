"""Where a volunteer stands: active, suspended, ended. A suspension is neutral: it says nothing of who is right (RW-46).

Every change is a row of the history, which nobody changes any more.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record, transition
from incidents.access import visible_to
from incidents.models import Case
from people import services as people
from people.models import CheckOutKind, Person, RoleHolding
from people.roles import KEPT_WHILE_PAUSED
from safeguard.refusals import Refused
from volunteers.models import ChangeKind, StandingChange, VolunteerStanding
from volunteers.permissions import MAY_NOT_DECIDE, may_suspend
from volunteers.services import barring, leavers
from volunteers.states import Standing
from volunteers.verbs import Verb


@transaction.atomic
def activate(person: Person, *, on: date, by: Person) -> VolunteerStanding:
    """Somebody begins, or begins anew. Nothing of an earlier time lives again (E-21). Twice makes one.

    Raises Refused for somebody who is suspended: reinstating is a decision of its own.
    """
    person = _locked(person)
    standing = VolunteerStanding.objects.select_for_update(no_key=True).filter(person=person).first()
    if standing is not None and standing.status == Standing.ACTIVE:
        return _anew(standing, person, on=on, by=by) if standing.since < person.joined_on else standing
    if standing is not None and standing.status == Standing.SUSPENDED:
        raise Refused(_("%(person)s is suspended. Decide on the suspension first.") % {"person": person})
    if standing is None:
        standing = VolunteerStanding.objects.create(person=person, since=on)
        record(Verb.ACTIVATED, standing, by=by, states=("", Standing.ACTIVE))
    else:
        transition(standing, to=Standing.ACTIVE, by=by, verb=Verb.ACTIVATED, since=on, review_on=None)
    _note(person, ChangeKind.ACTIVATED, on=on, by=by)
    return standing


@transaction.atomic
def suspend(
    person: Person,
    *,
    by: Person,
    on: date,
    reason: str,
    review_on: date,
    told: str = "",
    case: Case | None = None,
    is_safeguarding: bool = False,
) -> StandingChange:
    """Switch off at once what the person's roles allow, list it, and say when it is looked at again (RW-46).

    Where somebody may have been harmed or put at risk, the question of a barring referral opens with it (fact 30).
    """
    person = _locked(person)
    _require_may(by, person)
    _require_seen(by, case)
    today = timezone.localdate()
    if on > today:
        raise Refused(_("A suspension holds from today or from a day before."))
    _require_service(person, on)
    _require_later(review_on, on=max(on, today))
    if not person.is_here(today):
        raise Refused(_("%(person)s has left. End the service instead.") % {"person": person})
    standing = _standing_of(person, on=on)
    if standing.status != Standing.ACTIVE:
        raise Refused(_("%(person)s is not active, and cannot be suspended.") % {"person": person})
    people.begin(person, kind=CheckOutKind.SUSPENSION, last_day=on, by=by)
    if person.paused_from is None:
        people.pause(person, on=on, by=by)
    transition(standing, to=Standing.SUSPENDED, by=by, verb=Verb.SUSPENDED, since=on, review_on=review_on)
    words = {"reason": reason, "told": told}
    change = _note(
        person,
        ChangeKind.SUSPENDED,
        on=on,
        by=by,
        words=words,
        review_on=review_on,
        case=case,
        is_safeguarding=is_safeguarding,
    )
    if is_safeguarding:
        barring.ask(person, by=by, change=change, case=case)
    return change


@transaction.atomic
def review(person: Person, *, by: Person, decision: str, review_on: date) -> StandingChange:
    """The suspension was looked at and goes on, until a new day."""
    person, standing = _suspended(person, by)
    today = timezone.localdate()
    _require_later(review_on, on=today)
    standing.review_on = review_on
    standing.save(update_fields=["review_on"])
    record(Verb.REVIEWED, standing, by=by, changed=["review_on"])
    return _note(person, ChangeKind.REVIEWED, on=today, by=by, words={"decision": decision}, review_on=review_on)


@transaction.atomic
def reinstate(person: Person, *, by: Person, on: date, decision: str, told: str = "") -> StandingChange:
    """The suspension is over, and the roles allow again what they allow. What was off is shown to be put on again."""
    person, standing = _suspended(person, by)
    today = timezone.localdate()
    if not person.is_here(today):
        raise Refused(_("%(person)s has left. End the service instead.") % {"person": person})
    if not standing.since <= on <= today:
        raise Refused(_("The last day of a suspension lies between its first day and today."))
    people.call_off(person, kind=CheckOutKind.SUSPENSION, by=by)
    if person.paused_from is not None:
        people.unpause(person, by=by)
    transition(standing, to=Standing.ACTIVE, by=by, verb=Verb.REINSTATED, since=on, review_on=None)
    return _note(person, ChangeKind.REINSTATED, on=on, by=by, words={"decision": decision, "told": told})


@transaction.atomic
def end(
    person: Person,
    *,
    by: Person,
    on: date,
    reason: str,
    told: str = "",
    case: Case | None = None,
    is_safeguarding: bool = False,
) -> StandingChange:
    """The service ends, also of somebody who went while suspended: the barring question is asked all the same.

    With it the person leaves and the check-out begins. Whoever is cared for here too, or looks after somebody, stays
    that, and only their work ends.
    """
    person = _locked(person)
    _require_may(by, person)
    _require_seen(by, case)
    if on > timezone.localdate():
        raise Refused(_("Enter a day that has come. To plan a last day, record that the person leaves."))
    _require_service(person, on)
    standing = _standing_of(person, on=on)
    if standing.status == Standing.ENDED:
        raise Refused(_("The service of %(person)s has ended already.") % {"person": person})
    if standing.status == Standing.SUSPENDED:
        suspension = suspension_of(person)
        is_safeguarding = is_safeguarding or (suspension is not None and suspension.is_safeguarding)
        case = case or (suspension.case if suspension is not None else None)
    people.call_off(person, kind=CheckOutKind.SUSPENSION, by=by)
    _end_work(person, on=on, by=by)
    transition(standing, to=Standing.ENDED, by=by, verb=Verb.ENDED, since=on, review_on=None)
    words = {"reason": reason, "told": told}
    change = _note(person, ChangeKind.ENDED, on=on, by=by, words=words, case=case, is_safeguarding=is_safeguarding)
    if is_safeguarding:
        barring.ask(person, by=by, change=change, case=case)
    return change


def suspension_of(person: Person) -> StandingChange | None:
    """The suspension that runs now, or ran last."""
    found = StandingChange.objects.filter(person=person, kind=ChangeKind.SUSPENDED).select_related("case")
    return found.order_by("-on", "-pk").first()


def _anew(standing: VolunteerStanding, person: Person, *, on: date, by: Person) -> VolunteerStanding:
    """Somebody left without a decision about their standing, and came back: the time before does not count on."""
    standing.since = max(on, person.joined_on)
    standing.save(update_fields=["since"])
    record(Verb.ACTIVATED, standing, by=by, changed=["since"])
    _note(person, ChangeKind.ACTIVATED, on=standing.since, by=by)
    return standing


def _end_work(person: Person, *, on: date, by: Person) -> None:
    if person.left_on is None and person.deceased_on is None:
        held = list(RoleHolding.objects.ahead(on).filter(person=person))
        if any(holding.role in KEPT_WHILE_PAUSED for holding in held):
            people.begin(person, kind=CheckOutKind.LEAVING, last_day=on, by=by)
            _end_roles_of_work(person, on=on, by=by)
        else:
            people.leave(person, on=on, by=by)
    leavers.end_work(person, on=on, by=by)
    if person.paused_from is not None:
        people.unpause(person, by=by)


def _end_roles_of_work(person: Person, *, on: date, by: Person) -> None:
    """What a suspension switched off ends the day before, so that nothing of it counts again until midnight."""
    is_off = person.paused_from is not None and on >= timezone.localdate()
    last = on - timedelta(days=1) if is_off else on
    for holding in RoleHolding.objects.ahead(on).filter(person=person).exclude(role__in=KEPT_WHILE_PAUSED):
        if holding.starts_on > last:
            people.withdraw_role(holding, by=by)
        elif holding.ends_on != last:
            people.end_role(holding, on=last, by=by)


def _suspended(person: Person, by: Person) -> tuple[Person, VolunteerStanding]:
    person = _locked(person)
    _require_may(by, person)
    standing = VolunteerStanding.objects.select_for_update(no_key=True).filter(person=person).first()
    if standing is None or standing.status != Standing.SUSPENDED:
        raise Refused(_("%(person)s is not suspended.") % {"person": person})
    return person, standing


def _locked(person: Person) -> Person:
    found: Person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return found


def _standing_of(person: Person, *, on: date) -> VolunteerStanding:
    """Whoever was here before standings were written down counts as active since they joined."""
    since = min(person.joined_on, on)
    found, _is_new = VolunteerStanding.objects.get_or_create(person=person, defaults={"since": since})
    return found


def _require_may(by: Person, person: Person) -> None:
    if not may_suspend(by, person):
        raise Refused(str(MAY_NOT_DECIDE))


def _require_seen(by: Person, case: Case | None) -> None:
    if case is not None and not visible_to(by).filter(pk=case.pk).exists():
        raise Refused(_("Choose a concern that you see."))


def _require_service(person: Person, on: date) -> None:
    if on < person.joined_on:
        words = {"person": person, "day": date_format(person.joined_on)}
        raise Refused(_("%(person)s is here since %(day)s. Enter that day, or a later one.") % words)


def _require_later(review_on: date, *, on: date) -> None:
    if review_on <= on:
        raise Refused(_("Choose a later day on which it is looked at again."))


def _note(
    person: Person,
    kind: ChangeKind,
    *,
    on: date,
    by: Person,
    words: dict[str, str] | None = None,
    review_on: date | None = None,
    case: Case | None = None,
    is_safeguarding: bool = False,
) -> StandingChange:
    change: StandingChange = StandingChange.objects.create(
        person=person,
        kind=kind,
        on=on,
        decided_by=by,
        review_on=review_on,
        case=case,
        is_safeguarding=is_safeguarding,
        words=words or {},
    )
    return change
