"""What may be done to a charity, its projects, its settings and the agencies that it calls."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from audit.services import Actor, record
from audit.verbs import Verb
from organisations.models import AgencyContact, LocalProtocol, Organisation, Project, Settings
from organisations.reference import AGENCIES, Agency, agencies_of, regulator_of
from safeguard.refusals import Refused
from safeguard.scoping import acting_for, active_organisation

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def amend(row: Row, *, by: Actor, **values: Any) -> Row:
    """Write the values that differ and record the names of their fields, never what stood in them.

    Returns the row as it is now; `row` itself stays as the caller had it.
    """
    fresh = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    changed = [name for name, value in values.items() if getattr(fresh, name) != value]
    if changed:
        for name in changed:
            setattr(fresh, name, values[name])
        fresh.save(update_fields=changed)
        record(Verb.CHANGED, fresh, by=by, changed=changed)
    return fresh


@transaction.atomic
def remove(row: models.Model, *, by: Actor) -> None:
    """Take a row out that nothing else points at. Raises Refused where something does."""
    if any(_points_at(row, field) for field in row._meta.get_fields(include_hidden=True)):
        raise Refused(_("“%(row)s” is used elsewhere, so it stays. You can give it an end date.") % {"row": row})
    record(Verb.REMOVED, row, by=by)
    type(row)._default_manager.filter(pk=row.pk).delete()


def _points_at(row: models.Model, field: Any) -> bool:
    if not (field.auto_created and not field.concrete and field.is_relation):
        return False
    return bool(field.related_model._default_manager.filter(**{field.field.name: row.pk}).exists())


# --- The charity ---------------------------------------------------------------------------------------------------


@transaction.atomic
def create(*, name: str, nation: str, by: Actor, **details: Any) -> Organisation:
    """A new charity with careful settings and the agencies of its nation, which nobody has checked yet."""
    details.setdefault("regulator", regulator_of(nation))
    details["slug"] = free_slug(details.get("slug", name))
    organisation = Organisation.objects.create(name=name, nation=nation, **details)
    with acting_for(organisation):
        Settings.objects.create()
        _add_agencies(agencies_of(nation))
        record(Verb.CREATED, organisation, by=by)
    return organisation


def free_slug(name: str) -> str:
    """The name as it can stand in an address; with a number where another charity has it already."""
    plain = slugify(name)[:50].strip("-_") or "charity"
    taken = set(Organisation.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    if plain not in taken:
        return plain
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{plain}-{number}") not in taken)


@transaction.atomic
def update(organisation: Organisation, *, by: Actor, **details: Any) -> Organisation:
    """Change what the charity says of itself. The name it had is kept; a new nation brings its own agencies."""
    new_name, new_nation = details.get("name", organisation.name), details.get("nation", organisation.nation)
    before = Organisation.objects.get(pk=organisation.pk)
    if new_name != before.name:
        former = [former for former in before.former_names.split("; ") if former not in ("", new_name)]
        details.setdefault("former_names", "; ".join([*former, before.name])[-600:])
    if new_nation != before.nation and before.regulator == regulator_of(before.nation):
        details["regulator"] = regulator_of(new_nation)
    after = amend(organisation, by=by, **details)
    if new_nation != before.nation:
        change_agencies_to(new_nation, by=by)
    return after


@transaction.atomic
def set_logo(organisation: Organisation, *, name: str, by: Actor) -> Organisation:
    """Use the stored picture of this name, or none when it is empty; the one before is thrown away."""
    before = Organisation.objects.get(pk=organisation.pk).logo.name
    after = amend(organisation, by=by, logo=name)
    if before and before != name:
        transaction.on_commit(lambda: default_storage.delete(before))
    return after


@transaction.atomic
def change_settings(*, by: Actor, **values: Any) -> Settings:
    """Change the active organisation's settings; the audit names the settings, not their values."""
    return amend(Settings.current(), by=by, **values)


# --- Projects ------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_project(*, name: str, by: Actor, **details: Any) -> Project:
    """Raises Refused for a name that another project has."""
    Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
    if Project.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a project called “%(name)s” already.") % {"name": name})
    project = Project.objects.create(name=name, **details)
    record(Verb.CREATED, project, by=by)
    return project


def change_project(project: Project, *, by: Actor, **details: Any) -> Project:
    """Raises Refused for a name that another project has, and for a project inside itself."""
    name = details.get("name", project.name)
    if Project.objects.filter(name__iexact=name).exclude(pk=project.pk).exists():
        raise Refused(_("There is a project called “%(name)s” already.") % {"name": name})
    above: Project | None = details.get("parent")
    while above is not None:
        if above.pk == project.pk:
            raise Refused(_("A project cannot be part of itself."))
        above = above.parent
    return amend(project, by=by, **details)


# --- Agencies and protocols ----------------------------------------------------------------------------------------


@transaction.atomic
def add_agency(*, name: str, purpose: str, by: Actor, **details: Any) -> AgencyContact:
    """Raises Refused where the agency stands in the list for the same purpose."""
    Settings.objects.select_for_update(no_key=True).get()
    _require_new_agency(name, purpose)
    agency = AgencyContact.objects.create(name=name, purpose=purpose, **details)
    record(Verb.CREATED, agency, by=by)
    return agency


def change_agency(agency: AgencyContact, *, by: Actor, **details: Any) -> AgencyContact:
    _require_new_agency(details.get("name", agency.name), details.get("purpose", agency.purpose), besides=agency)
    return amend(agency, by=by, **details)


def _require_new_agency(name: str, purpose: str, besides: AgencyContact | None = None) -> None:
    found = AgencyContact.objects.filter(name__iexact=name, purpose__iexact=purpose)
    if any(agency != besides for agency in found):
        raise Refused(_("“%(name)s” stands in the list for this purpose already.") % {"name": name})


def verify_agency(agency: AgencyContact, *, by: Actor) -> AgencyContact:
    """Somebody has called or looked it up today: the number is right (RW-87, fact 23)."""
    return amend(agency, by=by, last_verified_on=timezone.localdate())


@transaction.atomic
def change_agencies_to(nation: str, *, by: Actor) -> None:
    """Bring in the agencies of another nation; take out those of the old one that nobody has checked."""
    wanted = agencies_of(nation)
    stays = {(agency.name, agency.purpose) for agency in wanted}
    untouched = {(agency.name, agency.purpose): agency.phone for agency in AGENCIES}
    for contact in AgencyContact.objects.filter(last_verified_on=None):
        key = (contact.name, contact.purpose)
        if key not in stays and untouched.get(key) == contact.phone:
            remove(contact, by=by)
    _add_agencies(wanted)
    record(Verb.CHANGED, active_organisation(), by=by, detail={"agencies of": nation})


def _add_agencies(agencies: list[Agency]) -> None:
    there = set(AgencyContact.objects.values_list("name", "purpose"))
    AgencyContact.objects.bulk_create(
        AgencyContact(
            name=agency.name,
            kind=agency.kind,
            purpose=agency.purpose,
            phone=agency.phone,
            out_of_hours=agency.out_of_hours,
            link=agency.link,
            source=agency.source,
        )
        for agency in agencies
        if (agency.name, agency.purpose) not in there
    )


@transaction.atomic
def add_protocol(*, name: str, by: Actor, **details: Any) -> LocalProtocol:
    protocol = LocalProtocol.objects.create(name=name, **details)
    record(Verb.CREATED, protocol, by=by)
    return protocol


def change_protocol(protocol: LocalProtocol, *, by: Actor, **details: Any) -> LocalProtocol:
    return amend(protocol, by=by, **details)
