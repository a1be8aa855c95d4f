"""What is asked at every review, so that a paper is compared with what happens (IL-23, IL-24)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No: something is to be done")
    ELSEWHERE = "elsewhere", _("Does not belong in this policy")


@dataclass(frozen=True)
class Question:
    key: str
    text: str | Promise


QUESTIONS = [
    Question("practice", _("Do we do what it says?")),
    Question("people", _("Are the people, addresses and telephone numbers in it right?")),
    Question("law", _("Are the laws, guidance and agencies that it names the ones of today?")),
    Question("online_reporting", _("Do the steps for reporting a worry also fit what happens and is told online?")),
    Question("online_bullying", _("Is bullying online covered like any other bullying?")),
]


def open_points(answers: dict[str, str]) -> list[str]:
    """The questions that were answered with no, in their order."""
    return [str(question.text) for question in QUESTIONS if answers.get(question.key) == Answer.NO]
