"""An applicant becomes a volunteer: the person, the role, the place, the standing, and what the application brought."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record, transition
from people import services as people
from people.ages import is_minor
from people.models import Person, PersonQuerySet, Relationship, RoleHolding
from people.roles import Role
from safeguard.refusals import Refused
from volunteers.lacking import missing
from volunteers.models import (
    Application,
    CheckPermission,
    CriminalCheck,
    Exemption,
    OnlineCheck,
    Placement,
    RiskAssessment,
    Suitability,
)
from volunteers.permissions import is_own
from volunteers.services import checks, standing, vetting
from volunteers.services.applicants import StillMissing, locked
from volunteers.states import Stage
from volunteers.verbs import Verb

BROUGHT = (OnlineCheck, CriminalCheck, RiskAssessment, Exemption, Suitability)
"""What was made for the application and is about the person from now on."""


def perhaps(application: Application) -> PersonQuerySet:
    """People of the list who may be the applicant: shown before anybody is entered twice (E-17, E-21)."""
    if application.person_id:
        return Person.objects.filter(pk=application.person_id)
    given = {"name": application.name, "email": application.email, "phone": application.phone}
    return Person.objects.resembling(**given).filter(merged_into=None, deceased_on=None)


def was_here_before(application: Application, today: date) -> list[Person]:
    """Those among them who left: whoever comes back begins anew, and the lead looks at what was before."""
    return [person for person in perhaps(application) if person.left_on is not None and person.left_on <= today]


@transaction.atomic
def take_on(application: Application, *, by: Person, on: date, person: Person | None = None) -> Person:
    """Take somebody on from that day: as somebody new, or as `person`, who is known already.

    Somebody who left comes back into a new time of service, in which nothing of the old one lives again (E-21).
    Regulated work begins only once the check that it asks for is there, whatever the stages ask for (fact 34).
    Raises StillMissing, and Refused while an online check is under way. The second of two clicks finds the person whom
    the first one made.
    """
    found = locked(application, by=by)
    if found.status == Stage.ACTIVE and found.person is not None:
        return found.person
    if person is not None and is_own(by, person):
        raise Refused(_("This is about you or your family. A colleague does it."))
    if found.status != Stage.DECISION:
        raise Refused(_("Somebody is taken on after the decision. Go through the stages first."))
    checks.refuse_while_under_way(found)
    today = timezone.localdate()
    lacks = [f"{need.label}: {need.hint}" for need in missing(found, today)]
    if not lacks and found.position.is_regulated:
        lacks = vetting.holds(found, found.position, today)
    if lacks:
        raise StillMissing(lacks)
    taken = _somebody_new(found, by=by, on=on) if person is None else _somebody_known(person, by=by, on=on)
    _care_for_the_young(found, taken, by=by, on=on)
    transition(found, to=Stage.ACTIVE, by=by, verb=Verb.TAKEN_ON, person=taken, stage_since=today)
    if not Placement.objects.filter(person=taken, position=found.position, ends_on=None).exists():
        placed = Placement.objects.create(person=taken, position=found.position, starts_on=on)
        record(Verb.PLACED, taken, by=by, detail={"placement": placed.pk, "from": on})
    _bring_along(found, taken)
    standing.activate(taken, on=on, by=by)
    return taken


def _somebody_new(application: Application, *, by: Person, on: date) -> Person:
    return people.add(
        name=application.name,
        by=by,
        roles=[Role.VOLUNTEER],
        appointed_by=str(by),
        joined_on=on,
        email=application.email,
        phone=application.phone,
        date_of_birth=application.date_of_birth,
        project=application.position.project,
    )


def _somebody_known(person: Person, *, by: Person, on: date) -> Person:
    """The record stays what it is: the application changes nothing in it but a date of birth that was not known."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.merged_into_id:
        raise Refused(_("This entry was joined to another one. Choose that one."))
    known = people.rejoin(person, on=on, by=by) if person.left_on is not None else person
    if not RoleHolding.objects.ahead(on).filter(person=known, role=Role.VOLUNTEER, project=None).exists():
        people.give_role(known, role=Role.VOLUNTEER, by=by, starts_on=on, appointed_by=str(by))
    return known


def _care_for_the_young(application: Application, person: Person, *, by: Person, on: date) -> None:
    """The parent of a volunteer under 18 is in the list beside them: agreements and copies go to them too (E-25)."""
    if not person.date_of_birth and application.date_of_birth:
        people.change(person, by=by, date_of_birth=application.date_of_birth)
    has_carer = person.carer_links.filter(ends_on=None).exists()
    if application.parent_name and is_minor(application.date_of_birth, on) and not has_carer:
        people.add_new_carer(
            person,
            name=application.parent_name,
            by=by,
            email=application.parent_email,
            phone=application.parent_phone,
            relationship=Relationship.PARENT,
        )


def _bring_along(application: Application, person: Person) -> None:
    for answer in CheckPermission.objects.filter(application=application, person=None):
        answer.person = person
        answer.save(update_fields=["person"])
    for model in BROUGHT:
        model.objects.filter(application=application, person=None).update(person=person)
