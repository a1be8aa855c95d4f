"""On the page of somebody whom the charity cares for: their consent, and that somebody withdraws it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from consent.permissions import FIND, WITHDRAW
from people.models import Person
from people.person_links import PersonLink
from people.visibility import cared_for_visible_to
from safeguard.addresses import address


def links(person: Person, by: Person) -> Iterator[PersonLink]:
    if not FIND.allows(by) or not cared_for_visible_to(by, timezone.localdate()).filter(pk=person.pk).exists():
        return
    yield PersonLink(_("Consent"), address("consent:person", person.pk))
    if WITHDRAW.allows(by):
        yield PersonLink(_("Somebody withdraws consent"), address("consent:withdraw_for", person.pk))
