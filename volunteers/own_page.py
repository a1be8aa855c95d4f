"""Who has a page of their own here, and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Signature
from people.models import Person, RoleHolding, RoleLabel
from people.roles import KEPT_WHILE_PAUSED, Role
from safeguard.due_words import due_words
from safeguard.obligations import Obligation, all_obligations
from volunteers.models import Issued, Placement, VolunteerStanding
from volunteers.permissions import OWN_PAGE
from volunteers.services.vetting import in_force
from volunteers.states import Standing

SHOWN = 12
LOOKED_AT = 200


@dataclass(frozen=True)
class Task:
    """One line of what somebody owes, for components/task_list.html."""

    title: str
    url: str
    hint: str
    status: str
    kind: str


@dataclass(frozen=True)
class StandingWords:
    """Where somebody stands, in words that judge nobody (RW-46)."""

    title: str
    text: str
    kind: str


def has_own_page(person: Person) -> bool:
    """Those who do the charity's work; and whoever did, while their work rests: the page tells them what that means."""
    if OWN_PAGE.allows(person) or person.is_paused(timezone.localdate()):
        return True
    return VolunteerStanding.objects.filter(person=person).exists()


def owed_by(person: Person, today: date) -> tuple[list[Task], int]:
    """The most pressing things, and how many more there are."""
    found = islice(all_obligations(today=today, person=person.pk), LOOKED_AT)
    mine = sorted((one for one in found if person.pk in one.recipients), key=lambda one: one.due_on)
    return [_task(one, today) for one in mine[:SHOWN]], max(0, len(mine) - SHOWN)


def _task(owed: Obligation, today: date) -> Task:
    status, kind = due_words(owed.due_on, today)
    return Task(str(owed.title), owed.url, str(owed.reason), status, kind)


def standing_of(person: Person, today: date) -> StandingWords:
    held = VolunteerStanding.objects.filter(person=person).first()
    since = date_format(held.since if held else person.joined_on, "j F Y")
    if (held and held.status == Standing.SUSPENDED) or person.is_paused(today):
        if person.paused_from and (held is None or held.status != Standing.SUSPENDED):
            since = date_format(person.paused_from, "j F Y")
        text = _(
            "This is a neutral step. It protects everybody, you too, and it says nothing about who is right. "
            "Until it is decided, you do no work for the charity; this page and your data stay open to you."
        )
        if held and held.review_on:
            day = date_format(held.review_on, "j F Y")
            text = f"{text} " + _("It is looked at again by %(day)s at the latest.") % {"day": day}
        return StandingWords(_("Your work with us rests since %(day)s") % {"day": since}, text, "info")
    if held and held.status == Standing.ENDED:
        title = _("Your time as a volunteer ended on %(day)s") % {"day": since}
        return StandingWords(title, _("If you would like to come back, talk to the coordinator."), "info")
    return StandingWords(_("You are active, since %(day)s") % {"day": since}, "", "good")


def work_of(person: Person, today: date) -> list[dict[str, str]]:
    """Position, project, roles and who leads them, as rows of components/summary_list.html."""
    placed = Placement.objects.filter(in_force(today), person=person).select_related("position__project")
    positions = [
        f"{one.position}, {one.position.project}" if one.position.project else str(one.position) for one in placed
    ]
    rows = [
        (_("Position"), ", ".join(positions)),
        (_("Roles"), ", ".join(_roles(person, today))),
        (_("Project"), str(person.project or "")),
        (_("Line manager or team leader"), str(person.line_manager or "")),
        (_("With us since"), date_format(person.joined_on, "j F Y")),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _roles(person: Person, today: date) -> list[str]:
    """What somebody holds, also while it rests: a suspension takes no role away."""
    labels, rests = RoleLabel.objects.by_role(), person.is_paused(today)
    held = set(RoleHolding.objects.on(today).filter(person=person).values_list("role", flat=True))
    return [
        _("%(role)s (rests)") % {"role": labels[role]} if rests and role not in KEPT_WHILE_PAUSED else str(labels[role])
        for role in Role.values
        if role in held
    ]


def signed_by(person: Person) -> QuerySet[Signature]:
    """What somebody signed, under another entry of theirs too."""
    own = Q(person=person) | Q(person__merged_into=person)
    found: QuerySet[Signature] = Signature.objects.filter(own).select_related("text", "end")
    return found


def held_by(person: Person) -> QuerySet[Issued]:
    """What was handed out and has not come back."""
    found: QuerySet[Issued] = Issued.objects.filter(person=person, returned_on=None)
    return found
