"""What falls due with asking: answers of families, and what those who look after consent have to do about them.

Titles and reasons go into mails: they name no child, no carer and no question about one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.audience import keeper_keys
from consent import last_words
from consent.models import Answer, ConsentRequest, Decision, Question
from consent.states import WAITING
from people.models import Authority, CareLink, Person, Purpose
from people.models.families import CareLinkQuerySet
from people.offices import holders
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import ASK_AT_MOST_FOUR_TIMES, Obligation, Schedule

SOON = timedelta(days=30)
LOOK_BACK = timedelta(days=365)  # what ran out longer ago than this is not asked for any more
CONFIRM_WITHIN = timedelta(days=7)
KEEP_ASKING = Schedule(days=(0,), repeat_every=7)


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    yield from outstanding(today, person)
    looking_after = keeper_keys(today)
    leads = holders(Role.LEAD, today=today)
    yield from unconfirmed(today, person, looking_after, leads or looking_after)
    yield from misdirected(person, looking_after, leads or looking_after)
    if person is None or person in looking_after:
        yield from unanswered(today, looking_after)
        yield from running_out(today, looking_after)
        yield from widened(looking_after)


def outstanding(today: date, person: int | None) -> Iterator[Obligation]:
    """Asked by mail, and not answered to the end: the person gets their link again, four times at most.

    Whoever the link reached by mistake is not written to until somebody has looked at the address.
    """
    here = Q(asked__left_on=None) | Q(asked__left_on__gt=today)
    reached = ConsentRequest.objects.waiting().filter(here, on_paper=False, misdirected_at=None)
    reached = reached.filter(asked__deceased_on=None, asked__do_not_email=False).exclude(asked__email="")
    if person is not None:
        reached = reached.filter(asked=person)
    for request in reached.iterator(chunk_size=500):
        yield Obligation(
            key=f"consent.outstanding:{request.pk}",
            title=_("Some questions wait for your answer"),
            due_on=request.due_on,
            url=address("consent:mine", request.pk),
            recipients=(request.asked_id,),
            schedule=ASK_AT_MOST_FOUR_TIMES,
            reason=_("You are free to say no to each of them."),
            action=_("Open your page"),
            clause="WY-31",
            link_purpose=Purpose.RESPOND,
            link_about=request.link_about,
        )


def unanswered(today: date, looking_after: tuple[int, ...]) -> Iterator[Obligation]:
    """Letters of one day that are a week late: somebody rings, or asks in person."""
    late = ConsentRequest.objects.late(today - timedelta(days=6)).order_by("due_on").values("due_on")
    for row in late.annotate(n=Count("pk")):
        words = ngettext("One person has not answered.", "%(n)s people have not answered.", row["n"]) % row
        yield Obligation(
            key=f"consent.unanswered:{row['due_on']:%Y-%m-%d}",
            title=_("Answers about consent are missing"),
            due_on=row["due_on"] + timedelta(days=7),
            url=address("consent:requests", show="late"),
            recipients=looking_after,
            schedule=KEEP_ASKING,
            reason=f"{words} {_('Ring them, or ask when you see them.')}",
            action=_("See who it is"),
            clause="WY-31",
        )


def misdirected(person: int | None, looking_after: tuple[int, ...], leads: tuple[int, ...]) -> Iterator[Obligation]:
    """Somebody said "that is not me": the address is wrong, and the right person knows nothing yet."""
    wrong = ConsentRequest.objects.filter(misdirected_at__isnull=False, status__in=WAITING)
    for request in wrong.select_related("asked"):
        told = leads if request.asked.restricted else looking_after
        if person is not None and person not in told:
            continue
        yield Obligation(
            key=f"consent.misdirected:{request.pk}",
            title=_("A link about consent reached somebody else"),
            due_on=_day(request.misdirected_at),
            url=address("consent:request", request.pk),
            recipients=told,
            schedule=KEEP_ASKING,
            reason=_("It is switched off. Put the address right, then send a new link."),
            action=_("See the request"),
        )


def running_out(today: date, looking_after: tuple[int, ...]) -> Iterator[Obligation]:
    """Answers that run out within thirty days, or have: one task for each month, not one for each child."""
    old = last_words.last_yeses().filter(expires_on__lte=today + SOON, expires_on__gt=today - LOOK_BACK)
    waiting = last_words.not_being_asked(old).filter(question__status="open")
    months = waiting.annotate(month=TruncMonth("expires_on")).order_by("month").values("month")
    for row in months.annotate(n=Count("pk"), people=Count("subject", distinct=True)):
        words = ngettext("About one person.", "About %(people)s people.", row["people"]) % row
        yield Obligation(
            key=f"consent.running_out:{row['month']:%Y-%m}",
            title=_("Answers about consent run out"),
            due_on=row["month"],
            url=address("consent:ask"),
            recipients=looking_after,
            schedule=KEEP_ASKING,
            reason=f"{words} {_('Nothing new is shown without a new answer.')}",
            action=_("Ask again"),
            clause="RW-33",
        )


def widened(looking_after: tuple[int, ...]) -> Iterator[Obligation]:
    """More is asked for now than people said yes to (E-35)."""
    narrow = last_words.not_being_asked(last_words.to_narrower_words(last_words.last_yeses()))
    rows = narrow.order_by("question").values("question", "widened")
    counts = {row["question"]: row for row in rows.annotate(n=Count("subject", distinct=True))}
    for question in Question.objects.asked().filter(pk__in=counts):
        row = counts[question.pk]
        since = question.wordings.filter(number=row["widened"]).aggregate(day=Min("written_at"))["day"]
        yield Obligation(
            key=f"consent.widened:{question.pk}:{row['widened']}",
            title=_("Ask again: “%s”") % question,
            due_on=_day(since),
            url=address("consent:ask", question=question.pk),
            recipients=looking_after,
            schedule=KEEP_ASKING,
            reason=ngettext(
                "One person's yes was to words that asked for less.",
                "The yes for %(n)s people was to words that asked for less.",
                row["n"],
            )
            % row,
            action=_("Ask again"),
            clause="RW-35",
        )


def unconfirmed(
    today: date, person: int | None, looking_after: tuple[int, ...], leads: tuple[int, ...]
) -> Iterator[Obligation]:
    """A carer has answered, and nobody has confirmed yet that they may decide (E-30).

    About a record that is kept back, only the lead is told.
    """
    for link in unconfirmed_links(today).select_related("cared_for"):
        told = leads if link.cared_for.restricted else tuple(sorted({*looking_after, *leads}))
        if person is not None and person not in told:
            continue
        yield Obligation(
            key=f"consent.unconfirmed:{link.pk}",
            title=_("Confirm who decides"),
            due_on=_day(link.first_answer) + CONFIRM_WITHIN,  # type: ignore[attr-defined]
            url=link.cared_for.get_absolute_url(),
            recipients=told,
            schedule=KEEP_ASKING,
            reason=_("Somebody has answered for another person. Their yes counts once their right is confirmed."),
            action=_("Look and confirm"),
            clause="BC-39",
        )


def unconfirmed_links(today: date) -> CareLinkQuerySet:
    """The ties of carers who have said yes, and whose right to decide nobody has confirmed, with the `first_answer`."""
    yeses = Answer.objects.filter(care_link=OuterRef("pk"), decision=Decision.YES).order_by("recorded_at")
    open_ties = CareLink.objects.on(today).filter(authority_confirmed_on=None).exclude(authority=Authority.NONE)
    here = Person.objects.current(today).values("pk")
    found: CareLinkQuerySet = open_ties.filter(cared_for__in=here, carer__in=here).annotate(
        first_answer=Subquery(yeses.values("recorded_at")[:1])
    )
    return found.filter(first_answer__isnull=False)


def _day(moment: datetime | None) -> date:
    return timezone.localdate(moment)
