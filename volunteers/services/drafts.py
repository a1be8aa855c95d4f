"""An application that is not sent yet. Its code alone opens it; it is deleted after `Recruitment.draft_days`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from safeguard.vault import VaultError
from safeguard.verification import new_code, tidy
from volunteers.models import ApplicationDraft, Position
from volunteers.services import settings

LONGEST_CODE = 100  # characters that somebody may type


@transaction.atomic
def keep(position: Position, answers: Mapping[str, list[str]], *, code: str = "") -> tuple[ApplicationDraft, str]:
    """Every field as it stands, under the same code as before where there is one. Returns the draft and its code."""
    today = timezone.localdate()
    draft = _rows(position, code, today).select_for_update(no_key=True).first() if code else None
    if draft is None:
        code = new_code()
        draft = ApplicationDraft(position=position, code_hash=fingerprint(code))
    draft.words = {"answers": dict(answers)}
    draft.saved_at = timezone.now()
    draft.expires_on = today + timedelta(days=settings.current().draft_days)
    draft.save()
    return draft, tidy(code)


def find(position: Position, code: str, *, today: date) -> ApplicationDraft | None:
    found: ApplicationDraft | None = _rows(position, code, today).first()
    return found


def answers(draft: ApplicationDraft) -> dict[str, list[str]]:
    """What was typed; nothing where it cannot be opened, so that the form opens nevertheless."""
    try:
        found = draft.words["answers"]
    except VaultError:
        return {}
    return found if isinstance(found, dict) else {}


def sent(position: Position, code: str) -> None:
    """It became an application, and is needed no more."""
    ApplicationDraft.objects.filter(position=position, code_hash=fingerprint(code)).delete()


def delete_expired(today: date) -> int:
    """Returns how many were deleted."""
    return int(ApplicationDraft.objects.filter(expires_on__lt=today).delete()[0])


def fingerprint(code: str) -> str:
    """The code is as random as a key, so a plain hash of it tells nobody what it is."""
    return hashlib.sha256(f"application draft:{tidy(code[:LONGEST_CODE])}".encode()).hexdigest()


def _rows(position: Position, code: str, today: date) -> Any:
    return ApplicationDraft.objects.filter(position=position, code_hash=fingerprint(code), expires_on__gte=today)
