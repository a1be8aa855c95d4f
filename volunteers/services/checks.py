"""A check online is given to somebody, who first says whether they know the person; and the facts that stay of it.

A check is done once. What comes later is another row, and needs another permission.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import services as audit
from audit.services import record
from people.models import Person, RoleHolding
from people.permissions import whom_to_ask
from people.roles import INSIDERS
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from safeguard.verification import new_code
from volunteers import access
from volunteers.access import WORK
from volunteers.models import Application, CheckPermission, OnlineCheck, Result, Whom
from volunteers.permissions import ASSIGN_CHECKS, DO_CHECKS, is_own
from volunteers.seeing import is_own_application
from volunteers.services import check_switch
from volunteers.states import CheckStatus, Stage
from volunteers.verbs import Verb

ONLY_WORKERS = gettext_lazy("Only volunteers, staff and trustees are looked up, and never those whom we care for.")
UNDER_WAY = gettext_lazy(
    "An online check is under way. Go on once it is closed; before it is done, it can be called off on its page."
)
"""The same words whatever has come of it so far."""

NEUTRAL_KEPT = 1  # months; the fact that it was done stays (fact 41)
CONCERN_KEPT = 6  # months; our default (fact 41)


@dataclass(frozen=True)
class CheckFact:
    """What whoever gives checks out may know of one: nothing of what came of it.

    With nothing to talk about a check closes on the day on which it was done, so to them it is under way until it is
    closed, and was done on the day when it was closed.
    """

    code: str
    status: str
    is_open: bool
    checker: str
    assigned_at: datetime
    due_on: date | None
    done_at: datetime | None
    closed_at: datetime | None
    url: str


# What can be asked ---------------------------------------------------------------------------------------------------


def facts_of(application: Application) -> list[CheckFact]:
    """The facts of every check of an application, the newest first, in the words for those who see no findings."""
    rows = OnlineCheck.objects.filter(application=application).select_related("assigned_to")
    return [fact(one) for one in rows.defer("sealed")]


def fact(check: OnlineCheck, *, sees: bool = False) -> CheckFact:
    """`sees`: whether the reader may see what was found."""
    return CheckFact(
        code=check.code,
        status=in_words(check, sees=sees),
        is_open=check.is_open,
        checker=str(check.assigned_to),
        assigned_at=check.assigned_at,
        due_on=check.due_on,
        done_at=done_at(check, sees=sees),
        closed_at=check.closed_at,
        url=check.get_absolute_url(),
    )


def in_words(check: OnlineCheck, *, sees: bool = False) -> str:
    """Where it stands, in no other words for what was found; once it is closed it is the same for all."""
    if check.status == CheckStatus.CALLED_OFF:
        return _("Called off")
    if check.status == CheckStatus.CLOSED:
        return _("Closed")
    if not sees:
        return _("Under way")
    return _("To be done") if check.status == CheckStatus.ASSIGNED else _("Done, not closed yet")


def done_at(check: OnlineCheck, *, sees: bool = False) -> datetime | None:
    """When it was done; to whoever sees no findings, when it was closed, and of one called off nothing."""
    if sees:
        return check.done_at
    return check.closed_at if check.status == CheckStatus.CLOSED else None


def subject(check: OnlineCheck) -> str:
    """Whom it is about, as a page says it."""
    if check.person is not None:
        return str(check.person)
    return (check.application.name if check.application else "") or str(check.application)


def waiting_for_one(today: date) -> list[Application]:
    """Applications at the stage of the check, with permission, for which nobody was asked to do one (BC-17)."""
    switch = check_switch.current()
    if switch is None:
        return []
    found = Application.objects.filter(status=switch.stage).select_related("position")
    if switch.whom == Whom.CHOSEN:
        found = found.filter(position__works_with_children=True)
    looked_at = OnlineCheck.objects.exclude(status=CheckStatus.CALLED_OFF).exclude(application=None)
    rows = list(found.exclude(pk__in=looked_at.values("application")).defer("sealed").order_by("stage_since", "pk"))
    answers: dict[int, CheckPermission] = {}
    for answer in CheckPermission.objects.filter(application__in=rows).order_by("answered_at", "pk"):
        answers[answer.application_id] = answer
    return [one for one in rows if one.pk in answers and answers[one.pk].stands]


def permission_of(*, application: Application | None = None, person: Person | None = None) -> CheckPermission | None:
    """The last answer of an applicant; or of a volunteer, who was asked anew: an application's counts for it alone."""
    answers = CheckPermission.objects.all()
    found = (
        answers.filter(application=application) if person is None else answers.filter(person=person, application=None)
    )
    return found.first()


def why_not(application: Application, *, by: Person) -> str:
    """Why nobody can be asked to look this applicant up now; empty where somebody can."""
    switch = check_switch.current()
    if is_own_application(by, application):
        return _("This is about you or somebody of your family. A colleague asks for this check.")
    if switch is None:
        return _("Online checks are switched off here. Nobody is looked up.")
    if not switch.wants(application.position):
        return _("In this position nobody works with children or adults at risk. A check would be too much.")
    if application.status != switch.stage:
        stages = {"stage": Stage(switch.stage).label, "now": Stage(application.status).label}
        return _("Checks are done at the stage “%(stage)s”. This application is at “%(now)s”.") % stages
    return _refused_by_answer(permission_of(application=application), Q(application=application))


