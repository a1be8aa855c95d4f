"""What stands in an induction pack: for one person, or with blanks to be printed in advance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings as site
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consent.marks import drawn
from incidents.models import RaiseLink
from organisations.brand import palette
from organisations.models import AgencyContact, AgencyKind, Organisation, Settings
from people.models import Person, RoleHolding, RoleLabel
from people.roles import WORKERS, Role
from policies.models import Clause, Policy
from policies.states import Status
from safeguard.addresses import address, whole
from safeguard.scoping import active_organisation
from volunteers.conduct import by_topic, rules
from volunteers.models import Placement, TopicKind
from volunteers.services.training import items_of, running

VOLUNTEERS = "volunteers"  # as policies.importing.audiences says it
INSIDE = (Role.LEAD, Role.SAFEGUARDING_TRUSTEE, Role.COORDINATOR)
NOT_CALLED = (AgencyKind.BARRING, AgencyKind.REGULATOR, AgencyKind.DATA_PROTECTION)
CARDS = 2
BLANK_LINES = 3


@dataclass(frozen=True)
class Number:
    """Whom to call, what for, and the number; an empty one is a line to write on."""

    name: str
    what: str
    number: str


@dataclass(frozen=True)
class Step:
    """One line of the checklist: the day on which it was done, or a blank."""

    title: str
    what: str = ""
    done_on: date | None = None


@dataclass(frozen=True)
class Said:
    """What one policy says to volunteers, clause by clause."""

    title: str
    edition: str
    html: tuple[SafeString, ...]


def context_of(person: Person | None, *, young: bool) -> dict[str, Any]:
    today = timezone.localdate()
    organisation, settings = active_organisation(), Settings.current()
    title = _("Welcome. What to know before you begin")
    return {
        "document_title": f"{title}, {organisation.name}",
        "running_title": _("Induction pack"),
        "language": get_language() or site.LANGUAGE_CODE,
        "letterhead_name": organisation.name,
        "palette": palette(organisation.brand_colour) if organisation.brand_colour else None,
        "organisation": organisation,
        "title": title,
        "subtitle": _("Induction pack for young volunteers") if young else _("Induction pack for volunteers"),
        "cover_rows": cover_rows(person, today),
        "person": person,
        "young": young,
        "topics": by_topic(rules(settings)),
        "policies": said_to_volunteers(),
        "binding": binding_policies(),
        "urgent": urgent_numbers(),
        "inside": inside_numbers(),
        "outside": outside_numbers(),
        "steps": steps_of(person, today),
        "step_columns": [_("What"), _("Done on"), _("Shown by")],
        "blank_lines": range(BLANK_LINES),
        "signers": [{"name": person.name if person else ""}, {"name": "", "role": _("for the charity")}],
        "parent_signers": [{"name": "", "role": _("parent or carer")}],
        "card": card(organisation),
        "cards": range(CARDS),
        "raise_address": raise_address(),
    }


def cover_rows(person: Person | None, today: date) -> list[dict[str, str]]:
    """Who it is for; blanks are written in by hand."""
    rows = [{"key": _("For"), "value": person.name if person else ""}]
    if person:
        placed = Placement.objects.filter(person=person, ends_on=None).select_related("position")
        if titles := ", ".join(str(one.position) for one in placed):
            rows.append({"key": _("Position"), "value": titles})
        rows.append({"key": _("Who leads you"), "value": str(person.line_manager or "")})
    else:
        rows += [{"key": _("Position"), "value": ""}, {"key": _("Who leads you"), "value": ""}]
    return [*rows, {"key": _("Printed on"), "value": date_format(today, "j F Y")}]


# Whom to call --------------------------------------------------------------------------------------------------------


def urgent_numbers() -> list[Number]:
    agencies = AgencyContact.objects.in_order().filter(kind=AgencyKind.EMERGENCY)
    return [Number(one.name, one.purpose, one.phone) for one in agencies]


def inside_numbers() -> list[Number]:
    """Who holds these offices today; a number that is kept back is not printed."""
    labels = RoleLabel.objects.by_role()
    held = RoleHolding.objects.today_with_people().filter(role__in=INSIDE)
    ordered = sorted(held, key=lambda one: INSIDE.index(Role(one.role)))
    return [Number(one.person.name, str(labels[one.role]), _phone(one.person)) for one in ordered]


def _phone(person: Person) -> str:
    return "" if person.restricted else person.phone


def outside_numbers() -> list[Number]:
    agencies = AgencyContact.objects.in_order().exclude(kind__in=(AgencyKind.EMERGENCY, *NOT_CALLED))
    return [Number(one.name, one.purpose, one.phone or _bare(one.link)) for one in agencies]


def _bare(link: str) -> str:
    return link.split("://")[-1].rstrip("/")


def raise_address() -> str:
    """Where somebody tells the charity of a worry: its own open link, or the page behind the sign-in."""
    link = RaiseLink.objects.filter(ended_at=None, for_children=False).first()
    return whole(reverse("raise", args=[link.token]) if link else address("incidents:raise"))


def card(organisation: Organisation) -> dict[str, Any]:
    """The card for the wallet: whom to call at once, and where to tell of a worry."""
    leads = [one for one in inside_numbers() if one.what == str(RoleLabel.objects.by_role()[Role.LEAD])]
    return {
        "organisation": organisation.name,
        "emergency": next((one.number for one in urgent_numbers() if one.number), "999"),
        "leads": leads[:CARDS] or [Number("", _("Safeguarding lead"), "")],
        "mark": drawn(raise_address()),
        "address": _bare(raise_address()),
    }


# What policies say ---------------------------------------------------------------------------------------------------


def said_to_volunteers() -> list[Said]:
    """The clauses for volunteers, of each policy as it is in force."""
    clauses = (
        Clause.objects.filter(
            version__status=Status.IN_FORCE, version__policy__withdrawn_on=None, audience__icontains=VOLUNTEERS
        )
        .select_related("version__policy")
        .defer("version__body")
        .order_by("version__policy__sort_title", "version", "position")
    )
    found = []
    for version, rows in groupby((one for one in clauses if _is_for_volunteers(one)), key=lambda one: one.version):
        found.append(Said(version.policy.title, edition_of(version), tuple(_set(list(rows)))))
    return found


def _is_for_volunteers(clause: Clause) -> bool:
    return VOLUNTEERS in (word.strip().lower() for word in clause.audience.split(","))


def _set(clauses: Sequence[Clause]) -> list[SafeString]:
    """Headings one step below the policy's own; the rest as it stands, cleaned when it came in."""
    made = []
    for clause in clauses:
        if clause.html.startswith("<h"):
            made.append(SafeString(f"<h3>{strip_tags(clause.html)}</h3>"))
        else:
            made.append(mark_safe(clause.html))  # noqa: S308  # sanitised by policies.importing
    return made


