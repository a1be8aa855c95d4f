"""The list of people, and the same list for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb
from people.forms.filtering import FilterForm
from people.importing import FIELDS
from people.models import CareLink, Person, RoleLabel
from people.permissions import MANAGE_PEOPLE, SEE_PEOPLE, may_see_contact, whom_to_ask
from people.visibility import listed_to
from safeguard import spreadsheets
from safeguard.paging import page_of
from safeguard.refusals import require

PAGE = 50
EXPORTED = [name for name in FIELDS if name not in ("first_name", "last_name")]


@dataclass(frozen=True)
class Line:
    """A person as the list shows them."""

    person: Person
    roles: str
    email: str
    phone: str
    tag: tuple[str, str] | None  # kind and words


def list_people(request: HttpRequest) -> HttpResponse:
    require(SEE_PEOPLE.allows(request.person), whom_to_ask(SEE_PEOPLE))
    labels = RoleLabel.objects.by_role()
    form = FilterForm(request.GET, labels=labels, by=request.person)
    people = form.people().with_roles().select_related("project")
    listed = listed_to(request.person, timezone.localdate())
    page = page_of(request, people, order="search_text", size=PAGE, within=listed)
    context = {
        "form": form,
        "lines": [line_of(person, labels, seen_by=request.person) for person in page.rows],
        "columns": [_("Name"), _("Roles"), _("Project"), _("Contact")],
        "previous": page.previous,
        "next": page.next,
        "is_filtered": any(request.GET.get(name) for name in ("q", "role", "project", "status")),
        "may_manage": MANAGE_PEOPLE.allows(request.person),
        "query": request.GET.urlencode(),
    }
    return render(request, "people/list.html", context)


def line_of(person: Person, labels: dict[str, str], *, seen_by: Person) -> Line:
    held = dict.fromkeys(holding.role for holding in person.holdings_today) if person.is_here(_today()) else {}
    shown = may_see_contact(seen_by, person)
    email, phone = (person.email, person.phone) if shown else ("", "")
    return Line(person, ", ".join(labels[role] for role in held), email, phone, _tag(person, shown=shown))


def _tag(person: Person, *, shown: bool) -> tuple[str, str] | None:
    if person.deceased_on:
        return "quiet", _("Deceased")
    if person.left_on:
        when = date_format(person.left_on)
        return (
            ("quiet", _("Left")) if not person.is_here(_today()) else ("soon", _("Leaves on %(when)s") % {"when": when})
        )
    return None if shown else ("info", _("Contact kept back"))


def _today() -> Any:
    return timezone.localdate()


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The people that the same filters show, as a file. What is kept back stays out."""
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    if kind not in ("csv", "xlsx"):
        raise Http404
    labels = RoleLabel.objects.by_role()
    people = (
        FilterForm(request.GET, labels=labels, by=request.person)
        .people()
        .with_roles()
        .select_related("project")
        .order_by("search_text", "pk")
    )
    heading = [str(FIELDS[name]) for name in EXPORTED]
    care = _care(seen_by=request.person)
    rows = [_row(person, labels, care.get(person.pk, []), seen_by=request.person) for person in people]
    record(Verb.EXPORTED, request.organisation, by=request.person, detail={"people": len(rows), "file": kind})
    name = _("people") + f"-{_today():%Y-%m-%d}.{kind}"
    if kind == "csv":
        return spreadsheets.download(spreadsheets.to_csv(heading, rows), name, spreadsheets.CSV)
    return spreadsheets.download(spreadsheets.to_xlsx(heading, rows, title=_("People")), name, spreadsheets.XLSX)


def _care(*, seen_by: Person) -> dict[int, list[CareLink]]:
    """Whom each carer looks after, as far as the reader may know of them. One query."""
    found: dict[int, list[CareLink]] = {}
    links = CareLink.objects.on(_today()).filter(ends_on=None, cared_for__in=listed_to(seen_by, _today()).values("pk"))
    for link in links.select_related("cared_for"):
        found.setdefault(link.carer_id, []).append(link)
    return found


def _row(person: Person, labels: dict[str, str], care: list[CareLink], *, seen_by: Person) -> list[str]:
    line, shown = line_of(person, labels, seen_by=seen_by), may_see_contact(seen_by, person)
    values = {
        "name": person.name,
        "known_as": person.known_as,
        "email": line.email,
        "phone": line.phone,
        "date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth and shown else "",
        "role": line.roles,
        "project": person.project.name if person.project else "",
        "joined_on": person.joined_on.isoformat(),
        "language": person.language,
        "safe_contact": person.safe_contact if shown else "",
        "adult_at_risk": _("Yes") if person.adult_at_risk else "",
        "carer_of": "; ".join(link.cared_for.name for link in care),
        "relationship": "; ".join(dict.fromkeys(link.get_relationship_display() for link in care)),
    }
    return [values[name] for name in EXPORTED]
