"""Nobody is looked up on social media without a purpose, an authority and a record.

Counted over the look-ups outside of cases: those of a case, and those that are about a lead, must not move a light
that others see.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import LookUp
from incidents.services.look_ups import Reviewers
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

WRITTEN_WITHIN = timedelta(days=14)


def commitments(*, today: date) -> Iterator[Commitment]:
    rows, goes_to_leads = LookUp.objects.filter(case=None), Reviewers(today).goes_to_leads
    of = any(goes_to_leads(row) for row in rows.order_by("pk").iterator())
    waiting = rows.filter(done_at=None, asked_at__date__lt=today - WRITTEN_WITHIN, shredded_at=None)
    late = sum(goes_to_leads(row) for row in waiting)
    if late:
        words = ngettext("One is not finished after two weeks.", "%(n)s are not finished after two weeks.", late)
        state, reason = State.AT_RISK, words % {"n": late}
    elif of:
        state, reason = State.KEPT, _("Each has its purpose, who allowed it, and what was found.")
    else:
        state, reason = State.NEW, _("Nobody was looked up.")
    yield Commitment(
        key="incidents.look_ups",
        title=_("Nobody is looked up on social media without a purpose and somebody else's word"),
        state=state,
        reason=reason,
        url=address("incidents:look_ups"),
        answered_by=frozenset({Role.LEAD}),
        action=_("See the look-ups"),
        clause="WY-6",
        number=of - late,
        of=of,
    )
