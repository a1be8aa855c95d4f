"""What is learnt from a case, what is done about it by whom and when, and what a policy should say instead."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.access import WORK, can
from incidents.models import Action, Case, Lesson, Part, StepAside
from incidents.services import entries
from incidents.services.working import held_for_work, key_of_form
from incidents.verbs import Verb
from people.models import Person
from people.models.person import PersonQuerySet
from policies.models import Policy
from policies.services import suggestions
from safeguard.refusals import Refused

SHORTEST = 3  # letters of a name that is looked for


@transaction.atomic
def learn(
    case: Case,
    *,
    by: Person,
    once: uuid.UUID,
    finding: str,
    policy: Policy | None = None,
    clause: str = "",
    for_review: str = "",
) -> Lesson:
    """Write down what was learnt. With `for_review`, it is put before the next review of the policy, without a name.

    Raises Refused for words for the review that name somebody in the case, or the case.
    """
    case = held_for_work(case)
    uid = key_of_form(case, once, finding, policy and policy.pk, clause, for_review)
    if earlier := Lesson.objects.filter(case=case, uid=uid).first():
        return earlier
    if for_review and policy is None:
        raise Refused(_("Choose the policy whose review should read this."))
    if found := named_in(for_review, case):
        raise Refused(
            _("These words are read by everybody who works on the policy. Take out what points at the case: %(what)s.")
            % {"what": ", ".join(found)}
        )
    lesson: Lesson = Lesson.objects.create(
        uid=uid, case=case, policy=policy, clause=clause, for_review=for_review, by=by, words={"finding": finding}
    )
    if policy is not None and for_review:
        suggestions.suggest(policy, text=for_review, clause=clause)
    text = entries.facts(**{_("Learnt"): finding, _("Policy"): policy, _("Clause"): clause, _("To change"): for_review})
    entries.write(case, by=by, kind="record", text=text, about=lesson, verb=Verb.LEARNT)
    return lesson


def named_in(text: str, case: Case) -> list[str]:
    """Names of people in the case, and its code, that stand in a text."""
    if not text:
        return []
    said = set(re.findall(r"[\w'’-]+", text.casefold()))
    found = [case.code] if case.code.casefold() in text.casefold() else []
    for party in case.parties.select_related("person"):
        party.case = case
        names = [party.words["name"], party.person.name if party.person else ""]
        names.append(party.person.known_as if party.person else "")
        for word in re.findall(r"[\w'’-]+", " ".join(names)):
            if len(word) >= SHORTEST and word.casefold() in said and word not in found:
                found.append(word)
    return found


@transaction.atomic
def give(
    case: Case, *, by: Person, once: uuid.UUID, what: str, owner: Person, due_on: date, lesson: Lesson | None = None
) -> Action:
    """Somebody does something by a day. They read these words and nothing else of the case."""
    case = held_for_work(case)
    uid = key_of_form(case, once, what, owner.pk, due_on, lesson and lesson.pk)
    if earlier := Action.objects.filter(case=case, uid=uid).first():
        return earlier
    if not owners(case).filter(pk=owner.pk).exists():
        raise Refused(_("Choose somebody who works here, signs in, and has not stepped aside from this case."))
    if lesson is not None and lesson.case_id != case.pk:
        raise Refused(_("Choose a lesson of this case."))
    action = Action.objects.create(
        uid=uid, case=case, lesson=lesson, owner=owner, due_on=due_on, by=by, words={"what": what}
    )
    facts = {_("Action"): what, _("Who does it"): owner.display_name, _("By when"): date_format(due_on)}
    entries.write(case, by=by, kind="record", text=entries.facts(**facts), about=action, verb=Verb.LEARNT)
    return action


def owners(case: Case) -> PersonQuerySet:
    """Who can be asked: whoever signs in here, but for those who stepped aside and those whom the case is about."""
    aside = StepAside.objects.standing().filter(case=case).values("person")
    about = (Part.CONCERN, Part.VICTIM, Part.CARER, Part.FAMILY)
    named = case.parties.standing().filter(part__in=about).exclude(person=None).values("person")
    found: PersonQuerySet = Person.objects.current(timezone.localdate()).filter(user__is_active=True)
    return found.exclude(pk__in=aside).exclude(pk__in=named)


@transaction.atomic
def finish(action: Action, *, by: Person, done: str = "") -> Action:
    """It is done, also in a case that was closed meanwhile. Said twice, the first time counts."""
    case, action = _locked(action, by)
    if action.done_at is not None:
        return action
    action.case = case
    action.done_at, action.dropped_at = timezone.now(), None
    action.reword(done=done)
    action.save(update_fields=["done_at", "dropped_at", "sealed"])
    facts = {_("Action done"): action.words["what"], _("How"): done}
    entries.write(case, by=by, kind="record", text=entries.facts(**facts), about=action, verb=Verb.ACTED)
    return action


@transaction.atomic
def drop(action: Action, *, by: Person, why: str) -> Action:
    """It is not done after all, and why."""
    case, action = _locked(action, by)
    if action.done_at is not None or action.dropped_at is not None:
        return action
    if not can(by, case, WORK):
        raise Refused(_("Whoever handles the case decides that it is not done. Tell them why it cannot be done."))
    action.case = case
    action.dropped_at = timezone.now()
    action.reword(done=why)
    action.save(update_fields=["dropped_at", "sealed"])
    facts = {_("Action dropped"): action.words["what"], _("Why"): why}
    entries.write(case, by=by, kind="record", text=entries.facts(**facts), about=action, verb=Verb.ACTED)
    return action


def _locked(action: Action, by: Person) -> tuple[Case, Action]:
    case = Case.objects.select_for_update(no_key=True).get(pk=action.case_id)
    if case.is_shredded:
        raise Refused(_("The words of this case were destroyed at the end of their time. Nothing can be added to it."))
    action = Action.objects.get(pk=action.pk)
    if action.owner_id != by.pk and not can(by, case, WORK):
        raise Refused(_("This is not yours to do."))
    return case, action


def of_case(case: Case) -> list[dict[str, Any]]:
    """Every lesson with its actions, and at the end the actions without one: two queries."""
    if case.is_shredded:
        return []
    actions: dict[int | None, list[dict[str, Any]]] = {}
    for one in Action.objects.filter(case=case).select_related("owner"):
        one.case = case
        actions.setdefault(one.lesson_id, []).append({"row": one, "words": one.words})
    found = []
    for lesson in Lesson.objects.filter(case=case).select_related("policy"):
        lesson.case = case
        found.append({"row": lesson, "words": lesson.words, "actions": actions.pop(lesson.pk, [])})
    if None in actions:
        found.append({"row": None, "words": {"finding": _("Other actions")}, "actions": actions[None]})
    return found


def mine(person: Person) -> list[Action]:
    """What is still to be done by somebody: their words can be read, the case cannot."""
    found = Action.objects.filter(owner=person, done_at=None, dropped_at=None, case__shredded_at=None)
    aside = StepAside.objects.standing().filter(person=person).values("case")
    return list(found.exclude(case__in=aside).select_related("case"))
