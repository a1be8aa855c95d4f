"""Whether somebody is suitable for the work, who decided it, when and why (BC-2). Decided again, it is another row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents.access import visible_to
from incidents.models import Case
from people.models import Person, ServicePeriod
from safeguard.refusals import Refused
from volunteers.models import Application, Suitability, SuitabilityOutcome
from volunteers.permissions import DECIDE, SEE_EARLIER, is_own
from volunteers.services import checks
from volunteers.services.applicants import locked
from volunteers.states import Stage
from volunteers.verbs import Verb


@transaction.atomic
def decide(
    about: Application | Person,
    *,
    outcome: str,
    reason: str,
    by: Person,
    conditions: str = "",
    on: date | None = None,
    review_on: date | None = None,
    case: Case | None = None,
) -> Suitability:
    """Record a decision about an applicant at the stage of the decision, or about somebody who serves already.

    Nobody decides about themself or their family. A case that it rests on is one that the decider sees (BC-45). What
    was decided before stays as it was. Nothing is decided while somebody looks them up online, nor by whoever looked
    and found something to talk about (facts 37 and 38). Raises Refused.
    """
    if not DECIDE.allows(by):
        raise Refused(_("Whoever decides needs a role that may."))
    if outcome == SuitabilityOutcome.CONDITIONS and not conditions:
        raise Refused(_("Write down the conditions."))
    if case is not None and not visible_to(by).filter(pk=case.pk).exists():
        raise Refused(_("Choose a case that is open to you, or none."))
    fields: dict[str, object] = {
        "outcome": outcome,
        "case": case,
        "review_on": review_on,
        "decided_on": on or timezone.localdate(),
    }
    words = {"reason": reason, "conditions": conditions if outcome == SuitabilityOutcome.CONDITIONS else ""}
    held = _applicant(about, by) if isinstance(about, Application) else _somebody(about, by)
    whose: dict[str, object] = {"application" if isinstance(held, Application) else "person": held}
    asked_for = {"application": None, "person": None, "decided_by": by, **whose, **fields}
    if same := _same(asked_for, words, since=checks.over_at(held)):
        return same
    checks.refuse_while_under_way(held)
    if checks.found_a_concern(held, by=by):
        raise Refused(_("You did the online check of this person, so somebody else decides."))
    decided: Suitability = Suitability.objects.create(decided_by=by, words=words, **whose, **fields)
    record(Verb.DECIDED, held, by=by, detail={"on": fields["decided_on"]})
    return decided


def _applicant(application: Application, by: Person) -> Application:
    found = locked(application, by=by)
    if found.status != Stage.DECISION:
        raise Refused(_("An applicant is decided on at the stage of the decision. Take them there first."))
    return found


def _somebody(person: Person, by: Person) -> Person:
    if is_own(by, person):
        raise Refused(_("This is about you or your family. A colleague does it."))
    found: Person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return found


def _same(fields: dict[str, object], words: dict[str, str], *, since: datetime | None) -> Suitability | None:
    """The row that the first of two clicks made; what was decided before an online check was over is another one."""
    found = Suitability.objects.filter(**fields)
    last: Suitability | None = (found.filter(recorded_at__gte=since) if since else found).first()
    wanted = {name: value for name, value in words.items() if value}
    return last if last and {name: value for name, value in last.words.items() if value} == wanted else None


def of_person(person: Person, *, seen_by: Person) -> list[Suitability]:
    """The newest first. Of a time before somebody came back, only who may see that is shown anything (E-21)."""
    found = Suitability.objects.filter(person=person).select_related("decided_by", "case")
    if not SEE_EARLIER.allows(seen_by):
        left = ServicePeriod.objects.filter(person=person).aggregate(last=Max("ends_on"))["last"]
        if left is not None and person.is_here(timezone.localdate()):
            found = found.filter(decided_on__gte=left)
    return list(found)


def of_application(application: Application) -> list[dict[str, Any]]:
    """What was decided about an applicant, the newest first, with its words where they can still be read."""
    found = Suitability.objects.filter(application=application).select_related("decided_by")
    return [{"row": one, "words": {} if one.is_shredded else one.words} for one in found]
