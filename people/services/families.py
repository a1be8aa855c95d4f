"""Who looks after whom, from a day to a day, and by what right. Who may do this is in people/permissions.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from audit.services import Actor, record
from people.models import Authority, CareLink, Person, Relationship, RoleHolding
from people.roles import Role
from people.services.persons import add
from people.services.roles import give_role
from people.verbs import Verb
from safeguard.refusals import Refused

PROFESSIONS = frozenset({Relationship.SUPPORT_WORKER, Relationship.SOCIAL_WORKER})
"""Who looks after somebody by profession is not one of the charity's carers."""


class CareRefused(Refused):
    """The two cannot be tied, or untied, in this way."""


@transaction.atomic
def add_carer(
    cared_for: Person,
    carer: Person,
    *,
    by: Actor,
    relationship: str,
    authority: str = Authority.UNKNOWN,
    starts_on: date | None = None,
    **details: Any,
) -> CareLink:
    """Record that `carer` looks after `cared_for`. Raises CareRefused.

    The right to decide is what somebody said of it; it counts for a yes once it is confirmed (E-30). The audit tells of
    the person cared for that there is a carer, and neither who nor by what right.
    """
    if cared_for == carer:
        raise CareRefused(_("Nobody is their own carer."))
    both = Person.objects.select_for_update(no_key=True).filter(pk__in=[cared_for.pk, carer.pk])
    for person in both.order_by("pk"):  # locked: of two clicks the second is told
        if person.merged_into_id or person.deceased_on:
            raise CareRefused(_("%(person)s cannot be tied to anybody new.") % {"person": person})
    if CareLink.objects.filter(cared_for=cared_for, carer=carer, ends_on=None).exists():
        raise CareRefused(_("%(carer)s is a carer of %(person)s already.") % {"carer": carer, "person": cared_for})
    if CareLink.objects.filter(cared_for=carer, carer=cared_for, ends_on=None).exists():
        raise CareRefused(
            _("%(person)s is recorded as the carer of %(carer)s. It cannot be both.")
            % {"carer": carer, "person": cared_for}
        )
    link = CareLink.objects.create(
        cared_for=cared_for,
        carer=carer,
        relationship=relationship,
        authority=authority,
        starts_on=starts_on or timezone.localdate(),
        **details,
    )
    if relationship not in PROFESSIONS:
        _make_a_carer_of(carer, by=by)
    record(Verb.CARER_NAMED, cared_for, by=by)
    return link


def _make_a_carer_of(carer: Person, *, by: Actor) -> None:
    today = timezone.localdate()
    if carer.is_here(today) and not RoleHolding.objects.ahead(today).filter(person=carer, role=Role.CARER).exists():
        give_role(carer, role=Role.CARER, by=by)


@transaction.atomic
def add_new_carer(
    cared_for: Person, *, name: str, by: Actor, email: str = "", phone: str = "", **details: Any
) -> CareLink:
    """Take somebody into the list who looks after `cared_for`. Raises CareRefused."""
    role = Role.EXTERNAL if details["relationship"] in PROFESSIONS else Role.CARER
    carer = add(name=name, email=email, phone=phone, roles=[role], by=by, appointed_by=str(by))
    return add_carer(cared_for, carer, by=by, **details)


@transaction.atomic
def change_care(link: CareLink, *, by: Actor, **details: Any) -> CareLink:
    """Change what is known of it. Another right to decide is a new one, which nobody has confirmed."""
    link = _locked(link)
    changed = sorted(name for name, value in details.items() if getattr(link, name) != value)
    if not changed:
        return link
    for name in changed:
        setattr(link, name, details[name])
    if "authority" in changed and link.is_confirmed:
        link.authority_confirmed_on, link.authority_confirmed_by, link.authority_seen = None, None, ""
        changed += ["authority_confirmed_by", "authority_confirmed_on", "authority_seen"]
    link.save(update_fields=changed)
    record(Verb.CARER_CHANGED, link.cared_for, by=by, changed=changed)
    return link


@transaction.atomic
def confirm_authority(link: CareLink, *, seen: str, by: Person, on: date | None = None) -> CareLink:
    """Somebody has seen what shows the right to decide. Raises CareRefused.

    `seen` says what: a birth certificate, an order, a letter of the council. Confirming again replaces what was there.
    """
    link, on = _locked(link), on or timezone.localdate()
    if link.authority == Authority.UNKNOWN:
        raise CareRefused(_("First say what right to decide this carer has."))
    if by.pk == link.carer_id:
        raise CareRefused(_("Somebody else has to confirm your own right to decide."))
    if on > timezone.localdate():
        raise CareRefused(_("This day is still to come."))
    link.authority_confirmed_on, link.authority_confirmed_by, link.authority_seen = on, by, seen
    link.save(update_fields=["authority_confirmed_on", "authority_confirmed_by", "authority_seen"])
    record(Verb.AUTHORITY_CONFIRMED, link.cared_for, by=by)
    return link


@transaction.atomic
def end_care(link: CareLink, *, on: date, by: Actor) -> CareLink:
    """The last day on which this person looks after the other. Answers that were given stay what they were.

    Raises CareRefused for a day before the first one, and for one that is still to come: until then nothing is over.
    """
    link = _locked(link)
    if on < link.starts_on:
        first = formats.date_format(link.starts_on)
        raise CareRefused(_("This began on %(first)s. It cannot end before that.") % {"first": first})
    if on > timezone.localdate():
        raise CareRefused(_("This day is still to come."))
    link.ends_on = on
    link.save(update_fields=["ends_on"])
    record(Verb.CARER_ENDED, link.cared_for, by=by)
    return link


def _locked(link: CareLink) -> CareLink:
    found: CareLink = CareLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if found.ends_on is not None:
        raise CareRefused(_("This has ended already."))
    return found
