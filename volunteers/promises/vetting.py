"""Nobody does regulated work without the check, no copy outlives its day, and no exception runs out unnoticed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from volunteers.models import CriminalCheck, Exemption
from volunteers.permissions import VET
from volunteers.services.vetting import missing_at, regulated_placements
from volunteers.vetting_log import living


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _in_regulated_work(today)
    yield _copies(today)
    yield _exceptions(today)


def _in_regulated_work(today: date) -> Commitment:
    """A check that is past the day that the charity chose still holds: somebody looks soon."""
    placements = regulated_placements(today)
    people = {one.person_id for one in placements}
    lacking = {one.person_id for one, missing in missing_at(placements, today).items() if missing}
    late = (
        set(CriminalCheck.objects.filter(ended_on=None, renew_on__lt=today).values_list("person", flat=True)) & people
    )
    if not people:
        state, reason = State.NEW, _("Nobody is placed in regulated work yet.")
    elif lacking:
        words = ngettext(
            "%(n)s person in regulated work has no check that holds.",
            "%(n)s people in regulated work have no check that holds.",
            len(lacking),
        )
        state, reason = State.BROKEN, words % {"n": len(lacking)}
    elif late:
        words = ngettext("The check of %(n)s person is to be renewed.", "The checks of %(n)s people are to be renewed.",
                         len(late))  # fmt: skip
        state, reason = State.AT_RISK, words % {"n": len(late)}
    else:
        state, reason = State.KEPT, _("Everybody in regulated work has a check that holds.")
    return Commitment(
        key="volunteers.vetted",
        title=_("Nobody does regulated work without the check"),
        state=state,
        reason=reason,
        url=address("volunteers:vetting", show="due" if state == State.AT_RISK else "without"),
        answered_by=VET.roles,
        action=_("See who is without"),
        number=len(lacking),
        of=len(people),
    )


def _copies(today: date) -> Commitment:
    counted = CriminalCheck.objects.exclude(copy_destroy_by=None).aggregate(
        of=Count("pk"), late=Count("pk", filter=Q(copy_destroyed_on=None, copy_destroy_by__lt=today))
    )
    if not counted["of"]:
        state, reason = State.NEW, _("No copy of a certificate was ever kept.")
    elif counted["late"]:
        words = ngettext("%(n)s copy is past its day.", "%(n)s copies are past their day.", counted["late"])
        state, reason = State.BROKEN, words % {"n": counted["late"]}
    else:
        state, reason = State.KEPT, _("No copy of a certificate is past its day.")
    return Commitment(
        key="volunteers.certificate_copies",
        title=_("Copies of certificates are destroyed in time"),
        state=state,
        reason=reason,
        url=address("volunteers:vetting", show="copies"),
        answered_by=VET.roles,
        action=_("See the copies"),
        number=counted["late"],
        of=counted["of"],
    )


def _exceptions(today: date) -> Commitment:
    counted = Exemption.objects.filter(living(today), ended_on=None).aggregate(
        of=Count("pk"), late=Count("pk", filter=Q(ends_on__lt=today))
    )
    if counted["late"]:
        words = ngettext(
            "%(n)s exception ran out, and nobody has looked at it.",
            "%(n)s exceptions ran out, and nobody has looked at them.",
            counted["late"],
        )
        state, reason = State.BROKEN, words % {"n": counted["late"]}
    elif counted["of"] or Exemption.objects.exists():
        state, reason = State.KEPT, _("Every exception is in force or was ended by somebody.")
    else:
        state, reason = State.NEW, _("No exception was ever allowed.")
    return Commitment(
        key="volunteers.exceptions",
        title=_("No exception runs out unnoticed"),
        state=state,
        reason=reason,
        url=address("volunteers:vetting_exceptions"),
        answered_by=VET.roles,
        action=_("See the exceptions"),
        number=counted["late"],
        of=counted["of"],
    )
