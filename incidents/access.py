"""Who sees a case, and who may do what in it: the only place that says so.

By role: those to whom the case is routed, as long as they hold the role. By name: whoever was let in, through
guardian's rows. By two people: whoever has a way in for an emergency, to see and to write, but for what the one who
opened it is kept away from. What no lead sees is opened only by those who handle such cases, never to a lead or deputy.
Whoever has stepped aside, or was made to, sees nothing, whatever else holds. Superusers, groups, global rights and
sign-ins that are switched off count for nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from audit.services import record
from incidents.models import BreakGlass, Case, CaseGrant, Routing, Step, StepAside
from incidents.models.cases import BreakGlassQuerySet, CaseQuerySet
from incidents.permissions import HANDLE, HANDLE_RESTRICTED
from incidents.states import StepStatus
from incidents.verbs import Verb
from people.models import Person, PersonQuerySet, RoleHolding
from safeguard.refusals import require
from safeguard.transitions import TransitionRefused, transition

VIEW, WORK, SHARE, CLOSE = "view_case", "work_case", "share_case", "close_case"
RIGHTS = {
    VIEW: _("See the case"),
    WORK: _("Write in it: entries, people, steps, records"),
    SHARE: _("Refer it, decide what is shared, and print it"),
    CLOSE: _("Close it and open it again, and say who is let in"),
}
IN_AN_EMERGENCY = frozenset({VIEW, WORK})  # what a way in gives; copies, referrals and closing wait for a handler
TELL = ("first", "tell_designated")  # the step that the case itself does, as soon as a lead opens it
OFFICES = {Routing.LEADS: HANDLE.roles, Routing.TRUSTEES: HANDLE_RESTRICTED.roles}


def visible_to(person: Person) -> CaseQuerySet:
    """The cases that somebody may know of, disposed ones and joined ones among them. One query, with no sub-query per
    row for those who see cases by their role."""
    return _with(person, VIEW)


def can(person: Person, case: Case, right: str) -> bool:
    """Whether somebody may do this in this case; it says the same as the list of those cases would."""
    return _with(person, right).filter(pk=case.pk).exists()


def cases_with(person: Person, right: str) -> CaseQuerySet:
    """The cases in which somebody may do this."""
    return _with(person, right)


def _with(person: Person, right: str) -> CaseQuerySet:
    cases: CaseQuerySet = Case.objects.all()
    if not _counts(person, timezone.localdate()):
        return cases.filter(pk__in=[])
    aside = StepAside.objects.standing().filter(case=OuterRef("pk"))
    granted = CaseGrant.objects.filter(user=person.user_id, permission__codename=right)
    allowed = Q(pk__in=granted.values("content_object"))
    if routings := _routings(person):
        allowed |= Q(routing__in=routings)
    if right in IN_AN_EMERGENCY and (openers := _openers(person)):
        leads_there = Q(~Exists(aside.filter(person__in=openers)))
        if HANDLE.allows(person) or not any(openers.values()):
            leads_there &= Q(routing=Routing.LEADS)
        allowed |= leads_there
    return cases.filter(allowed).filter(~Exists(aside.filter(person=person)))


def _counts(person: Person, today: date) -> bool:
    """Somebody who is here, is not suspended, and signs in with an account that is switched on."""
    signs_in = person.user is not None and person.user.is_active
    return signs_in and person.is_at_work(today)


def _routings(person: Person) -> list[Routing]:
    is_lead, is_above = HANDLE.allows(person), HANDLE_RESTRICTED.allows(person)
    found = [Routing.LEADS] if is_lead else []
    if is_above and (not is_lead or office(Routing.TRUSTEES, timezone.localdate()).filter(pk=person.pk).exists()):
        found.append(Routing.TRUSTEES)
    return found


def _openers(person: Person) -> dict[int, bool]:
    """Who opened a way in for this person that is open now, and whether they handle restricted cases today."""
    open_now = BreakGlass.objects.open_for(person, timezone.now()).order_by()
    above = Exists(_above(timezone.localdate()).filter(pk=OuterRef("opened_by")))
    return dict(open_now.annotate(is_above=above).values_list("opened_by", "is_above"))


def _above(day: date) -> PersonQuerySet:
    """Those who handle by their role what no lead sees, and are no lead or deputy beside it."""
    return Person.objects.current(day).holding(*HANDLE_RESTRICTED.roles, on=day).exclude(pk__in=_leads(day))


def _leads(day: date) -> QuerySet[Person, dict[str, Any]]:
    return Person.objects.current(day).holding(*HANDLE.roles, on=day).order_by().values("pk")


def ways_into(case: Case) -> BreakGlassQuerySet:
    """The ways in for an emergency that are open now and lead into this case."""
    day, aside = timezone.localdate(), _aside(case)
    found: BreakGlassQuerySet = BreakGlass.objects.open_now(timezone.now())
    found = found.exclude(for_whom__in=aside).exclude(opened_by__in=aside)
    if case.routing == Routing.LEADS:
        return found
    return found.filter(opened_by__in=_above(day).values("pk")).exclude(for_whom__in=_leads(day))


def case_or_404(request: HttpRequest, code: str, right: str = VIEW, *, is_noted: bool = True) -> Case:
    """The case of this code. Whoever may not know of it gets 404; whoever sees it and may not do this is told so.

    A form that is fetched is a look at the case, and is noted as one; a page to read calls `opened` itself.
    """
    case = visible_to(request.person).filter(code=code).first()
    if case is None:
        raise Http404
    require(right == VIEW or can(request.person, case, right), refusal(right))
    if is_noted and right != VIEW and request.method in ("GET", "HEAD"):
        opened(case, by=request.person)
    return case


def refusal(right: str) -> str:
    return str(_("You can read this case. Ask whoever handles it if you need to do more in it."))


def opened(case: Case, *, by: Person) -> None:
    """Note that somebody looked: every opening of a case is on record, and the case shows it.

    It counts as seen once somebody who may do something in it has looked.
    """
    now = timezone.now()
    if case.seen_at is None and can(by, case, WORK):
        Case.objects.filter(pk=case.pk, seen_at=None).update(seen_at=now)
        case.seen_at = now
    record(Verb.OPENED, case, by=by)
    _told(case, by, now)


def _told(case: Case, by: Person, now: datetime) -> None:
    """A lead or deputy who works on a case and opens it was told of it: nobody reminds them to tell themselves."""
    if case.routing != Routing.LEADS or case.is_finished or case.is_shredded:
        return
    asked = Step.objects.to_do().filter(case=case, procedure=TELL[0], key=TELL[1], withdrawn_at=None)
    step = asked.first()
    if step is None or not is_handler_by_office(by, case, timezone.localdate()) or not can(by, case, WORK):
        return
    step.case = case
    step.words = {"note": str(_("They opened the case."))}
    with suppress(TransitionRefused):  # two of them open it at the same moment
        transition(step, to=StepStatus.DONE, decided_by=by, decided_at=now, sealed=step.sealed)


def give(case: Case, person: Person, right: str) -> None:
    """Write one of guardian's rows. The services decide and record; nobody else calls this."""
    assign_perm(right, person.user, case)


