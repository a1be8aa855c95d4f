"""Whoever applies knows what internet use means here, and parents of the young have their copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.ages import MAJORITY, latest_birth_of
from people.roles import Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months
from safeguard.retention import months_kept
from volunteers.models import Application, ApplicationStep, LetterKind, VolunteerLetter
from volunteers.states import OPEN_STAGES, Stage

ANSWERED_BY = frozenset({Role.CHAIR, Role.LEAD, Role.COORDINATOR})
AT_ONCE = timedelta(days=7)


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _explained(today)
    yield _copied(today)


def _explained(today: date) -> Commitment:
    told = ApplicationStep.objects.filter(application=OuterRef("pk"), key="explained", is_needed=True)
    open_now = Application.objects.open().exclude(status=Stage.ENQUIRY).order_by()
    counted = open_now.annotate(is_told=Exists(told)).aggregate(
        of=Count("pk"),
        told=Count("pk", filter=Q(is_told=True)),
        late=Count("pk", filter=Q(is_told=False, received_at__date__lt=today - AT_ONCE)),
    )
    of, missing = counted["of"], counted["of"] - counted["told"]
    if not of:
        state, reason = State.NEW, _("Nobody is applying now.")
    elif missing:
        words = ngettext("One applicant was not told yet.", "%(n)s applicants were not told yet.", missing)
        state, reason = State.BROKEN if counted["late"] else State.AT_RISK, words % {"n": missing}
    else:
        state, reason = State.KEPT, _("Everybody who is applying was told, with the day.")
    return Commitment(
        key="volunteers.explained",
        title=_("Everybody who applies is told what internet use means"),
        state=state,
        reason=reason,
        url=address("volunteers:board"),
        answered_by=ANSWERED_BY,
        action=_("See the applications"),
        clause="BC-10",
        number=counted["told"],
        of=of,
    )


def _copied(today: date) -> Commitment:
    """Over applications of the months for which letters are kept. Where a parent has no e-mail address, that somebody
    spoke to them (the step "parent") counts."""
    letter = VolunteerLetter.objects.filter(application=OuterRef("pk"), kind=LetterKind.PARENT_COPY, problem="")
    spoken = ApplicationStep.objects.filter(application=OuterRef("pk"), key="parent", is_needed=True)
    young = Application.objects.filter(
        status__in=[*(stage for stage in OPEN_STAGES if stage != Stage.ENQUIRY), Stage.ACTIVE],
        date_of_birth__gt=latest_birth_of(MAJORITY, today),
        received_at__date__gt=add_months(today, -months_kept("volunteers.VolunteerLetter")),
    ).order_by()
    counted = young.annotate(has_copy=Exists(letter), is_spoken=Exists(spoken)).aggregate(
        of=Count("pk"), copied=Count("pk", filter=Q(has_copy=True) | Q(is_spoken=True))
    )
    of, missing = counted["of"], counted["of"] - counted["copied"]
    if not of:
        state, reason = State.NEW, _("Nobody under 18 has applied.")
    elif missing:
        words = ngettext("One parent has no copy yet.", "%(n)s parents have no copy yet.", missing)
        state, reason = State.AT_RISK, words % {"n": missing}
    else:
        state, reason = State.KEPT, _("Each parent or carer was written or spoken to.")
    return Commitment(
        key="volunteers.parents",
        title=_("Parents of volunteers under 18 have their copy"),
        state=state,
        reason=reason,
        url=address("volunteers:board"),
        answered_by=ANSWERED_BY,
        action=_("See the applications"),
        clause="IL-47",
        number=counted["copied"],
        of=of,
    )
