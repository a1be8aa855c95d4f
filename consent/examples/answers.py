"""Who was asked in Harbour Lights and what they said: requests in every state, and every kind of answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from consent.examples.questions import question
from consent.models import ConsentRequest, Decision, Method, Question
from consent.services import answers, asking, responding
from consent.sheets import Sheet
from organisations.models import Organisation
from people.models import Person
from safeguard.recurrence import add_months

CAMERA, WALLS, WEBSITE, FACEBOOK = (
    "Pictures taken with the charity's camera",
    "Pictures inside the club",
    "Pictures on our website",
    "Pictures on Facebook",
)
VIDEO, MESSAGES, SOCIAL = "Video calls", "Text messages", "Contact by social media"
PICTURES = (CAMERA, WALLS, WEBSITE, FACEBOOK)
CONTACT = (VIDEO, MESSAGES, SOCIAL)
YES, NO = Decision.YES.value, Decision.NO.value

ASKED = {
    # whom it is about: what was asked
    ("child_mia", "child_leo", "child_abena"): (*PICTURES, *CONTACT),
    ("child_robin",): PICTURES,
    ("child_toby",): PICTURES,
    ("child_kayleigh",): PICTURES,
    ("child_finlay",): PICTURES,
    ("child_noah",): (*PICTURES, VIDEO),
    ("child_arash",): PICTURES,
    ("child_marko",): PICTURES,
    ("child_jasmine",): (CAMERA, WALLS),
    ("member_peter",): (WEBSITE, VIDEO),
    ("member_doreen",): (*PICTURES, VIDEO),
}
"""Elin's mother was not asked yet."""

SAID = {
    # who answered: about whom, and what
    "carer": {
        "child_mia": dict.fromkeys((*PICTURES, *CONTACT), YES),
        "child_leo": {CAMERA: YES, WALLS: YES, WEBSITE: YES, FACEBOOK: NO, VIDEO: YES, MESSAGES: YES, SOCIAL: NO},
        "child_abena": {CAMERA: YES, WALLS: YES},  # the rest was left for later
    },
    "mother_apart": {"child_robin": dict.fromkeys(PICTURES, YES)},
    "father_apart": {"child_robin": {CAMERA: YES, WALLS: YES, WEBSITE: NO, FACEBOOK: NO}},
    "foster_carer": {"child_kayleigh": {CAMERA: YES, WALLS: NO, WEBSITE: NO, FACEBOOK: NO}},
    "mother_okoro": {"child_noah": {CAMERA: YES, WALLS: YES, WEBSITE: YES, FACEBOOK: YES, VIDEO: YES}},
    "mother_ahmadi": {"child_arash": dict.fromkeys(PICTURES, NO)},
    "member_peter": {"member_peter": {WEBSITE: YES, VIDEO: YES}},
    "member_doreen": {"member_doreen": {CAMERA: YES, WALLS: YES, WEBSITE: NO, FACEBOOK: NO, VIDEO: YES}},
}

LATE, OPENED, CANCELLED = "father_drummond", "child_jasmine", "mother_kovalenko"
WITHDREW = ("mother_okoro", "child_noah", FACEBOOK)
RAN_OUT = ("mother_pike", "child_jasmine", WEBSITE)
ON_THE_PHONE = ("father_drummond", "child_finlay", CAMERA)
"""A yes of somebody whose right to decide nobody has confirmed yet."""


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    today, by = timezone.localdate(), people["coordinator"]
    _long_ago(people, today)
    for keys, titles in ASKED.items():
        asking.send([people[key] for key in keys], _questions(titles), by=by)
    for giver, about in SAID.items():
        _answer(_request(people[giver]), {people[key]: said for key, said in about.items()}, today)
    _withdraw(people)
    responding.opened(_request(people[OPENED]))
    asking.cancel(_request(people[CANCELLED]), by=by)
    late = ConsentRequest.objects.filter(asked=people[LATE])
    late.update(asked_at=timezone.now() - timedelta(days=40), due_on=today - timedelta(days=26))


def _questions(titles: tuple[str, ...]) -> list[Question]:
    return [question(title) for title in titles]


def _request(asked: Person) -> ConsentRequest:
    return ConsentRequest.objects.select_related("asked").filter(asked=asked).latest("asked_at", "pk")


def _answer(request: ConsentRequest, said: dict[Person, dict[str, str]], today: date) -> None:
    """By their link, as it is done on the page."""
    responding.opened(request)
    for part in Sheet(request, today).parts:
        chosen = {
            line.item.pk: {"answer": said.get(part.subject, {}).get(line.question.title, "")} for line in part.lines
        }
        responding.choose(request, part, chosen, wish=False)
    shown = Sheet(request, today).fingerprint
    responding.send(request, giver_name=request.asked.name, fingerprint=shown)


def _withdraw(people: dict[str, Person]) -> None:
    giver, about, title = WITHDREW
    request = _request(people[giver])
    responding.withdraw(request, request.answers.get(subject=people[about], question=question(title)))


def _long_ago(people: dict[str, Person], today: date) -> None:
    """A yes on paper from more than a year ago, which has run out, and one by telephone."""
    heard = {"by": people["coordinator"], "decision": Decision.YES}
    for (giver, about, title), method, day in (
        (RAN_OUT, Method.PAPER, add_months(today, -14)),
        (ON_THE_PHONE, Method.PHONE, today - timedelta(days=45)),
    ):
        words = question(title).wordings.filter(language="en").latest("number")
        witness = "Helen Marsh" if method == Method.PHONE else ""
        told = {"subject": people[about], "giver": people[giver], "said_on": day, "witness": witness}
        answers.give(wording=words, method=method, **told, **heard)
