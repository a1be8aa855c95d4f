"""Before anything is written in a case: it is still being worked on, and two clicks come one after the other."""

from __future__ import annotations

import json
import uuid
from typing import Any

from incidents.joined import must_be_open
from incidents.models import Case


def held_for_work(case: Case) -> Case:
    """Lock the case until the end of the transaction. Raises Refused when no new work is done in it."""
    current: Case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    must_be_open(current)
    return current


def key_of_form(case: Case, once: uuid.UUID, *said: Any) -> uuid.UUID:
    """The uid of the row that a form makes, so that the same form with the same words, sent twice, makes one row.

    Whoever goes back, changes a word and sends it again makes another row: nothing typed is lost. It is bound to the
    case: a form of one case cannot name a row of another. `once` is kept nowhere, so the uid tells nothing of them.
    """
    words = json.dumps(said, sort_keys=True, default=str)
    return uuid.uuid5(case.uid, f"{once.hex}{words}")
