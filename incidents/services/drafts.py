"""A report that is being written. It is nobody's but theirs who write it, and goes when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents.models import Draft
from incidents.no_pictures import hides_a_picture, without_pictures
from people.models import Person
from safeguard.vault import VaultError


def keep(person: Person, form: Mapping[str, Any]) -> Draft:
    """Every field as it stands, but no picture. There is one draft of a person; saving again replaces it."""
    kept = {name: [_words(value) for value in values] for name, values in form.items()}
    for last_try in (False, True):
        draft = Draft.objects.filter(person=person).first() or Draft(person=person)
        draft.words = {"form": kept}
        draft.saved_at = timezone.now()
        try:
            with transaction.atomic():
                draft.save()
        except IntegrityError:  # two windows saved for the first time at once
            if last_try:
                raise
        else:
            break
    return draft


def _words(value: Any) -> Any:
    return without_pictures(value) if isinstance(value, str) and hides_a_picture(value) else value


def of(person: Person) -> Draft | None:
    found: Draft | None = Draft.objects.filter(person=person).first()
    return found


def fields(draft: Draft | None) -> dict[str, Any]:
    """The form as it stood; nothing where the draft cannot be opened, so that the form opens nevertheless."""
    if draft is None:
        return {}
    try:
        form = draft.words["form"]
    except VaultError:
        return {}
    return form if isinstance(form, dict) else {}


def clear(person: Person) -> None:
    Draft.objects.filter(person=person).delete()
