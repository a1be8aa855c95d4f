"""Questions of a starter set become drafts of the charity's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from consent.models import Question
from consent.services import designing
from consent.starters import StarterQuestion, StarterSet
from people.models import Person


@transaction.atomic
def add(
    found: StarterSet, keys: Iterable[str], *, by: Person, names: Mapping[str, str] | None = None
) -> list[Question]:
    """Drafts of the chosen questions, with their words in every language of the set.

    `names` are the receivers of those that ask for one. A question whose title is there already is left out, so that
    pressing the button twice adds nothing twice. Raises Refused where a name is missing.
    """
    wanted = set(keys)
    made = []
    for starter in found.questions:
        name = (names or {}).get(starter.key, "").strip()
        if starter.key in wanted and not is_there(starter, name):
            made.append(_write(starter, name, by))
    return made


def is_there(starter: StarterQuestion, name: str = "") -> bool:
    return Question.objects.filter(title__iexact=_title(starter, name)).exists()


def _write(starter: StarterQuestion, name: str, by: Person) -> Question:
    terms: dict[str, Any] = {"channel_name": name if starter.named else ""}
    if starter.refresh_months:
        terms["refresh_months"] = starter.refresh_months
    question = designing.create(
        _title(starter, name),
        by=by,
        means=starter.means,
        channel=starter.channel,
        what_for=starter.what_for,
        **terms,
    )
    for index, words in enumerate(starter.words):
        write = designing.translate if index else designing.write_words
        write(
            question,
            by=by,
            language=words.language,
            text=words.text.replace("{name}", name),
            explanation=words.explanation.replace("{name}", name),
            withdrawal=words.withdrawal,
        )
    return question


def _title(starter: StarterQuestion, name: str) -> str:
    return " ".join(starter.title.replace("{name}", name).split())[:120]
