"""Who sees a case: letting somebody in, stepping aside, and sending it to others. It never ends with nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import access
from incidents.access import CLOSE, RIGHTS, VIEW
from incidents.models import AsideReason, Case, CaseGrant, EntryKind, LetterKind, Part, Party, Routing, StepAside
from incidents.routing import can_sign_in, route
from incidents.services import entries, letters, steps
from incidents.verbs import Verb
from people.models import Person
from safeguard.refusals import Refused

CONCERNED = (AsideReason.NAMED, AsideReason.CLOSE)
WIDER = (Routing.LEADS, Routing.TRUSTEES)
STRICTER = (*WIDER, Routing.NAMED)  # each is seen by fewer people than the one before


@transaction.atomic
def let_in(case: Case, person: Person, *, rights: Collection[str], by: Person) -> None:
    """Give this person exactly these rights to this case; whoever has any of them sees it. Without any, take all away.

    Raises Refused for somebody who may not see it, when nobody would be left to handle it, and where something is taken
    away from one who says who sees it by one who is not above them.
    """
    case = _held(case)
    before = rights_of(case, person)
    wanted = {*rights, VIEW} if rights else set()
    if wanted:
        _require_may_come_in(case, person)
    if CLOSE in before and before - wanted:
        _require_above(by, person, case)
    for right in wanted - before:
        access.give(case, person, right)
    for right in before - wanted:
        access.take(case, person, right)
    if wanted == before:
        return
    _require_handlers(case)
    if wanted:
        names = ", ".join(str(RIGHTS[right]) for right in RIGHTS if right in wanted)
        _note(case, _("%(name)s was let in: %(rights)s.") % {"name": person, "rights": names}, Verb.LET_IN, by)
    else:
        _note(case, _("%(name)s was let in no longer.") % {"name": person}, Verb.SHUT_OUT, by)
    if wanted and not before:
        letters.queue(LetterKind.LET_IN, to=person, case=case, by=by)


@transaction.atomic
def step_aside(case: Case, *, by: Person) -> Case:
    """Whoever has an interest in it gives it away, and sees nothing of it from now on.

    Where no handler is left it goes to those above. Raises Refused when there is nobody above either.
    """
    return _put_aside_from_all(case, by, AsideReason.OWN, by=by)


@transaction.atomic
def put_aside(case: Case, person: Person, *, by: Person) -> Case:
    """Whoever handles the case decides that somebody sees nothing of it.

    Raises Refused as `step_aside` does, and for somebody who says who sees it as well and is not below `by`.
    """
    for one in _held_together(case):
        if access.can(person, one, CLOSE):
            _require_above(by, person, one)
    reason = AsideReason.OWN if person == by else AsideReason.DECIDED
    return _put_aside_from_all(case, person, reason, by=by)


@transaction.atomic
def subject_entered(case: Case, person: Person, *, by: Person, close: bool = False) -> Case:
    """Somebody who works here was entered as the one whom the concern is about (or as `close` to them): they are out.

    Where that is a lead or a deputy, no lead sees the case any more, `by` among them: ask `can` afterwards. Where
    nobody else is left, `by` keeps it. Raises Refused where somebody enters themself, and where nobody would be left
    who says who sees it: whoever may not say so does not come to it by entering all who may.
    """
    case = _held(case)
    if person == by:
        raise Refused(_("This would say that the concern is about you. Step aside; others then enter you."))
    reason = AsideReason.CLOSE if close else AsideReason.NAMED
    standing = StepAside.objects.standing().filter(case=case, person=person)
    if standing.filter(reason__in=CONCERNED).exists():
        return case
    may_say_who = access.can(by, case, CLOSE)
    standing.update(ended_at=timezone.now())
    _take_all(case, person)
    StepAside.objects.create(case=case, person=person, reason=reason, by=by)
    _note(case, _("%(name)s sees nothing of it from now on.") % {"name": person}, Verb.ASIDE, by)
    _send_on(case, by=by)
    handlers = access.handlers(case, timezone.localdate())
    if not may_say_who and not any(access.can(handler, case, CLOSE) for handler in handlers):
        raise Refused(
            _(
                "Nobody would be left who says who sees this case. Write their name without choosing them from the "
                "list, and go to an agency outside the charity."
            )
        )
    if not handlers:
        for right in RIGHTS:
            access.give(case, by, right)
        text = _("Nobody else in the charity may see it. %(name)s keeps it. Go to an agency outside the charity.")
        _note(case, text % {"name": by}, Verb.LET_IN, by)
    return case


@transaction.atomic
def come_back(case: Case, person: Person, *, by: Person) -> None:
    """The reason for stepping aside is over. Nobody decides it for themself; nor for whom the concern is about."""
    cases = _held_together(case)
    if person == by:
        raise Refused(_("Somebody else who handles the case decides that you come back."))
    if any(person.pk in concerned(one) for one in cases):
        raise Refused(_("The concern is about them. Correct the people in the case first, if that is wrong."))
    for one in cases:
        if StepAside.objects.standing().filter(case=one, person=person).update(ended_at=timezone.now()):
            _note(one, _("%(name)s may see it again.") % {"name": person}, Verb.BACK, by)


@transaction.atomic
def reroute(case: Case, routing: str, *, by: Person) -> Case:
    """Send it to others: those above, back to the leads, or only to those who are let in; what was joined goes along.

    Raises Refused where a lead is concerned, when nobody would be left, and where `by` keeps it and takes it from
    others who are not below them.
    """
    case, *joined = _held_together(case)
    if case.joined_to_id is not None:
        raise Refused(_("This case is joined to another one. Change there who sees both, or take the two apart first."))
    if routing == case.routing:
        return case
    if routing == Routing.LEADS and any(_goes_past_leads(one) for one in (case, *joined)):
        raise Refused(_("It is about a lead or deputy, or somebody close to them: it cannot go to the leads."))
    for one in (case, *joined):
        said_who = with_a_say(one)
        _set_routing(one, routing, by=by)
        _require_handlers(one)
        if access.can(by, one, CLOSE):  # whoever gives it away takes it from nobody
            require_above_those_who_lost(one, said_who, by=by)
    _tell(case, by=by)
    return case


@transaction.atomic
def see_alike(cases: Iterable[Case], *, by: Person) -> None:
    """What is put together is seen by those who see the strictest of it by their role; by name, by those who see all.

    So nobody comes to know by it what they may not (E-52, E-62). Raises Refused where that takes one from somebody, and
    `by` does not say who sees them.
    """
    cases = _fresh(cases)
    if all(one.routing == Routing.LEADS for one in cases):
        return
    may_change = all(access.can(by, one, CLOSE) for one in cases)
    narrowed = route_alike(cases, by=by)
    shut_out = _shut_out_of_all(cases, by=by)
    if (narrowed or shut_out) and not may_change:
        raise Refused(_("Fewer people would see them then. Whoever says who sees both puts them together."))
    for one in narrowed:
        _tell(one, by=by)


@transaction.atomic
def route_alike(cases: Iterable[Case], *, by: Person) -> list[Case]:
    """Send all of these to whom the strictest of them goes, and give back those that went elsewhere before."""
    cases = _fresh(cases)
    strictest = max((one.routing for one in cases), key=lambda routing: STRICTER.index(Routing(routing)))
    narrowed = [one for one in cases if one.routing != strictest]
    for one in narrowed:
        _set_routing(one, strictest, by=by)
    return narrowed


def _fresh(cases: Iterable[Case]) -> list[Case]:
    """Locked until the end of the transaction, and routed as they are now."""
    found = {one.pk: one for one in cases}
    held = Case.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk")
    for key, routing in held.values_list("pk", "routing"):
        found[key].routing = routing
    return list(found.values())


def _shut_out_of_all(cases: list[Case], *, by: Person) -> list[Person]:
    """Whoever was let in to some of these by name, and may not see the others, is let in to none of them any more."""
    users = CaseGrant.objects.filter(content_object__in=cases).values("user")
    people = Person.objects.filter(user__in=users).select_related("user").order_by("pk")
    shut_out = [person for person in people if not all(access.can(person, one, VIEW) for one in cases)]
    for person in shut_out:
        for one in cases:
            if rights_of(one, person):
                _take_all(one, person)
                _note(one, _("%(name)s was let in no longer.") % {"name": person}, Verb.SHUT_OUT, by)
    return shut_out


@transaction.atomic
def keep_away_alike(case: Case, to: Case, *, by: Person) -> None:
    """Whoever sees nothing of the one case sees nothing of the other, and comes back to neither by a right by name."""
    there = {aside.person_id: aside for aside in StepAside.objects.standing().filter(case=to)}
    for aside in StepAside.objects.standing().filter(case=case).select_related("person").order_by("pk"):
        known = there.get(aside.person_id)
        if known is not None and (known.reason in CONCERNED or aside.reason not in CONCERNED):
            continue
        if known is not None:  # of whom it is now known that it is about them
            StepAside.objects.filter(pk=known.pk).update(ended_at=timezone.now())
        _take_all(to, aside.person)
        StepAside.objects.create(case=to, person=aside.person, reason=aside.reason, by=by)


def rights_of(case: Case, person: Person) -> set[str]:
    """What somebody was given by name."""
    if person.user_id is None:
        return set()
    found = CaseGrant.objects.filter(content_object=case, user=person.user_id)
    return set(found.values_list("permission__codename", flat=True))


def concerned(case: Case) -> set[int]:
    """The keys of the people of the charity whom the concern is about, as entered in the case."""
    found = Party.objects.standing().filter(case=case, part=Part.CONCERN).exclude(person=None)
    keys = found.values_list("person", "person__merged_into")
    return {key for pair in keys for key in pair if key is not None}


def after_me(case: Case, person: Person) -> Routing | None:
    """To whom it goes when this person steps aside: as now, to those above, or None when nobody is left."""
    today = timezone.localdate()
    if any(handler != person for handler in access.handlers(case, today)):
        return Routing(case.routing)
    return _next(case, today, without=[person])


def _held(case: Case) -> Case:
    """Lock it until the end of the transaction: two people who change who sees it come one after the other."""
    current: Case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if current.is_shredded:
        raise Refused(_("The words of this case were destroyed at the end of their time. Nothing is changed in it."))
    return current


def together(case: Case) -> list[Case]:
    """It, and all that is joined with it: whoever sees nothing of the one sees nothing of the others."""
    top = case.joined_to_id or case.pk
    found = Case.objects.filter(Q(pk=top) | Q(joined_to=top), shredded_at=None).exclude(pk=case.pk)
    return [case, *found.order_by("pk")]


def _held_together(case: Case) -> list[Case]:
    held = [_held(one) for one in sorted(together(case), key=lambda one: one.joined_to_id is not None)]
    return sorted(held, key=lambda one: one.pk != case.pk)


def _put_aside_from_all(case: Case, person: Person, reason: str, *, by: Person) -> Case:
    case, *others = _held_together(case)
    _put_aside(case, person, reason, by=by)
    for one in others:
        if one.routing != case.routing:  # it was sent on
            _set_routing(one, case.routing, by=by)
        _put_aside(one, person, reason, by=by)
    return case


def _put_aside(case: Case, person: Person, reason: str, *, by: Person) -> Case:
    if StepAside.objects.standing().filter(case=case, person=person).exists():
        return case
    _take_all(case, person)
    StepAside.objects.create(case=case, person=person, reason=reason, by=by)
    text = _("%(name)s stepped aside.") if person == by else _("%(name)s sees nothing of it from now on.")
    _note(case, text % {"name": person}, Verb.ASIDE, by)
    if not access.handlers(case, timezone.localdate()):
        _send_on(case, by=by)
    _require_handlers(case)
    return case


def _send_on(case: Case, *, by: Person) -> None:
    """To those who may have it now, where that is no longer those who have it."""
    today = timezone.localdate()
    if Routing(case.routing) == Routing.NAMED:
        return
    stays = not (case.routing == Routing.LEADS and _goes_past_leads(case))
    if stays and access.handlers(case, today):
        return
    _set_routing(case, _next(case, today) or Routing.NAMED, by=by)
    _tell(case, by=by)


def _next(case: Case, today: date, without: Iterable[Person] = ()) -> Routing | None:
    """The first of those above the present ones among whom somebody is left."""
    out = {*_aside_keys(case), *(person.pk for person in without)}
    if _goes_past_leads(case):
        out |= set(access.office(Routing.LEADS, today).values_list("pk", flat=True))
    for routing in WIDER[WIDER.index(Routing(case.routing)) + 1 :] if case.routing in WIDER else ():
        people = access.office(routing, today).select_related("user")
        if any(person.pk not in out and can_sign_in(person) for person in people):
            return routing
    return None


def _goes_past_leads(case: Case) -> bool:
    asides = StepAside.objects.standing().filter(case=case, reason__in=CONCERNED).select_related("person")
    people = [aside.person for aside in asides]
    return bool(people) and route(people, today=timezone.localdate()).routing != Routing.LEADS


def _set_routing(case: Case, routing: str, *, by: Person) -> None:
    case.routing = routing
    case.save(update_fields=["routing"])
    _note(case, _("Who sees it: %(whom)s.") % {"whom": Routing(routing).label}, Verb.ROUTED, by)
    steps.lay_out(case, by=by)  # whom to tell depends on whom it goes to


def _tell(case: Case, *, by: Person) -> None:
    for person in access.handlers_by_office(case, timezone.localdate()):
        if person != by:
            letters.queue(LetterKind.LET_IN, to=person, case=case, by=by)


def _require_may_come_in(case: Case, person: Person) -> None:
    if not (person.is_here(timezone.localdate()) and can_sign_in(person)):
        raise Refused(_("%(name)s has no sign-in. Invite them first, or tell them by telephone.") % {"name": person})
    if person.pk in concerned(case):
        raise Refused(_("The concern is about %(name)s. They cannot see it.") % {"name": person})
    if person.pk in _aside_keys(case):
        raise Refused(_("%(name)s has stepped aside. Let them come back first.") % {"name": person})


def _require_handlers(case: Case) -> None:
    if not access.handlers(case, timezone.localdate()):
        raise Refused(_("Nobody would be left to handle it. First let somebody else in who may write in it."))


def _require_above(by: Person, person: Person, case: Case) -> None:
    """Of two who say who sees a case, one could shut out the other before it is done to themself."""
    if person == by or access.outranks(by, person, case):
        return
    raise Refused(
        _(
            "%(name)s says who sees this case, and you are not above them. The lead who handles it, or the chair, "
            "decides this: let one of them in, or ask %(name)s to step aside."
        )
        % {"name": person}
    )


def with_a_say(case: Case) -> list[Person]:
    """Those who say who sees it, by role or by name."""
    today = timezone.localdate()
    named = CaseGrant.objects.filter(content_object=case, permission__codename=CLOSE).values("user")
    people = {person.pk: person for person in Person.objects.filter(user__in=named).order_by("pk")}
    people |= {person.pk: person for person in access.handlers_by_office(case, today)}
    return [person for person in people.values() if access.can(person, case, CLOSE)]


def require_above_those_who_lost(case: Case, before: Iterable[Person], *, by: Person) -> None:
    """Nobody takes a case from those who said who sees it, but from below themself, and from whom it is about."""
    about = StepAside.objects.standing().filter(case=case, reason__in=CONCERNED)
    about_them = set(about.values_list("person", flat=True))
    for person in before:
        if person.pk not in about_them and not access.can(person, case, CLOSE):
            _require_above(by, person, case)


def _aside_keys(case: Case) -> set[int]:
    return set(StepAside.objects.standing().filter(case=case).values_list("person", flat=True))


def _take_all(case: Case, person: Person) -> None:
    for right in rights_of(case, person):
        access.take(case, person, right)


def _note(case: Case, text: str, verb: str, by: Person) -> None:
    entries.write(case, by=by, kind=EntryKind.RECORD, text=text, verb=verb)
