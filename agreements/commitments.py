"""What the charity promises about agreements: who is bound signs, and everybody is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from agreements import acknowledged
from agreements.audience import with_progress
from agreements.models import Agreement, AgreementRequest
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

ANSWERED_BY = TRUSTEES | {Role.LEAD, Role.COORDINATOR}
PATIENCE = timedelta(days=28)  # from the first letter to the third reminder


def commitments(*, today: date) -> Iterator[Commitment]:
    stale = acknowledged.stale_texts()
    yield signed(today, stale)
    documents = acknowledged.standing(today, stale=stale)
    yield bound(documents)
    yield told(documents)


def signed(today: date, stale: set[int]) -> Commitment:
    """Of all that is asked for in open agreements, how much has been signed."""
    agreements = list(with_progress(Agreement.objects.open(), today, stale))
    of = sum(agreement.bound for agreement in agreements)
    number = sum(agreement.signed for agreement in agreements)
    late = AgreementRequest.objects.unsigned().filter(
        agreement__status="open", offered_at__date__lt=today - PATIENCE, person__left_on=None
    )
    if not of:
        state, reason = State.NEW, _("Nobody has been asked to sign anything yet.")
    elif number == of:
        state, reason = State.KEPT, _("Everybody who must sign has signed.")
    elif late.exists():
        state, reason = State.BROKEN, _("Somebody was asked more than four weeks ago and has not signed.")
    else:
        state, reason = State.AT_RISK, _("Some signatures are missing.")
    return Commitment(
        key="agreements.signed",
        title=_("Agreements are signed"),
        state=state,
        reason=reason,
        url=address("agreements:front"),
        answered_by=ANSWERED_BY,
        action=_("See who is missing"),
        clause="IL-61",
        number=number,
        of=of,
    )


def bound(documents: list[acknowledged.Standing]) -> Commitment:
    """Everybody whom a policy binds has signed an agreement to it (RW-3)."""
    of = sum(len(d.bound) for d in documents)
    missing = [d for d in documents if d.not_signed]
    number = of - sum(len(d.not_signed) for d in documents)
    if not of:
        state, reason = State.NEW, _("No policy in force says whom it binds.")
    elif not missing:
        state, reason = State.KEPT, _("Everybody whom a policy binds has signed it.")
    else:
        state = State.AT_RISK if number else State.NEW
        reason = _("Not signed by everybody whom it binds: %s.") % named(missing)
    return Commitment(
        key="agreements.bound",
        title=_("Whoever is bound has agreed"),
        state=state,
        reason=reason,
        url=address("agreements:documents"),
        answered_by=ANSWERED_BY,
        action=_("See who is missing"),
        clause="RW-3",
        number=number,
        of=of,
    )


def told(documents: list[acknowledged.Standing]) -> Commitment:
    """Everybody whom a policy binds has been told what it asks of them (RW-13)."""
    of = sum(len(d.bound) for d in documents)
    missing = [d for d in documents if d.not_told]
    number = of - sum(len(d.not_told) for d in documents)
    if not of:
        state, reason = State.NEW, _("No policy in force says whom it binds.")
    elif not missing:
        state, reason = State.KEPT, _("Everybody has been told, or has read and signed.")
    else:
        state = State.AT_RISK if number else State.NEW
        reason = _("Not everybody has been told of: %s.") % named(missing)
    return Commitment(
        key="agreements.told",
        title=_("Everybody knows what a policy asks of them"),
        state=state,
        reason=reason,
        url=address("agreements:documents"),
        answered_by=ANSWERED_BY,
        action=_("Note who was told"),
        clause="RW-13",
        number=number,
        of=of,
    )


def named(documents: list[acknowledged.Standing]) -> str:
    """Three of them by name, and the rest as a number."""
    titles = [d.policy.title for d in documents[:3]]
    more = len(documents) - len(titles)
    return ", ".join(titles) + (_(" and %(n)s more") % {"n": more} if more else "")
