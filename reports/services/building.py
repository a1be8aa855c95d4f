"""Making a print, in the worker: taken by one, made without holding the database, and closed when it is ready."""

from __future__ import annotations

import secrets
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from audit import chain
from audit.services import head_to_show, record, transition
from audit.verbs import Verb
from reports.composing import Composed, compose
from reports.models import KEPT, Pack
from reports.states import Status
from reports.typesetting import Typeset, typeset
from safeguard import transitions
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.verification import sha256_of

ATTEMPTS_AT_MOST = 3
UNEXPECTED = gettext_lazy(
    "Something went wrong that the software did not expect. Whoever runs the computer finds it in the log."
)
OFTEN = 0.3  # seconds between two notes of the progress


def build(pack_id: int) -> Pack | None:
    """Make the print with this key, if it waits. Calling it twice, or in two workers at once, makes it once.

    What cannot be helped by trying again is written down as the reason; anything else is raised as well.
    """
    pack = take(pack_id)
    if pack is None:
        return None
    try:
        with override(settings.LANGUAGE_CODE):
            composed = compose(pack, said=(progress := Progress(pack)))
            made = print_it(pack, composed, progress)
        return finish(pack, composed, made)
    except Refused as refused:
        return give_up(pack, str(refused))
    except Exception:
        give_up(pack, str(UNEXPECTED))
        raise


@transaction.atomic
def take(pack_id: int) -> Pack | None:
    """Claim a waiting print for this worker, with the moment and the head of the audit that will stand on it."""
    pack = (
        Pack.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asked_by")
        .filter(pk=pack_id, status=Status.WAITING)
        .first()
    )
    if pack is None:
        return None
    if pack.attempts >= ATTEMPTS_AT_MOST:
        fail(pack, _("The worker began several times and never got to the end. Ask for fewer documents at once."))
        return None
    end, now = head_to_show(active_organisation()), timezone.now()
    head = {"audit_number": end.number if end else 0, "audit_hash": end.hash if end else chain.BEGINNING}
    stamps = {"taken_at": now, "made_at": now, "attempts": pack.attempts + 1, "done": 0, "total": 0, "words": ""}
    return transitions.transition(pack, to=Status.BUILDING, **head, **stamps)


def print_it(pack: Pack, composed: Composed, progress: Progress) -> Typeset:
    """Set the type, smaller where everything is to stand on one page and does not. Raises pdf.Unavailable."""

    def on_page(page: int) -> None:
        words = _("Setting page %(page)d") % {"page": page}
        progress(words, done=composed.steps + page, total=composed.steps + max(composed.estimated_pages, page + 1))

    for size in composed.sizes:
        made = typeset(composed.html(pack, size), identifier=pack.code, on_page=on_page)
        if made.pages == 1:
            break
    return made


@transaction.atomic
def finish(pack: Pack, composed: Composed, made: Typeset) -> Pack | None:
    """Keep the file under a name that nobody can guess, and close the record; nothing, if another worker has it now."""
    if not is_ours(pack):
        return None
    for document in composed.documents:
        document.save(update_fields=["amendments", "fingerprint"])
    name = default_storage.save(f"packs/{secrets.token_urlsafe(24)}.pdf", ContentFile(made.content))
    result: dict[str, Any] = {
        "file": name,
        "sha256": sha256_of([made.content]),
        "pages": made.pages,
        "size": len(made.content),
        "unprintable": made.unprintable,
        "expires_at": pack.made_at + KEPT,  # type: ignore[operator]
        "words": "",
    }
    transitions.transition(pack, to=Status.READY, **result)
    record(Verb.PRINTED, pack, by=pack.asked_by, detail={"pages": made.pages, "sha256": result["sha256"]})
    return pack


@transaction.atomic
def give_up(pack: Pack, reason: str) -> Pack | None:
    return fail(pack, reason) if is_ours(pack) else None


def fail(pack: Pack, reason: str) -> Pack:
    return transition(pack, to=Status.FAILED, by=None, failure=reason, words="")


def is_ours(pack: Pack) -> bool:
    """Whether no other worker has taken it since: one that was thought to be gone may come back late."""
    held = Pack.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=pack.pk, status=Status.BUILDING, attempts=pack.attempts
    )
    return held.first() is not None


class Progress:
    """Notes how far the making is, so that the page can say so and a worker that is alive does not count as gone."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.noted_at = pack, 0.0

    def __call__(self, words: str, *, done: int, total: int) -> None:
        if monotonic() - self.noted_at < OFTEN:
            return
        rows = Pack.objects.filter(pk=self.pack.pk, status=Status.BUILDING, attempts=self.pack.attempts)
        rows.update(words=words[:200], done=done, total=total, taken_at=timezone.now())
        self.noted_at = monotonic()
