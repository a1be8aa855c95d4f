"""Pages of this room about one person, on the person's page: each part of the room names its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Person, RoleHolding
from people.person_links import PersonLink
from people.roles import INSIDERS, WORKERS
from people.visibility import cared_for_visible_to
from safeguard.addresses import address
from volunteers.models import CriminalCheck
from volunteers.permissions import (
    ASSIGN_CHECKS,
    DECIDE,
    HAND_OUT,
    TALK,
    VET,
    is_own,
    may_hand_out,
    may_see_standing,
    training_seen_by,
)
from volunteers.services import check_switch, induction
from volunteers.standings import SERVING


def links(person: Person, by: Person) -> Iterator[PersonLink]:
    yield from _induction(person, by)
    yield from _talks(person, by)
    yield from _standing(person, by)
    yield from _vetting(person, by)
    yield from _suitability(person, by)
    yield from _online_check(person, by)
    yield from _training(person, by)


def _induction(person: Person, by: Person) -> Iterator[PersonLink]:
    if person.holds(*WORKERS) and person != by and induction.may_print(by, person):
        yield PersonLink(_("Induction pack"), address("volunteers:induction_of", person.pk))


def _talks(person: Person, by: Person) -> Iterator[PersonLink]:
    """RW-62, beside what else is known of somebody whom the charity cares for."""
    if TALK.allows(by) and cared_for_visible_to(by, timezone.localdate()).filter(pk=person.pk).exists():
        yield PersonLink(_("Talks about screens at home"), address("volunteers:family_talks", person.pk))


def _vetting(person: Person, by: Person) -> Iterator[PersonLink]:
    """Criminal-record checks, risks and exceptions of somebody who works here, or did; never one's own."""
    if not VET.allows(by) or is_own(by, person):
        return
    if person.holds(*INSIDERS) or CriminalCheck.objects.filter(person=person).exists():
        yield PersonLink(_("Criminal-record checks"), address("volunteers:vetting_person", person.pk))


def _suitability(person: Person, by: Person) -> Iterator[PersonLink]:
    """Who decided that somebody who works here is suitable, and for what; never one's own (BC-45)."""
    if DECIDE.allows(by) and not is_own(by, person) and person.holds(*WORKERS):
        yield PersonLink(_("Positions"), address("volunteers:placements", person.pk))
        yield PersonLink(_("Suitability"), address("volunteers:suitability", person.pk))


def _online_check(person: Person, by: Person) -> Iterator[PersonLink]:
    """Asking for one of somebody who volunteers already, and what they answered when they were asked in writing."""
    if not ASSIGN_CHECKS.allows(by) or is_own(by, person) or not person.holds(*WORKERS):
        return
    if check_switch.current() is not None:
        yield PersonLink(_("Online check"), address("volunteers:assign_check_of", person.pk))


def _standing(person: Person, by: Person) -> Iterator[PersonLink]:
    """Where somebody stands who serves or served, and what they were given. Of oneself it stands on one's own page."""
    sees = may_see_standing(by, person)
    if person == by or not (sees or HAND_OUT.allows(by)):
        return
    if not RoleHolding.objects.filter(person=person, role__in=SERVING).exists() and not hasattr(person, "standing"):
        return
    if sees:
        yield PersonLink(_("Standing"), address("volunteers:standing", person.pk))
    if may_hand_out(by, person):
        yield PersonLink(_("What was handed out"), address("volunteers:issued", person.pk))


def _training(person: Person, by: Person) -> Iterator[PersonLink]:
    """What somebody who works here completed and lacks. One's own stands on one's own page."""
    if person == by or not person.holds(*INSIDERS):
        return
    if training_seen_by(by, timezone.localdate()).filter(pk=person.pk).exists():
        yield PersonLink(_("Training"), address("volunteers:training_of", person.pk))
