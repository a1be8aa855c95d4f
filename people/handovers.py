"""What somebody has of the list of people: roles, a team, the sign-in."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Project
from people.models import Person, RoleHolding, RoleLabel
from people.roles import KEPT_WHILE_PAUSED
from safeguard.addresses import address
from safeguard.handovers import Handover


def handovers(person: Person) -> Iterator[Handover]:
    today = timezone.localdate()
    if person.is_here(today):
        yield from _roles(person)
    for holding in RoleHolding.objects.ahead(today).filter(deputy_for=person).select_related("person"):
        yield Handover(
            f"people.deputy:{holding.pk}",
            _("%(deputy)s stands in for this person") % {"deputy": holding.person},
            _("Say who holds the role from then on."),
            holding.person.get_absolute_url(),
        )
    team = Person.objects.current().filter(line_manager=person).count()
    if team:
        words = ngettext("Line manager of one person", "Line manager of %(number)s people", team) % {"number": team}
        yield Handover("people.team", words, _("Say who leads them from then on."), address("people:list"))
    for project in Project.objects.filter(contact_name__in={person.name, person.known_as} - {""}):
        yield Handover(
            f"people.project_contact:{project.pk}",
            _("Contact of carers during %(project)s") % {"project": project},
            _("Enter another contact in the project."),
            address("settings:projects"),
        )
    if person.user_id and person.is_here(today):
        hint = _("Opens nothing of this charity from the last day on.")
        yield Handover("people.sign_in", _("Sign-in"), hint, ends_by_itself=True)


def _roles(person: Person) -> Iterator[Handover]:
    """What somebody does for the charity. What they are to it, such as a carer, is in nobody's hands."""
    today, labels = timezone.localdate(), RoleLabel.objects.by_role()
    for holding in RoleHolding.objects.ahead(today).filter(person=person).exclude(role__in=KEPT_WHILE_PAUSED):
        is_off = person.is_paused(today)
        yield Handover(
            f"people.role:{holding.pk}",
            _("Role: %(role)s") % {"role": labels[holding.role]},
            _("Off while the suspension lasts. Say who does it meanwhile.")
            if is_off
            else _("Ends with the last day. Appoint somebody else where the role must be filled."),
            ends_by_itself=True,
            at_suspension=True,
            is_off=is_off,
        )
