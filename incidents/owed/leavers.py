"""Somebody who was let in to a case has left: the others who handle it look who does their part (E-22).

Their right opens nothing from their last day on. Known to the handlers of the case alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from incidents.access import WORK
from incidents.models import Case, CaseGrant
from incidents.owed.whom import handlers_of
from people.models import Person
from safeguard.addresses import address
from safeguard.obligations import ASK_AT_MOST_FOUR_TIMES, Obligation


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    gone = {who.user_id: who for who in Person.objects.left(today).exclude(user=None)}
    granted = CaseGrant.objects.filter(user__in=gone, permission__codename=WORK)
    cases = {case.pk: case for case in Case.objects.unfinished().filter(pk__in=granted.values("content_object"))}
    if not cases:
        return
    handlers = handlers_of(cases.values(), today)
    pairs = granted.filter(content_object__in=cases).order_by("pk").values_list("content_object_id", "user_id")
    for key, user in pairs:
        found = Obligation(
            key=f"incidents.leaver:{key}:{gone[user].pk}",
            title=_("Somebody who was let in to something confidential has left"),
            due_on=gone[user].left_on or today,
            url=address("incidents:access", cases[key].code),
            recipients=handlers[key],
            schedule=ASK_AT_MOST_FOUR_TIMES,
            reason=_("Look who does their part now, and take the right away that opens nothing any more."),
            action=_("Look at it"),
            is_closed=True,
        )
        if person is None or found.is_for(person):
            yield found
