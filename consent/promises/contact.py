"""Families know how social media are used, wishes are observed, and nothing is passed on without a ground."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Disclosure, Notice, NoticeKind, Override
from consent.permissions import KEEPERS
from consent.telling import Progress, progress
from people.roles import Role
from people.visibility import cared_for
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months


def commitments(*, today: date) -> Iterator[Commitment]:
    yield from _told(today)
    yield _looked_into(today)
    yield _passed_on(today)


def _told(today: date) -> Iterator[Commitment]:
    """Of notices of one kind, the one that has come least far counts. Not every charity has a network to watch."""
    notices = list(Notice.objects.filter(ended_on=None, kind__in=list(NoticeKind)))
    counted = progress(notices, cared_for(today), today)
    for kind in (NoticeKind.SOCIAL_MEDIA, NoticeKind.MONITORING):
        found = sorted((n for n in notices if n.kind == kind), key=lambda n: (counted[n.pk].now, n.pk))
        if found:
            yield _of_notice(kind, found[0], counted[found[0].pk])
        elif kind == NoticeKind.SOCIAL_MEDIA:
            yield _of_notice(kind, None, Progress(0, 0, 0))


def _of_notice(kind: NoticeKind, notice: Notice | None, count: Progress) -> Commitment:
    clause = "WR-26" if kind == NoticeKind.SOCIAL_MEDIA else "WY-60"
    titles = {
        NoticeKind.SOCIAL_MEDIA: _("Parents know how we use social media"),
        NoticeKind.MONITORING: _("Young people know that our network is watched"),
    }
    missing = count.everybody - count.now
    if notice is None:
        state, reason = State.NEW, _("There is no notice yet that tells them.")
    elif not count.everybody:
        state, reason = State.NEW, _("Nobody is here yet who would be told.")
    elif not missing:
        state, reason = State.KEPT, _("Everybody was told of what it says now.")
    else:
        state = State.AT_RISK if count.told else State.BROKEN
        reason = ngettext(
            "One has not been told of what it says now.", "%(n)s have not been told of what it says now.", missing
        ) % {"n": missing}
    return Commitment(
        key=f"consent.told.{kind.value}",
        title=titles[kind],
        state=state,
        reason=reason,
        url=address("consent:notice_families", notice.pk) if notice else address("consent:notices"),
        answered_by=KEEPERS,
        action=_("See who was told") if notice else _("Write the notice"),
        clause=clause,
        number=count.now if notice else None,
        of=count.everybody if notice else None,
    )


def _looked_into(today: date) -> Commitment:
    """Each contact in spite of a wish is looked into by the next working day (WR-28, E-36)."""
    waiting = list(Override.objects.filter(reviewed_at=None).values_list("review_on", flat=True))
    late, ever = [day for day in waiting if day < today], Override.objects.count()
    if late:
        state = State.BROKEN
        reason = ngettext("One contact is late to be looked into.", "%(n)s are late to be looked into.", len(late))
        reason %= {"n": len(late)}
    elif waiting:
        state = State.AT_RISK
        reason = ngettext("One contact is to be looked into.", "%(n)s contacts are to be looked into.", len(waiting))
        reason %= {"n": len(waiting)}
    else:
        state = State.KEPT
        reason = _("All were looked into.") if ever else _("Nobody was contacted in spite of a wish.")
    return Commitment(
        key="consent.wishes",
        title=_("Families' wishes about contact are observed"),
        state=state,
        reason=reason,
        url=address("consent:overrides"),
        answered_by=frozenset({Role.LEAD, Role.SAFEGUARDING_TRUSTEE}),
        action=_("See the contacts in spite of a wish"),
        clause="WR-28",
        number=len(waiting),
        of=ever,
    )


def _passed_on(today: date) -> Commitment:
    """The record takes nothing without consent or a named ground; the light says how often a ground was needed."""
    year = Disclosure.objects.filter(passed_on__gt=add_months(today, -12))
    number, without = year.count(), year.without_consent().count()
    if number:
        reason = _("In twelve months: %(n)s with consent, %(without)s on a ground that is named.")
        reason %= {"n": number - without, "without": without}
    else:
        reason = _("Nothing was recorded in twelve months.")
    return Commitment(
        key="consent.passed_on",
        title=_("Nothing about a person is passed on without consent or a ground"),
        state=State.KEPT if number else State.NEW,
        reason=reason,
        url=address("consent:disclosures"),
        answered_by=KEEPERS,
        action=_("See what was passed on"),
        clause="RW-15",
        number=without,
        of=number,
    )
