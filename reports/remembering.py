"""Answers that take many questions, remembered until somebody changes something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from audit.services import head
from organisations.models import Organisation

Answer = TypeVar("Answer")

REMEMBERED = 60  # seconds; what changes without anybody's doing, such as the worker's last look, is no older


def remembered(what: str, organisation: Organisation, *, today: date, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers, or answered while the audit stood where it stands now.

    Whatever anybody changes is recorded in the audit, so an answer is never older than the last change. The answer is
    pickled, and so holds plain values: no rows, and no words that are still to be translated.
    """
    key = f"reports:{what}:{organisation.pk}:{today}:{head(organisation).number}:{get_language()}"
    found: Answer | None = cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, REMEMBERED)
    return found
