"""How this charity takes people on: one row, made when somebody first changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from audit.services import record
from people.models import Person
from safeguard.scoping import active_organisation
from volunteers import needs
from volunteers.models import Recruitment
from volunteers.verbs import Verb


def current() -> Recruitment:
    """What the charity chose, or what everybody begins with: reading it writes nothing."""
    return Recruitment.objects.first() or Recruitment()


@transaction.atomic
def change_needs(wanted: Mapping[str, Iterable[str]], *, references_wanted: int, by: Person) -> Recruitment:
    """What each stage needs, by its name. Keys that are no needs, and stages that need nothing, are left out."""
    chosen = {stage: set(wanted.get(stage, ())) for stage in needs.STAGES}
    kept = {str(stage): [key for key in needs.NEEDS if key in keys] for stage, keys in chosen.items()}
    return _save({"needs": kept, "references_wanted": references_wanted}, by=by)


@transaction.atomic
def change_words(*, permission_text: str, internet_text: str, draft_days: int, by: Person) -> Recruitment:
    """Other words of the permission are another version of it, so that each answer says what it answered (BC-9)."""
    given = {"permission_text": permission_text, "internet_text": internet_text, "draft_days": draft_days}
    return _save({name: _plain(value) for name, value in given.items()}, by=by)


def _save(values: dict[str, Any], *, by: Person) -> Recruitment:
    Recruitment.objects.get_or_create(organisation=active_organisation())  # by two at the same moment, once
    way: Recruitment = Recruitment.objects.select_for_update(no_key=True).get()
    changed = [name for name, value in values.items() if getattr(way, name) != value]
    if "permission_text" in changed:
        values["permission_version"] = way.permission_version + 1
    for name, value in values.items():
        setattr(way, name, value)
    if changed:
        way.save(update_fields=list(values))
        record(Verb.SET_UP, way, by=by, changed=changed)
    return way


def _plain(value: Any) -> Any:
    """Browsers send line ends of two characters; the same words in them are no change."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
