"""What stands in the way of taking a picture: whose phone it is, how young somebody is, and a yes that is missing.

Nothing here forbids: a picture that was taken is logged with a reason, since an empty log protects nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.effective import Effective, Reason
from consent.models import PERSONAL, PHONES, Channel, Device, Event, Means, Question, Verdict
from consent.standing import standing
from consent.states import QuestionStatus
from organisations.models import Settings
from people.ages import age_of
from people.models import Person


@dataclass(frozen=True)
class Taking:
    """A picture or film as it is about to be logged. `taken_on` is the day on the wall's calendar."""

    taken_on: date
    device: str
    is_film: bool = False
    people: Sequence[Person] = ()
    others_unknown: bool = False
    event: Event | None = None

    @property
    def means(self) -> Means:
        return Means.FILM if self.is_film else Means.PICTURE

    @property
    def channel(self) -> Channel:
        """IL-6: the charity's own equipment is asked about apart from anybody's own."""
        return Channel.TAKEN_PHONE if self.device in PERSONAL else Channel.TAKEN

    @property
    def shows_somebody(self) -> bool:
        return bool(self.people) or self.others_unknown


class Doubt(StrEnum):
    """Why somebody has to say a word before the picture is logged."""

    OWN_PHONE = "own_phone"
    TOO_YOUNG = "too_young"
    AGE_UNKNOWN = "age_unknown"
    NO_YES = "no_yes"


def youngest_age(people: Iterable[Person], day: date, *, others_unknown: bool = False) -> int | None:
    """Full years of the youngest on that day; None as soon as one age is not known (E-28)."""
    ages = [age_of(person, day) for person in people]
    if others_unknown or not ages or None in ages:
        return None
    return min(age for age in ages if age is not None)


def doubts(taking: Taking, settings: Settings) -> dict[Doubt, str]:
    """Each doubt with a sentence that can be read over a shoulder; empty where nothing stands in the way."""
    found: dict[Doubt, str] = {}
    if taking.device == Device.OWN_PHONE and not settings.personal_phone_photos:
        found[Doubt.OWN_PHONE] = _("Our rules do not allow pictures with somebody's own phone.")
    if taking.device in PHONES and taking.shows_somebody:
        found |= _about_ages(taking, settings.phone_photo_minimum_age)
    missing = sum(answer.verdict != Verdict.YES for answer in answers(taking).values())
    if missing:
        found[Doubt.NO_YES] = ngettext(
            "For one person there is no yes to being photographed or filmed like this.",
            "For %(n)s people there is no yes to being photographed or filmed like this.",
            missing,
        ) % {"n": missing}
    return found


def _about_ages(taking: Taking, minimum: int) -> dict[Doubt, str]:
    """WR-33: no picture with a phone of a child under seven. Whose age is not known counts as under seven (E-28)."""
    ages = [age_of(person, taking.taken_on) for person in taking.people]
    words = {"years": minimum}
    if minimum and any(age is not None and age < minimum for age in ages):
        return {
            Doubt.TOO_YOUNG: _("Somebody in it is under %(years)s. They are not photographed with a phone.") % words
        }
    if minimum and (taking.others_unknown or None in ages):
        sentence = _("Somebody's age is not known. Until it is, they count as under %(years)s: no phone.")
        return {Doubt.AGE_UNKNOWN: sentence % words}
    return {}


def questions_for(taking: Taking) -> list[Question]:
    """What is asked about taking such a picture, in general and for this event."""
    events = Q(event=None) | (Q(event=taking.event) if taking.event else Q())
    asked = Question.objects.filter(events, status=QuestionStatus.OPEN, means=taking.means, channel=taking.channel)
    return list(asked)


def answers(taking: Taking) -> dict[int, Effective]:
    """For each person the answer that counted on that day; where several questions fit, the least willing one (IL-5).

    Empty while the charity asks no question about taking pictures: then nobody could have said yes, and the pages say
    that instead of naming everybody.
    """
    questions = questions_for(taking)
    if not questions or not taking.people:
        return {}
    found = standing(taking.people, questions, taking.taken_on)
    return {
        person.pk: _least_willing([found[person.pk, question.pk] for question in questions]) for person in taking.people
    }


UNANSWERED = frozenset({Reason.NOT_ASKED, Reason.NO_ANSWER})


def _least_willing(found: Sequence[Effective]) -> Effective:
    """A no counts whatever else was said; a yes counts where the other fitting questions were never answered."""

    def willingness(answer: Effective) -> int:
        if answer.reason in UNANSWERED:
            return 3
        return {Verdict.NO: 0, Verdict.ASK: 1, Verdict.YES: 2}[answer.verdict]

    return min(found, key=willingness)
