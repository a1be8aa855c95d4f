"""What nobody waits for any more: questions that are over, people who left or came of age, carers who do not decide.

What was answered stays as it is; only what is still open is dropped from a request, so that nobody is reminded of what
cannot be answered.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from audit.services import transition
from consent.models import ConsentRequest, RequestItem
from consent.services import progress
from consent.sheets import Sheet
from consent.states import WAITING, QuestionStatus, RequestStatus
from organisations.ages_of_law import decides_alone
from people.ages import latest_birth_of
from people.models import Authority, CareLink, Person
from safeguard.scoping import active_organisation


def keep_up(*, today: date) -> int:
    """Bring the waiting requests of the active organisation up to date. Returns how many changed; twice changes none.

    Each request is its own transaction, so that one that is being answered at this moment holds nothing else up.
    """
    gone = Q(request__asked__left_on__lte=today) | Q(request__asked__deceased_on__isnull=False)
    waiting = RequestItem.objects.filter(request__status__in=WAITING).filter(gone | _may_be_over(today))
    keys = list(waiting.order_by().values_list("request", flat=True).distinct())
    requests = ConsentRequest.objects.filter(pk__in=keys).select_related("asked")
    return sum(drop_what_is_over(request, today) for request in requests)


def _may_be_over(today: date) -> Q:
    """Items worth a closer look; who looks closer is the sheet."""
    decides = CareLink.objects.on(today).exclude(authority=Authority.NONE)
    link = decides.filter(cared_for=OuterRef("subject"), carer=OuterRef("request__asked"))
    by_other = ~Q(request__asked=F("subject"))
    of_age = Q(subject__date_of_birth__lte=latest_birth_of(decides_alone(active_organisation().nation).years, today))
    not_open = ~Q(question__status=QuestionStatus.OPEN) | Q(question__ends_on__lt=today)
    left = ~Q(subject__in=Person.objects.current(today).values("pk"))
    found: Q = not_open | left | (by_other & (of_age | Q(~Exists(link))))
    return found


@transaction.atomic
def drop_what_is_over(request: ConsentRequest, today: date) -> bool:
    """Drop the open items that this person can answer no more; a request without any is taken back. Says if any were.

    The questions about somebody who is dropped were asked of nobody who decides, and count as not asked.
    """
    rows = ConsentRequest.objects.select_related("asked").select_for_update(no_key=True, of=("self",))
    locked = rows.get(pk=request.pk)
    if locked.status not in WAITING:
        return False
    here = locked.asked.is_here(today)
    standing = {line.item.pk for line in Sheet(locked, today).lines if line.subject.is_here(today)} if here else set()
    over = [item.pk for item in progress.open_items(locked) if item.pk not in standing]
    if not over:
        return False
    locked.items.filter(pk__in=over).delete()
    if locked.items.exists():
        progress.settle(locked)
    else:
        transition(locked, to=RequestStatus.CANCELLED, by=None)
    request.status = locked.status
    return True
