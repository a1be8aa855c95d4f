"""Roles are held from a day to a day. Who may give which is in people/permissions.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from audit.services import Actor, record
from audit.verbs import Verb
from organisations.models import Project, Settings
from people import verbs
from people.models import Person, RoleHolding, RoleLabel
from people.roles import Role
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation


class RoleRefused(Refused):
    """The role cannot be given or ended in this way."""


@transaction.atomic
def give_role(
    person: Person,
    *,
    role: str,
    by: Actor,
    starts_on: date | None = None,
    ends_on: date | None = None,
    project: Project | None = None,
    deputy_for: Person | None = None,
    appointed_by: str = "",
    reason: str = "",
) -> RoleHolding:
    """Let somebody hold a role from a day on. Raises RoleRefused.

    A deputy holds the whole role for somebody who is away, and only until a day that is known (E-45).
    """
    starts_on = starts_on or timezone.localdate()
    if not person.is_here(starts_on):
        raise RoleRefused(_("%(person)s is not here on that day. Record the return first.") % {"person": person})
    if person.left_on is not None:  # a leaver's roles end with the last day, however far ahead they were given
        ends_on = min(ends_on or person.left_on, person.left_on)
    if ends_on is not None and ends_on < starts_on:
        raise RoleRefused(_("The last day lies before the first."))
    if _overlapping(person, role, project, starts_on, ends_on):
        raise RoleRefused(_("%(person)s holds this role on these days already.") % {"person": person})
    if deputy_for is not None:
        _require_absence_with_dates(person, role, deputy_for, starts_on, ends_on)
    holding = RoleHolding.objects.create(
        person=person,
        role=role,
        project=project,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy_for=deputy_for,
        appointed_by=appointed_by,
        reason=reason,
    )
    forget_roles(person)
    detail = {"role": role, "from": starts_on, "until": ends_on, "deputy": deputy_for is not None}
    record(Verb.APPOINTED, person, by=by, detail=detail)
    return holding


def _overlapping(person: Person, role: str, project: Project | None, starts_on: date, ends_on: date | None) -> bool:
    held = RoleHolding.objects.ahead(starts_on).filter(person=person, role=role, project=project)
    return bool(held.filter(starts_on__lte=ends_on).exists() if ends_on else held.exists())


def _require_absence_with_dates(
    person: Person, role: str, absent: Person, starts_on: date, ends_on: date | None
) -> None:
    if absent == person:
        raise RoleRefused(_("Nobody stands in for themself."))
    if not RoleHolding.objects.on(starts_on).filter(person=absent, role=role, deputy_for=None).exists():
        raise RoleRefused(_("%(absent)s does not hold this role on that day.") % {"absent": absent})
    if ends_on is None:
        raise RoleRefused(_("Enter the last day: a deputy stands in for a time."))


@transaction.atomic
def end_role(holding: RoleHolding, *, on: date, by: Actor, reason: str = "") -> RoleHolding:
    """Let the role end with that day. Raises RoleRefused, above all where the charity would have no chair."""
    holding = RoleHolding.objects.select_for_update(no_key=True).select_related("person").get(pk=holding.pk)
    if on < holding.starts_on:
        first = formats.date_format(holding.starts_on)
        raise RoleRefused(_("The role began on %(first)s. It cannot end before that.") % {"first": first})
    if holding.ends_on is not None and holding.ends_on <= on:
        last = formats.date_format(holding.ends_on)
        raise RoleRefused(_("This role ends on %(last)s already.") % {"last": last})
    require_successor(holding, on=on)
    holding.ends_on, holding.reason = on, reason or holding.reason
    holding.save(update_fields=["ends_on", "reason"])
    forget_roles(holding.person)
    record(verbs.Verb.ROLE_ENDED, holding.person, by=by, detail={"role": holding.role, "until": on})
    return holding


@transaction.atomic
def withdraw_role(holding: RoleHolding, *, by: Actor) -> None:
    """Somebody whose work here ends does not take up a role that was to begin later, or that began while it was off."""
    require_successor(holding, on=holding.starts_on - timedelta(days=1))
    person, role = holding.person, holding.role
    detail = {"role": role, "from": holding.starts_on, "until": None}
    holding.delete()
    forget_roles(person)
    record(verbs.Verb.ROLE_ENDED, person, by=by, detail=detail)


def require_successor(holding: RoleHolding, *, on: date) -> None:
    """The last chair stays until the next one is appointed. Raises RoleRefused."""
    if holding.role != Role.CHAIR or holding.deputy_for_id is not None:
        return
    Settings.objects.select_for_update(no_key=True).get()  # one at a time: of two chairs who go at once, one stays
    others = RoleHolding.objects.filter(role=Role.CHAIR, deputy_for=None).exclude(pk=holding.pk)
    chairs = others.counting(on + timedelta(days=1))
    if not chairs.exists():
        raise RoleRefused(
            _("The charity would be without a chair. Appoint the next chair first, then end the role of %(chair)s.")
            % {"chair": holding.person}
        )


def forget_roles(person: Person) -> None:
    """The roles that this object remembers are out of date."""
    person.__dict__.pop("roles", None)
    person.__dict__.pop("holdings_today", None)


@transaction.atomic
def name_roles(labels: Mapping[str, str], *, by: Actor) -> None:
    """Use the charity's own words for roles; an empty word, or ours, goes back to ours."""
    ours = {role.value: str(role.label) for role in Role}
    before = RoleLabel.objects.by_role()
    wanted = {role: " ".join(words.split()) or ours[role] for role, words in labels.items()}
    changed = sorted(role for role, words in wanted.items() if before[role] != words)
    for role in changed:
        if wanted[role] == ours[role]:
            RoleLabel.objects.filter(role=role).delete()
        else:
            RoleLabel.objects.update_or_create(role=role, defaults={"label": wanted[role]})
    if changed:
        record(Verb.CHANGED, active_organisation(), by=by, detail={"names of roles": changed})
