"""Whom not to contact in which way, whom to contact first, and contacts in spite of a wish."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import record
from consent.models import CONTACT, Ground, Means, OptOut, Override, Question, Verdict
from consent.models.contact import OptOutQuerySet
from consent.permissions import can_review
from consent.services import contact_mails
from consent.standing import standing
from consent.verbs import Verb
from people.models import CareLink, ContactPreference, Person
from people.roles import INSIDERS
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.working_days import calendar_for

CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much the clock of a telephone may be ahead of ours."""


# May I contact …? ----------------------------------------------------------------------------------------------------


class Why(StrEnum):
    """What stands behind an answer where it is not the consent itself; a code, never a name."""

    WISH = "wish"
    CARERS_ONLY = "carers_only"
    CARERS_FIRST = "carers_first"
    NO_QUESTION = "no_question"
    NOT_HERE = "not_here"
    CONSENT = "consent"


SENTENCES: dict[Why, str | Promise] = {
    Why.WISH: gettext_lazy("Please do not contact this person in this way."),
    Why.CARERS_ONLY: gettext_lazy("Contact the parents or carers instead of the person."),
    Why.CARERS_FIRST: gettext_lazy("Yes, after the parents or carers: contact them first."),
    Why.NO_QUESTION: gettext_lazy("The charity has not asked for consent to this yet. Ask the coordinator."),
    Why.NOT_HERE: gettext_lazy("This person is no longer here. Ask the safeguarding lead."),
}
"""Words that can be read over a shoulder: they say what to do, not whose wish it is or why."""


@dataclass(frozen=True)
class MayContact:
    """Whether somebody may be contacted in one way today. `first` are the carers whom to contact before, or instead."""

    means: str
    verdict: Verdict
    why: Why
    sentence: str
    first: tuple[Person, ...] = ()

    @property
    def label(self) -> str:
        return str(Means(self.means).label)


def may_contact(subject: Person, means: str, today: date) -> MayContact:
    """The answer for one way of contact (WR-27, IL-41, IL-66). Raises ValueError for what is no way of contact."""
    if means not in CONTACT:
        raise ValueError(f"“{means}” is none of {', '.join(sorted(CONTACT))}.")
    return answers_for(subject, today)[means]


def answers_for(subject: Person, today: date) -> dict[str, MayContact]:
    """The answer for each way of contact, in the same few queries.

    A wish not to be contacted counts before any consent. Then comes the consent for that way alone; a yes to one way
    is never a yes to another. Where parents or carers are contacted first or only, the answer names them.
    """
    ways = [means for means in Means.values if means in CONTACT]
    if not subject.is_here(today):
        return {means: _answer(means, Verdict.NO, Why.NOT_HERE) for means in ways}
    unwanted = {means for wish in wishes_about(subject).on(today) for means in wish.means}
    consent = _consent(subject, ways, today)
    carers = carers_to_contact(subject, today)
    found = {}
    for means in ways:
        if means in unwanted:
            found[means] = _answer(means, Verdict.NO, Why.WISH)
        elif subject.contact_preference == ContactPreference.CARER_ONLY:
            found[means] = _answer(means, Verdict.NO, Why.CARERS_ONLY, carers)
        else:
            found[means] = _with_carers(consent[means], subject, carers)
    return found


def _with_carers(answer: MayContact, subject: Person, carers: tuple[Person, ...]) -> MayContact:
    if subject.contact_preference != ContactPreference.CARER_FIRST or answer.verdict != Verdict.YES:
        return answer
    return _answer(answer.means, Verdict.YES, Why.CARERS_FIRST, carers)


def _consent(subject: Person, ways: Collection[str], today: date) -> dict[str, MayContact]:
    """One no is a no. Where several things were asked about one way, a yes to one of them is enough otherwise."""
    questions = list(Question.objects.asked(today).filter(means__in=ways).order_by("place", "pk"))
    counted = standing([subject], questions, today)
    found = {}
    for means in ways:
        words = [counted[subject.pk, question.pk] for question in questions if question.means == means]
        ranked = sorted(words, key=lambda word: (Verdict.NO, Verdict.YES, Verdict.ASK).index(word.verdict))
        if ranked:
            found[means] = MayContact(means, ranked[0].verdict, Why.CONSENT, ranked[0].sentence)
        else:
            found[means] = _answer(means, Verdict.ASK, Why.NO_QUESTION)
    return found


def _answer(means: str, verdict: Verdict, why: Why, first: tuple[Person, ...] = ()) -> MayContact:
    return MayContact(means, verdict, why, str(SENTENCES[why]), first)


def carers_to_contact(subject: Person, today: date) -> tuple[Person, ...]:
    """Whom to contact before, or instead of, the person: those who are marked so, else those whom they live with.

    Nobody is guessed beyond that: a parent who lives elsewhere is not named unless somebody has marked them (E-29).
    """
    here = Person.objects.current(today)
    links = list(CareLink.objects.on(today).filter(cared_for=subject, carer__in=here).select_related("carer"))
    marked = [link for link in links if link.contact_first] or [link for link in links if link.lives_with]
    return tuple(link.carer for link in marked)


# Wishes --------------------------------------------------------------------------------------------------------------


def wishes_about(subject: Person) -> OptOutQuerySet:
    """Those written down on an entry that was joined with this one as well."""
    found: OptOutQuerySet = OptOut.objects.filter(Q(subject=subject) | Q(subject__merged_into=subject))
    return found


