"""Who looks at a case and is in it themself, or belongs to somebody in it: they are asked to step aside (E-52)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import Case, Party
from people.models import CareLink, Person


def of(person: Person, cases: Collection[Case], *, today: date) -> list[str]:
    """What ties this person to those in these cases, a sentence each. One query, two where one of our people is in it.

    Who looks after whom counts in both directions, as it stands in the list of people.
    """
    found = Party.objects.standing().filter(case__in=[case.pk for case in cases]).exclude(person=None)
    keys = {key for pair in found.values_list("person", "person__merged_into") for key in pair if key is not None}
    if not keys:
        return []
    lines = [_("You are entered in it yourself.")] if person.pk in keys else []
    cares, is_cared_for = Q(carer=person, cared_for__in=keys), Q(cared_for=person, carer__in=keys)
    links = CareLink.objects.on(today).filter(cares | is_cared_for).select_related("carer", "cared_for").order_by("pk")
    for link in links:
        if link.carer_id == person.pk:
            words = _("%(name)s is in it, and you are entered as theirs: %(what)s.")
            said = {"name": link.cared_for, "what": link.get_relationship_display()}
        else:
            words = _("%(name)s is in it, and is entered as yours: %(what)s.")
            said = {"name": link.carer, "what": link.get_relationship_display()}
        lines.append(words % said)
    return lines
