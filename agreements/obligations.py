"""What falls due with agreements: signatures of people, and answers that the charity has to look at.

The first request to sign goes out when somebody asks; from here three more follow, and then a person talks to a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.audience import keeper_keys, with_progress
from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest
from agreements.states import RequestStatus
from people.models import Purpose
from people.offices import holders
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

ANSWER_WITHIN = timedelta(days=7)
THREE_MORE = Schedule(days=(0,), repeat_every=7, repeat_at_most=2)  # after the letter that asked
RUNS_OUT = Schedule(days=(-30, -7))
LOOK = Schedule(days=(3,), repeat_every=7, escalate_after=28)  # a mail went out at once
KEEP_ASKING = Schedule(days=(0,), repeat_every=7)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    yield from outstanding(today, person)
    yield from running_out(today, person)
    looking_after = keeper_keys(today)
    yield from answers(today, person, looking_after, holders(Role.CHAIR, today=today))
    if person is None or person in looking_after:
        yield from unasked(today, looking_after)


def outstanding(today: date, person: int | None) -> Iterator[Obligation]:
    """Asked, and not answered yet. Whoever the link reached by mistake is not reminded until somebody has looked."""
    waiting = AgreementRequest.objects.waiting_for_the_person().filter(agreement__status="open", misdirected_at=None)
    for request in of(waiting, person, today).iterator(chunk_size=500):
        yield Obligation(
            key=f"agreements.outstanding:{request.pk}",
            title=_("Sign “%s”") % request.agreement,
            due_on=day(request.offered_at) + ANSWER_WITHIN,
            url=address("agreements:read", request.agreement_id),
            recipients=(request.person_id,),
            schedule=THREE_MORE,
            reason=request.why or _("You were asked to read it and to answer."),
            action=_("Read it"),
            clause="RW-3",
            link_purpose=Purpose.SIGN,
            link_about=request.agreement.link_about,
        )


def running_out(today: date, person: int | None) -> Iterator[Obligation]:
    """Signed, and to be signed anew within a month."""
    soon = today + timedelta(days=30)
    signed = AgreementRequest.objects.filter(
        status=RequestStatus.SIGNED, expires_on__gt=today, expires_on__lte=soon, agreement__status="open"
    )
    for request in of(signed, person, today).iterator(chunk_size=500):
        yield Obligation(
            key=f"agreements.running_out:{request.pk}",
            title=_("Sign “%s” again") % request.agreement,
            due_on=request.expires_on,
            url=address("agreements:read", request.agreement_id),
            recipients=(request.person_id,),
            schedule=RUNS_OUT,
            reason=_("Your signature runs out on that day."),
            action=_("Read and sign again"),
            link_purpose=Purpose.SIGN,
            link_about=request.agreement.link_about,
        )


def of(requests: QuerySet[AgreementRequest], person: int | None, today: date) -> QuerySet[AgreementRequest]:
    """Of people who are here, or of the one person."""
    mine = requests if person is None else requests.filter(person=person)
    here = Q(person__left_on=None) | Q(person__left_on__gt=today)
    return mine.filter(here, person__deceased_on=None).select_related("agreement", "person")


def answers(
    today: date, person: int | None, looking_after: tuple[int, ...], chairs: tuple[int, ...]
) -> Iterator[Obligation]:
    """Declined, reserved, wants paper, or opened by somebody else. The title names nobody."""
    waiting = AgreementRequest.objects.waiting_for_the_charity().filter(agreement__status="open")
    for request in of(waiting, None, today).prefetch_related("agreement__documents__policy"):
        owners = {d.policy.owner_id for d in request.agreement.documents.all()} - {None}
        told = tuple(sorted((set(looking_after) | owners) - {request.person_id}))
        if person is not None and person not in told:
            continue
        status, since = what_happened(request)
        yield Obligation(
            key=f"agreements.answer:{request.pk}:{status}",
            title=in_short(status) % {"agreement": request.agreement},
            due_on=day(since),
            url=address("agreements:answers"),
            recipients=told,
            schedule=LOOK,
            reason=in_words(status),
            escalate_to=chairs,
            action=_("See the answer"),
        )


def what_happened(request: AgreementRequest) -> tuple[str, datetime]:
    if request.misdirected_at:
        return "misdirected", request.misdirected_at
    moments = {
        RequestStatus.PAPER_ASKED: request.paper_asked_at,
        RequestStatus.DECLINED: request.declined_at,
        RequestStatus.RESERVED: request.signed_at,
    }
    return request.status, moments[RequestStatus(request.status)] or request.offered_at


def in_short(status: str) -> str:
    return {
        "misdirected": _("The link to “%(agreement)s” reached somebody else"),
        RequestStatus.PAPER_ASKED: _("“%(agreement)s” is wanted on paper"),
        RequestStatus.DECLINED: _("“%(agreement)s” was declined"),
        RequestStatus.RESERVED: _("“%(agreement)s” was signed with a reservation"),
    }[status]


def in_words(status: str) -> str:
    return {
        "misdirected": _("Somebody else opened the link. Check the address before you send it again."),
        RequestStatus.PAPER_ASKED: _("Somebody wants to sign on paper."),
        RequestStatus.DECLINED: _("Somebody declined and said why."),
        RequestStatus.RESERVED: _("Somebody signed with a reservation."),
    }[status]


def unasked(today: date, looking_after: tuple[int, ...]) -> Iterator[Obligation]:
    """Agreements that nobody can sign today, and people who must sign and have not been asked."""
    changes = Changes(Agreement.objects.open())
    for agreement in with_progress(Agreement.objects.open(), today, changes.stale()):
        blocked = [p.document.policy.title for p in changes.now[agreement.pk] if not p.version and p.document.required]
        missing = agreement.bound - agreement.asked
        if blocked:
            reason = _("Not in force: %s.") % ", ".join(blocked)
            yield _of_keepers("stuck", agreement, _("Nobody can sign “%s”") % agreement, reason, looking_after)
        elif missing > 0:
            words = ngettext("One person has not been asked.", "%(n)s people have not been asked.", missing)
            yield _of_keepers(
                "unasked", agreement, _("Ask for “%s”") % agreement, words % {"n": missing}, looking_after
            )


def _of_keepers(kind: str, agreement: Agreement, title: str, reason: str, looking_after: tuple[int, ...]) -> Obligation:
    return Obligation(
        key=f"agreements.{kind}:{agreement.pk}",
        title=title,
        due_on=day(agreement.opened_at),
        url=address("agreements:agreement", agreement.pk),
        recipients=looking_after,
        schedule=KEEP_ASKING,
        reason=reason,
        action=_("Open the agreement"),
        clause="RW-3",
    )


def day(moment: datetime | None) -> date:
    return timezone.localdate(moment)