@transaction.atomic
def wish(
    *,
    subject: Person,
    asked_by: Person | None,
    asked_by_name: str,
    means: Iterable[str],
    by: Person | None = None,
    note: str = "",
) -> OptOut:
    """Record that somebody is not to be contacted by these means, from today on (WR-27).

    `asked_by` is the carer, or the person themself, where they are known here; `by` is who writes it down, None where
    the carer does so by their own link. The same wish, sent twice, is one. Raises Refused for no means, for means that
    are no way of contact, where nobody is named, and for somebody who has nothing to do with the person.
    """
    wanted, today = sorted(set(means)), timezone.localdate()
    name = asked_by_name.strip() or (asked_by.name if asked_by else "")
    if not wanted or not set(wanted) <= CONTACT:
        raise Refused(_("Say which kind of contact is not wanted."))
    if not name:
        raise Refused(_("Say whose wish it is."))
    Person.objects.select_for_update(no_key=True).get(pk=subject.pk)  # two clicks come one after the other
    if asked_by is not None and not _has_a_say(asked_by, subject, today):
        raise Refused(_("%(name)s is not on record as a carer of this person.") % {"name": asked_by})
    for standing_wish in wishes_about(subject).on(today).filter(asked_by=asked_by, asked_by_name=name, ended_by=None):
        if standing_wish.means == wanted:
            return standing_wish
    made: OptOut = OptOut.objects.create(
        subject=subject, asked_by=asked_by, asked_by_name=name, means=wanted, note=note, recorded_by=by
    )
    record(Verb.WISHED, made, by=by or asked_by or name, detail={"means": wanted})
    return made


def _has_a_say(asked_by: Person, subject: Person, today: date) -> bool:
    if asked_by.pk == subject.pk:
        return True
    return CareLink.objects.on(today).filter(cared_for=subject, carer=asked_by).exists()


@transaction.atomic
def end_wish(opt_out: OptOut, *, by: Person, note: str) -> OptOut:
    """Let the wish stand until the end of today. Ended twice, the first time counts. Raises Refused without a note."""
    if not note.strip():
        raise Refused(_("Say who told you that the wish no longer stands."))
    found: OptOut = OptOut.objects.select_for_update(no_key=True).get(pk=opt_out.pk)
    if found.ended_by_id is None:
        found.ends_on, found.ended_by, found.end_note = timezone.localdate(), by, note
        found.save(update_fields=["ends_on", "ended_by", "end_note"])
        record(Verb.ENDED, found, by=by, changed=["ends_on"])
    return found


# In spite of a wish --------------------------------------------------------------------------------------------------


@transaction.atomic
def override(
    opt_out: OptOut,
    *,
    by: Person,
    ground: str,
    reason: str,
    contacted_at: datetime,
    authorised_by: Person | None = None,
) -> Override:
    """Record that `by` contacted somebody in spite of a wish (WR-28, E-36).

    Nothing is ever blocked: it is written down, the lead is told at once, and looks into it by the next working day.
    Where a child is at risk nobody has to be asked first; other circumstances need somebody else who authorised it.
    The same contact, sent twice, is one. Raises Refused with what is missing.
    """
    if ground not in Ground.values:
        raise Refused(_("Say on which ground."))
    if not reason.strip():
        raise Refused(_("Say what happened."))
    if authorised_by is not None and authorised_by.pk == by.pk:
        raise Refused(_("Nobody authorises their own contact. Name somebody else."))
    if ground == Ground.EXTENUATING and authorised_by is None:
        raise Refused(_("Name who authorised it. If a child is at risk, nobody needs to be asked first."))
    if authorised_by is not None and not authorised_by.holds(*INSIDERS):
        raise Refused(_("%(name)s does not work here today.") % {"name": authorised_by})
    found: OptOut = OptOut.objects.select_for_update(no_key=True).get(pk=opt_out.pk)
    _refuse_other_days(found, contacted_at)
    same = {"worker": by, "ground": ground, "contacted_at": contacted_at, "reason": reason}
    if earlier := found.overrides.filter(**same).first():
        return earlier
    made: Override = Override.objects.create(
        opt_out=found, authorised_by=authorised_by, review_on=review_day(timezone.localdate()), **same
    )
    contact_mails.tell(made)
    record(Verb.OVERRODE, made, by=by, detail={"ground": ground, "review": made.review_on})
    return made


def _refuse_other_days(opt_out: OptOut, contacted_at: datetime) -> None:
    if contacted_at > timezone.now() + CLOCKS_DIFFER:
        raise Refused(_("This time is still to come. Enter when it happened."))
    day = timezone.localdate(contacted_at)
    if day < opt_out.starts_on or (opt_out.ends_on is not None and day > opt_out.ends_on):
        raise Refused(_("The wish did not stand on that day. Check the day."))


def review_day(day: date) -> date:
    """The working day after `day`, by the calendar of the charity's nation."""
    return calendar_for(active_organisation().nation).add_working_days(day, 1)


@transaction.atomic
def review(made: Override, *, by: Person, finding: str) -> Override:
    """Record what the lead found. The first finding stands; nobody looks into their own contact (E-36)."""
    if not can_review(by, made):
        raise Refused(_("Nobody looks into their own contact. Ask the safeguarding lead or the chair."))
    if not finding.strip():
        raise Refused(_("Write what you found."))
    found: Override = Override.objects.select_for_update(no_key=True).get(pk=made.pk)
    if found.reviewed_at is not None:
        raise Refused(_("Somebody has looked into it already. The page shows what they found."))
    found.reviewed_at, found.reviewed_by, found.review = timezone.now(), by, finding
    found.save(update_fields=["reviewed_at", "reviewed_by", "review"])
    record(Verb.REVIEWED, found, by=by)
    return found
