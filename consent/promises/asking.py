"""What the charity promises about asking: whoever is pictured was asked, answers are fresh, who decides is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from consent import last_words
from consent.models import IMAGES, Answer, ConsentRequest, PictureSubject, RequestItem, UseSubject
from consent.owed.asking import unconfirmed_links
from consent.permissions import KEEPERS
from consent.states import RequestStatus
from people.models import CareLink, Person
from safeguard.addresses import address
from safeguard.commitments import Commitment, State

PATIENCE = timedelta(days=28)  # from the day on which an answer was wanted to the last reminder


def commitments(*, today: date) -> Iterator[Commitment]:
    yield asked(today)
    yield answered(today)
    yield current(today)
    yield confirmed(today)


def asked(today: date) -> Commitment:
    """Everybody who is in the picture log or is shown somewhere was asked about pictures (WY-31)."""
    logged = PictureSubject.objects.values("person")
    shown = UseSubject.objects.filter(use__means__in=IMAGES).values("person")
    pictured = Person.objects.current(today).filter(Q(pk__in=logged) | Q(pk__in=shown))
    items = RequestItem.objects.filter(question__means__in=IMAGES).exclude(request__status=RequestStatus.CANCELLED)
    said = Answer.objects.filter(question__means__in=IMAGES)
    of = pictured.count()
    number = pictured.filter(Q(pk__in=items.values("subject")) | Q(pk__in=said.values("subject"))).count()
    if not of:
        state, reason = State.NEW, _("Nobody is in the picture log yet.")
    elif number == of:
        state, reason = State.KEPT, _("Everybody who is pictured was asked, or a parent or carer was.")
    else:
        state, reason = State.BROKEN, _("Somebody is pictured about whom nobody was asked.")
    return Commitment(
        key="consent.asked",
        title=_("Everybody who is pictured was asked"),
        state=state,
        reason=reason,
        url=address("consent:ask"),
        answered_by=KEEPERS,
        action=_("Ask for consent"),
        clause="WY-31",
        number=number,
        of=of,
    )


def answered(today: date) -> Commitment:
    """Nobody waits for an answer for long; a no is an answer (IL-41)."""
    requests = ConsentRequest.objects.exclude(status=RequestStatus.CANCELLED)
    of, number = requests.count(), requests.filter(status=RequestStatus.ANSWERED).count()
    late = requests.late(today)
    if not of:
        state, reason = State.NEW, _("Nobody was asked yet.")
    elif late.filter(due_on__lt=today - PATIENCE).exists():
        state, reason = State.BROKEN, _("Somebody has not answered although every reminder went out. Ring them.")
    elif late.exists():
        state, reason = State.AT_RISK, _("Some answers are late.")
    else:
        state, reason = State.KEPT, _("No answer is late.")
    return Commitment(
        key="consent.answered",
        title=_("Whoever was asked has answered"),
        state=state,
        reason=reason,
        url=address("consent:requests", show="late"),
        answered_by=KEEPERS,
        action=_("See who is missing"),
        clause="IL-41",
        number=number,
        of=of,
    )


def current(today: date) -> Commitment:
    """No yes is out of date, and none was given to words that asked for less (RW-33, fact 50)."""
    yeses = last_words.last_yeses().filter(question__status="open")
    of = yeses.count()
    old = yeses.filter(expires_on__lte=today)
    narrow = last_words.to_narrower_words(yeses.filter(Q(expires_on=None) | Q(expires_on__gt=today)))
    missing = old.count() + narrow.count()
    if not of:
        state, reason = State.NEW, _("Nobody has said yes to anything yet.")
    elif not missing:
        state, reason = State.KEPT, _("Every yes is fresh, and was given to the words of today.")
    elif last_words.not_being_asked(old).exists() or last_words.not_being_asked(narrow).exists():
        state, reason = State.BROKEN, _("Some answers are out of date, and nobody was asked again.")
    else:
        state, reason = State.AT_RISK, _("Some answers are out of date; those people have been asked again.")
    return Commitment(
        key="consent.current",
        title=_("Answers about consent are in date"),
        state=state,
        reason=reason,
        url=address("consent:ask"),
        answered_by=KEEPERS,
        action=_("Ask again"),
        clause="RW-33",
        number=of - missing,
        of=of,
    )


def confirmed(today: date) -> Commitment:
    """Whoever said yes for somebody else may do so, and somebody at the charity has seen what shows it (E-30)."""
    waiting = unconfirmed_links(today)
    deciding = Answer.objects.filter(decision="yes").exclude(care_link=None).order_by().values("care_link")
    of = (
        CareLink.objects.on(today)
        .filter(pk__in=deciding, cared_for__in=Person.objects.current(today).values("pk"))
        .count()
    )
    missing = waiting.count()
    if not of:
        state, reason = State.NEW, _("Nobody has said yes for somebody else yet.")
    elif not missing:
        state, reason = State.KEPT, _("The right to decide of everybody who said yes for somebody else is confirmed.")
    elif waiting.filter(first_answer__date__lt=today - PATIENCE).exists():
        state, reason = State.BROKEN, _("For more than four weeks nobody has confirmed that somebody may decide.")
    else:
        state, reason = State.AT_RISK, _("For some who said yes, the right to decide is not confirmed yet.")
    return Commitment(
        key="consent.confirmed",
        title=_("No right to decide is left unconfirmed"),
        state=state,
        reason=reason,
        url=address("consent:requests"),
        answered_by=KEEPERS,
        action=_("See who was asked"),
        clause="BC-39",
        number=of - missing,
        of=of,
    )
