"""What somebody who leaves hands over (E-22). Each app names its own in leaving.py: `def handovers(person)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Project
from people.models import Person, RoleHolding, RoleLabel


@dataclass(frozen=True)
class Handover:
    """One thing that is still in this person's hands, and where to put it into others."""

    title: str
    hint: str = ""
    url: str = ""


def all_handovers(person: Person) -> Iterator[Handover]:
    """Everything, app by app."""
    for config in apps.get_app_configs():
        name = f"{config.name}.leaving"
        if "." not in config.name and find_spec(name):
            yield from import_module(name).handovers(person)


def handovers(person: Person) -> Iterator[Handover]:
    labels = RoleLabel.objects.by_role()
    for holding in RoleHolding.objects.filter(person=person, ends_on=None):
        hint = _("Ends with the last day. Appoint somebody else where the role must be filled.")
        yield Handover(_("Role: %(role)s") % {"role": labels[holding.role]}, hint)
    for holding in RoleHolding.objects.filter(deputy_for=person).select_related("person"):
        yield Handover(
            _("%(deputy)s stands in for this person") % {"deputy": holding.person},
            url=holding.person.get_absolute_url(),
        )
    team = Person.objects.current().filter(line_manager=person).count()
    if team:
        words = ngettext("Line manager of one person", "Line manager of %(number)s people", team) % {"number": team}
        yield Handover(words, _("Choose below who leads them from then on."))
    for project in Project.objects.filter(contact_name__in={person.name, person.known_as} - {""}):
        hint = _("Enter another contact in the project.")
        yield Handover(_("Contact of carers during %(project)s") % {"project": project}, hint)
    if person.user_id:
        yield Handover(_("Sign-in"), _("Opens nothing of this charity from the last day on."))