def edition_of(version: Any) -> str:
    day = version.adopted or version.dated or version.signed_on
    return _("in force, of %(day)s") % {"day": day} if day else _("in force")


def binding_policies() -> list[str]:
    """The titles of the policies that bind volunteers, to be asked for as a whole."""
    policies = Policy.objects.live().in_force().binding(Role.VOLUNTEER).order_by("sort_title")
    return [policy.title for policy in policies]


# The checklist -------------------------------------------------------------------------------------------------------


def steps_of(person: Person | None, today: date) -> list[Step]:
    """The charity's own parts of the induction; without any, what every induction has."""
    if person is not None:
        items = [i for i in items_of([person.pk], today)[person.pk] if i.topic.kind == TopicKind.INDUCTION]
        if items:
            return [Step(str(item.topic), item.topic.what, item.done_on) for item in items]
    topics = [one for one in running(today) if one.kind == TopicKind.INDUCTION]
    topics = [one for one in topics if not one.roles or set(one.roles) & WORKERS]
    return [Step(str(one), one.what) for one in topics] or usual_steps()


def usual_steps() -> list[Step]:
    return [
        Step(_("I know the safeguarding lead, and how to reach them")),
        Step(_("I know how to raise a concern, and whom to call in danger")),
        Step(_("I have read the house rules in this pack, and could ask about them")),
        Step(_("I have read and signed the policies that I was given")),
        Step(_("I know how pictures are taken here, and what has to be asked first")),
        Step(_("I have looked at the privacy settings of my own accounts")),
        Step(_("I have been shown my place of work, its exits and the first-aid box")),
        Step(_("I carry the card from the last page with me")),
    ]