def why_not_of(person: Person, *, by: Person) -> str:
    """The same for somebody who volunteers already: only with a permission that was asked for in writing."""
    if is_own(by, person):
        return _("This is about you or somebody of your family. A colleague asks for this check.")
    if check_switch.current() is None:
        return _("Online checks are switched off here. Nobody is looked up.")
    if not person.is_here(timezone.localdate()):
        return _("They are no longer here. Nobody is looked up after leaving.")
    if not works_here(person):
        return str(ONLY_WORKERS)
    return _refused_by_answer(permission_of(person=person), Q(person=person))


def works_here(person: Person) -> bool:
    """Whether somebody holds a role of the charity's work today, also while it is paused."""
    return RoleHolding.objects.on(timezone.localdate()).filter(person=person, role__in=INSIDERS).exists()


def _refused_by_answer(answer: CheckPermission | None, about: Q) -> str:
    if answer is None:
        return _("No permission is on file. Ask for it in writing first: without it nobody is looked up.")
    if not answer.is_given:
        return _("They said no. That is their right, and it is not held against them: decide on what else you know.")
    if answer.taken_back_at is not None:
        return _("They took their permission back. Nobody is looked up without one, and it is not held against them.")
    checks = OnlineCheck.objects.filter(about)
    if checks.unfinished().exists():
        return _("Somebody was asked to do this check already.")
    done = checks.filter(status=CheckStatus.CLOSED).order_by("-closed_at").first()
    if done is not None and done.closed_at is not None and done.closed_at >= answer.answered_at:
        day = date_format(timezone.localdate(done.closed_at), "j F Y")
        return _("It was done once, and closed on %(day)s. It is done again only with a new permission.") % {"day": day}
    return ""


def checkers(*, application: Application | None = None, person: Person | None = None) -> list[Person]:
    """Who may do it (BC-13): not themself, not the family, nobody who said that they know the person (E-75)."""
    today = timezone.localdate()
    found = Person.objects.current(today).holding(*DO_CHECKS.roles, on=today)
    found = found.filter(user__is_active=True).order_by("name", "pk")
    return _without_those_who_know(found, application, person)


def knowing(*, application: Application | None = None, person: Person | None = None) -> set[int]:
    """Those who said that they know the person privately: they neither look, nor decide, nor hear of it."""
    about = Q(pk__in=[])
    if application is not None:
        about |= Q(application=application)
    if person is not None:
        about |= Q(person=person)
    earlier = OnlineCheck.objects.filter(about, no_conflict=False)
    return set(earlier.order_by().values_list("assigned_to", flat=True))


def is_given_out(application: Application) -> bool:
    """Whether there is a check of this applicant that was not called off."""
    return OnlineCheck.objects.filter(application=application).exclude(status=CheckStatus.CALLED_OFF).exists()


def refuse_while_under_way(about: Application | Person) -> None:
    """Nothing is decided past the talk, whoever decides and the committee (facts 37 and 38)."""
    if OnlineCheck.objects.unfinished().filter(_about(about)).exists():
        raise Refused(str(UNDER_WAY))


def over_at(about: Application | Person) -> datetime | None:
    """When the last online check of them was over."""
    done = OnlineCheck.objects.filter(_about(about)).exclude(status=CheckStatus.CALLED_OFF)
    at: datetime | None = done.aggregate(last=Max("closed_at"))["last"]
    return at


def found_a_concern(about: Application | Person, *, by: Person) -> bool:
    """Whether this person looked them up and found something to talk about: somebody else decides then (fact 37)."""
    return OnlineCheck.objects.filter(_about(about), assigned_to=by, result=Result.CONCERN).exists()


def _about(about: Application | Person) -> Q:
    return Q(application=about) if isinstance(about, Application) else Q(person=about)


# What is done --------------------------------------------------------------------------------------------------------


@transaction.atomic
def assign(application: Application, *, to: Person, due_on: date, by: Person, is_chosen: bool = False) -> OnlineCheck:
    """Ask somebody to look an applicant up. Raises Refused with the reason why it cannot be done (`why_not`)."""
    application = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)
    if sentence := why_not(application, by=by):
        raise Refused(sentence)
    switch = check_switch.current()
    if switch is not None and switch.whom == Whom.CHOSEN and not is_chosen:
        raise Refused(_("Only somebody whom you are about to take on is looked up. Choose first, then check."))
    about = {"application": application, "permission_given": permission_of(application=application)}
    return _assigned(to=to, among=checkers(application=application), due_on=due_on, by=by, **about)


@transaction.atomic
def assign_of(person: Person, *, to: Person, due_on: date, by: Person) -> OnlineCheck:
    """Ask somebody to look up a volunteer who is here already. Raises Refused as `assign` does."""
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    if sentence := why_not_of(person, by=by):
        raise Refused(sentence)
    about = {"person": person, "permission_given": permission_of(person=person)}
    return _assigned(to=to, among=checkers(person=person), due_on=due_on, by=by, **about)