def take(case: Case, person: Person, right: str) -> None:
    remove_perm(right, person.user, case)


def handlers(case: Case, today: date) -> list[Person]:
    """Those who work on a case today, by role or by name, without those who have stepped aside."""
    here = Person.objects.current(today).working(today).exclude(user=None).filter(user__is_active=True)
    granted = CaseGrant.objects.filter(content_object=case, permission__codename=WORK).values("user")
    found = here.filter(Q(pk__in=_of_the_office(case, today)) | Q(user__in=granted)).exclude(pk__in=_aside(case))
    return list(found.order_by("pk"))


def handlers_by_office(case: Case, today: date) -> list[Person]:
    """Those to whom a case goes by their role, with or without a sign-in, without those who have stepped aside."""
    found = Person.objects.current(today).filter(pk__in=_of_the_office(case, today)).exclude(pk__in=_aside(case))
    return list(found.order_by("pk"))


def is_handler_by_office(person: Person, case: Case, today: date) -> bool:
    return person in handlers_by_office(case, today)


def outranks(by: Person, person: Person, case: Case) -> bool:
    """Whether `by` may take the say over a case away from somebody who has it too.

    Whoever holds the higher office, and, between equals, whoever handles the case by their office. Of two who were
    both let in by name neither takes the other off.
    """
    today = timezone.localdate()
    ranks = _ranks((by, person), today)
    if ranks[by.pk] == ranks[person.pk]:
        return ranks[by.pk] > 0 and is_handler_by_office(by, case, today)
    return ranks[by.pk] > ranks[person.pk]


def _ranks(people: Iterable[Person], today: date) -> dict[int, int]:
    """3 for the chair and the safeguarding trustee, 2 for a lead, 1 for whoever only stands in for one, else 0."""
    ranks = {person.pk: 0 for person in people}
    offices = HANDLE_RESTRICTED.roles | HANDLE.roles
    held = RoleHolding.objects.counting(today).filter(role__in=offices, person__in=ranks)
    for who, role, deputy_for in held.order_by().values_list("person", "role", "deputy_for"):
        rank = 3 if role in HANDLE_RESTRICTED.roles else 2 if deputy_for is None else 1
        ranks[who] = max(ranks[who], rank)
    return ranks


def office(routing: str, today: date) -> PersonQuerySet:
    """Those to whom a case goes by their role.

    What goes past the leads goes past whoever is a lead or deputy beside their office above, unless nobody else holds
    that.
    """
    holding = Person.objects.current(today).holding(*OFFICES.get(Routing(routing), frozenset()), on=today)
    if routing != Routing.TRUSTEES:
        return holding
    leads = Person.objects.current(today).holding(*HANDLE.roles, on=today)
    others = holding.exclude(pk__in=leads.order_by().values("pk"))
    return others if others.exists() else holding


def _of_the_office(case: Case, today: date) -> QuerySet[Person, dict[str, Any]]:
    return office(case.routing, today).order_by().values("pk")


def _aside(case: Case) -> QuerySet[StepAside, dict[str, Any]]:
    return StepAside.objects.standing().filter(case=case).values("person")
