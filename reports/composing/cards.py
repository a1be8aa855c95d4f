"""Whom to call, on one page for the wall and the folder (IL-75). The agencies are those of the charity's nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import AgencyContact, AgencyKind, Project
from people.models import RoleHolding, RoleLabel
from people.roles import Role
from reports.composing.composed import Composed, Said, common, made_at
from reports.models import Pack
from safeguard.scoping import active_organisation

INSIDE = (Role.LEAD, Role.SAFEGUARDING_TRUSTEE)
NOT_URGENT = (AgencyKind.EMERGENCY, AgencyKind.BARRING, AgencyKind.REGULATOR, AgencyKind.DATA_PROTECTION)
SIZES = ("", "card--close", "card--tight")  # tried until everything stands on one page


@dataclass(frozen=True)
class Number:
    """One entry: whom to call, what for, and the number."""

    name: str
    number: str
    what: str = ""
    more: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    numbers: list[Number]


def compose_card(pack: Pack, said: Said) -> Composed:
    said(_("Looking up the numbers"), done=0, total=2)
    organisation, today = active_organisation(), made_at(pack).date()
    agencies = list(AgencyContact.objects.in_order())
    urgent = [number_of(a, today) for a in agencies if a.kind == AgencyKind.EMERGENCY]
    context = common(pack, organisation) | {
        "urgent": urgent,
        "sides": sides([s for s in [*inside(), *activities(today), *outside(agencies, today)] if s.numbers]),
        "nation": organisation.get_nation_display(),
    }
    return Composed("reports/print/card.html", context, steps=1, sizes=SIZES)


def sides(sections: list[Section]) -> list[list[Section]]:
    """Two columns of about the same height: a heading takes as much room as a number."""
    whole = sum(1 + len(section.numbers) for section in sections)
    left: list[Section] = []
    taken = 0
    for section in sections:
        if taken + (1 + len(section.numbers)) / 2 > whole / 2:
            break
        left.append(section)
        taken += 1 + len(section.numbers)
    return [left, sections[len(left) :]]


def inside() -> list[Section]:
    """The charity's own: who holds these roles today, deputies too."""
    labels, found = RoleLabel.objects.by_role(), []
    for holding in RoleHolding.objects.today_with_people().filter(role__in=INSIDE):
        words = labels[holding.role]
        what = _("%(role)s, deputy") % {"role": words} if holding.deputy_for_id else words
        found.append((INSIDE.index(Role(holding.role)), Number(holding.person.name, holding.person.phone, what)))
    return [Section(_("Our own people"), [number for _place, number in sorted(found, key=lambda entry: entry[0])])]


def outside(agencies: list[AgencyContact], today: date) -> list[Section]:
    """The agencies whom somebody calls in need; a number that is missing is a line to write it on."""
    kinds = [kind for kind in AgencyKind if kind not in NOT_URGENT]
    return [Section(str(kind.label), [number_of(a, today) for a in agencies if a.kind == kind]) for kind in kinds]


def number_of(agency: AgencyContact, today: date) -> Number:
    """A number that nobody has checked for a year says so (fact 23)."""
    page = agency.link.split("://")[-1].rstrip("/") if not agency.phone else ""
    more = [agency.out_of_hours and _("Out of hours: %s") % agency.out_of_hours, page]
    return Number(agency.name, agency.phone, agency.purpose, " · ".join(filter(None, more)), checked(agency, today))


def checked(agency: AgencyContact, today: date) -> str:
    if not agency.phone and not agency.link:
        return ""
    if agency.last_verified_on is None:
        return _("not checked yet")
    day = date_format(agency.last_verified_on, "j F Y")
    return _("last checked %(day)s") % {"day": day} if agency.is_stale(today) else ""


def activities(today: date) -> list[Section]:
    """Whom carers reach while something runs (IL-76)."""
    projects = Project.objects.running(today).exclude(contact_name="", contact_phone="")
    numbers = [Number(project.name, project.contact_phone, project.contact_name) for project in projects]
    return [Section(_("While an activity runs, or when plans change"), numbers)]