def _assigned(*, to: Person, among: Collection[Person], due_on: date, by: Person, **about: Any) -> OnlineCheck:
    if not ASSIGN_CHECKS.allows(by):
        raise Refused(str(whom_to_ask(ASSIGN_CHECKS)))
    if to not in among:
        raise Refused(_("%(name)s cannot do this check. Choose somebody from the list.") % {"name": to})
    switch = check_switch.current()
    about["stage"] = about["application"].status if "application" in about else ""
    made: OnlineCheck = OnlineCheck.objects.create(
        code=new_code()[:14],
        switch=switch,
        assigned_to=to,
        assigned_by=by,
        due_on=due_on,
        words={},
        **about,
    )
    access.give(made, to, WORK)
    record(Verb.CHECK_ASSIGNED, made, by=by)
    return made


@transaction.atomic
def answer_conflict(check: OnlineCheck, *, by: Person, knows_them: bool, how: str = "") -> OnlineCheck:
    """Before anything is looked at: does the checker know the person? Then somebody else does it (E-75)."""
    check = held(check)
    if by != check.assigned_to or check.status != CheckStatus.ASSIGNED:
        raise Refused(_("This check is no longer yours to do."))
    if not knows_them:
        check.no_conflict = True
        check.save(update_fields=["no_conflict"])
        return check
    check.reword(conflict=how, why_called_off=_("The checker knows the person."))
    return _called_off(check, by=by, no_conflict=False, sealed=check.sealed)


@transaction.atomic
def call_off(check: OnlineCheck, *, by: Person, why: str) -> OnlineCheck:
    """It is not done after all, or by somebody else. Raises Refused once it was done."""
    check = held(check)
    if not (ASSIGN_CHECKS.allows(by) and access.can(by, check, access.FACT)):
        raise Refused(str(whom_to_ask(ASSIGN_CHECKS)))
    if check.status != CheckStatus.ASSIGNED:
        raise Refused(_("It can no longer be called off. Those who were asked by name see to it."))
    check.reword(why_called_off=why)
    return _called_off(check, by=by, sealed=check.sealed)


@transaction.atomic
def application_closed(application: Application, *, by: Person | None) -> None:
    """Whoever is no longer an applicant is not looked up any more."""
    rows = OnlineCheck.objects.select_for_update(no_key=True).filter(application=application)
    for check in rows.filter(status=CheckStatus.ASSIGNED):
        check.reword(why_called_off=_("The application was closed."))
        _called_off(check, by=by, sealed=check.sealed)


def _called_off(check: OnlineCheck, *, by: Person | None, **stamps: Any) -> OnlineCheck:
    now = timezone.now()
    stamps |= {"closed_at": now, "purge_on": add_months(timezone.localdate(now), NEUTRAL_KEPT)}
    access.take_all(check)
    return audit.transition(check, to=CheckStatus.CALLED_OFF, by=by, verb=Verb.CHECK_CALLED_OFF, **stamps)


@transaction.atomic
def hand_over(check: OnlineCheck, *, to: Person, by: Person) -> OnlineCheck:
    """Somebody takes a check over that nobody is left to go on with. Raises Refused while somebody is.

    Before it was done they begin anew; after that they go on from what was found.
    """
    check = held(check)
    today = timezone.localdate()
    if not (ASSIGN_CHECKS.allows(by) and access.can(by, check, access.FACT)):
        raise Refused(str(whom_to_ask(ASSIGN_CHECKS)))
    if not check.is_open:
        raise Refused(_("There is nothing to take over: this check is over."))
    if access.workers(check, today):
        raise Refused(_("Somebody is working on it."))
    if to not in checkers(application=check.application, person=check.person):
        raise Refused(_("%(name)s cannot do this check. Choose somebody from the list.") % {"name": to})
    if check.status == CheckStatus.ASSIGNED:
        check.reword(terms="", looked_at="", own_account="")
        check.assigned_to, check.no_conflict, check.engines = to, None, []
        check.signed_out = check.public_only = None
        check.result = ""
        check.save(
            update_fields=["sealed", "assigned_to", "no_conflict", "engines", "signed_out", "public_only", "result"]
        )
        access.take_from_others(check, to, WORK)
    access.give(check, to, WORK)
    record(Verb.LET_IN, check, by=by)
    return check


def held(check: OnlineCheck) -> OnlineCheck:
    """Lock it until the end of the transaction, as it stands now."""
    rows = OnlineCheck.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("application__position", "person", "assigned_to", "assigned_by").get(pk=check.pk)


def without_those_who_know(people: Iterable[Person], check: OnlineCheck) -> list[Person]:
    """Nobody who is the person, is of their family, or said that they know them."""
    return _without_those_who_know(people, check.application, check.person)


def _without_those_who_know(
    people: Iterable[Person], application: Application | None, person: Person | None
) -> list[Person]:
    out = knowing(application=application, person=person)
    return [
        one
        for one in people
        if one.pk not in out
        and not is_own(one, person)
        and not (application is not None and is_own_application(one, application))
    ]
