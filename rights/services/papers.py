"""Copies of data, the schedule and certificates: asked for, made by the worker, fetched, removed after two weeks."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from audit.services import record, transition
from organisations import brand
from organisations.models import Settings
from people.models import Person
from rights import tasks
from rights.certificates import lines_of
from rights.copying import as_data, copy_of
from rights.models import KEPT, DataRequest, Disposal, Paper, PaperKind
from rights.periods import schedule
from rights.states import DisposalStatus, PaperStatus
from rights.verbs import Verb
from safeguard import pdf
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.verification import sha256_of

SAME = timedelta(minutes=1)  # a button that is pressed twice
WAITING_AT_MOST = 5  # papers of one person at a time


@transaction.atomic
def ask_copy(
    person: Person,
    *,
    by: Person,
    redacted: bool = True,
    for_parent: bool = False,
    receiver: Person | None = None,
    request: DataRequest | None = None,
) -> Paper:
    """Ask the worker for a PDF and a JSON file of one person's data. The same wish within a minute is the same copy."""
    wish = {"person": person, "redacted": redacted, "for_parent": for_parent, "receiver": receiver, "request": request}
    return _ask(PaperKind.COPY, by=by, **wish)


@transaction.atomic
def ask_schedule(*, by: Person) -> Paper:
    """Ask for the retention schedule on paper."""
    return _ask(PaperKind.SCHEDULE, by=by)


@transaction.atomic
def ask_certificate(disposal: Disposal, *, by: Person) -> Paper:
    """Ask for the certificate of a disposal on paper. Raises Refused before it is done."""
    if disposal.status != DisposalStatus.DONE:
        raise Refused(_("There is a certificate once the worker has disposed of everything."))
    return _ask(PaperKind.CERTIFICATE, by=by, disposal=disposal)


def _ask(kind: str, *, by: Person, **wish: Any) -> Paper:
    Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
    now = timezone.now()
    mine = Paper.objects.filter(asked_by=by, status__in=[PaperStatus.WAITING, PaperStatus.READY])
    if same := mine.filter(kind=kind, asked_at__gt=now - SAME, **wish).first():
        return same
    if mine.filter(status=PaperStatus.WAITING).count() >= WAITING_AT_MOST:
        raise Refused(_("Several files of yours are still being made. Wait until one of them is ready."))
    paper = Paper.objects.create(kind=kind, asked_by=by, asked_at=now, **wish)
    record(Verb.COPIED, paper, by=by, detail={"kind": kind, "redacted": wish.get("redacted", False)})
    transaction.on_commit(partial(tasks.make_paper.delay, paper.organisation_id, paper.pk))
    return paper


@transaction.atomic
def make(paper_pk: int) -> Paper | None:
    """Make the files of a paper that waits; a second worker waits for the first and then does nothing.

    A computer that cannot set type is said so on the page; anything unexpected is raised, and made again at night.
    """
    waiting = Paper.objects.select_for_update(of=("self",), no_key=True).select_related(
        "person", "receiver", "disposal"
    )
    paper = waiting.filter(pk=paper_pk, status=PaperStatus.WAITING).first()
    if paper is None:
        return None
    now, data = timezone.now(), b""
    with override(settings.LANGUAGE_CODE):
        context = common(now) | _content(paper)
        if paper.kind == PaperKind.COPY:
            made_at = timezone.localtime(now).isoformat(timespec="seconds")
            made = as_data(context["copy"], active_organisation(), made_at)
            data = json.dumps(made, ensure_ascii=False, indent=2).encode()
        try:
            printed = pdf.render(f"rights/print/{paper.kind}.html", context, identifier=f"{paper.kind}-{paper.pk}")
        except pdf.Unavailable as missing:
            return transition(paper, to=PaperStatus.FAILED, by=None, failure=str(missing)[:300])
    stamps: dict[str, Any] = {
        "made_at": now,
        "expires_at": now + KEPT,
        "pdf": _keep(printed, "pdf"),
        "sha256": sha256_of([printed]),
        "pages": pdf.page_count(printed),
    }
    if data:
        stamps |= {"json": _keep(data, "json"), "json_sha256": sha256_of([data])}
    return transition(paper, to=PaperStatus.READY, by=None, **stamps)


def _content(paper: Paper) -> dict[str, Any]:
    name = {"name": active_organisation().name}
    if paper.person is not None:
        wish: dict[str, Any] = {"redacted": paper.redacted, "for_parent": paper.for_parent, "receiver": paper.receiver}
        copy = copy_of(paper.person, by=paper.asked_by, **wish)
        return {"copy": copy, "paper": paper, "document_title": _("Your data at %(name)s") % name}
    if paper.disposal is not None:
        title = _("Certificate of disposal, %(name)s") % name
        return {"disposal": paper.disposal, "lines": lines_of(paper.disposal), "document_title": title}
    return {"parts": schedule(), "document_title": _("How long we keep what: %(name)s") % name}


def _keep(content: bytes, ending: str) -> str:
    """Under a name that nobody can guess, which says nothing about anybody (E-81)."""
    return default_storage.save(f"rights/{secrets.token_urlsafe(24)}.{ending}", ContentFile(content))


def common(now: datetime) -> dict[str, Any]:
    """Letterhead, colours and the moment."""
    organisation = active_organisation()
    return {
        "language": settings.LANGUAGE_CODE,
        "organisation": organisation,
        "letterhead_name": organisation.name,
        "letterhead_address": ", ".join(line.strip(" ,") for line in organisation.address.splitlines() if line.strip()),
        "palette": brand.palette(organisation.brand_colour) if organisation.brand_colour else None,
        "made_on": date_format(timezone.localtime(now), "j F Y"),
    }


@transaction.atomic
def open_file(paper: Paper, ending: str, *, by: Person) -> IO[bytes]:
    """The PDF or the JSON of a paper; every fetching is noted. Raises Refused when there is none (any more)."""
    name = paper.pdf if ending == "pdf" else paper.json
    if not paper.can_be_fetched(timezone.now()) or not name or not default_storage.exists(name):
        raise Refused(_("This file is no longer kept. Ask for a new one."))
    record(Verb.FETCHED, paper, by=by, detail={"file": ending})
    return default_storage.open(name)


@transaction.atomic
def try_again(paper: Paper, *, by: Person) -> Paper:
    """Put a paper that failed back. Raises Refused when it has not failed."""
    transition(paper, to=PaperStatus.WAITING, by=by, failure="", asked_at=timezone.now())
    transaction.on_commit(partial(tasks.make_paper.delay, paper.organisation_id, paper.pk))
    return paper


def make_left_behind(*, now: datetime) -> None:
    """Papers whose task was lost."""
    for key in Paper.objects.left_behind(now).values_list("pk", flat=True):
        make(key)


def remove_old_files(*, now: datetime) -> int:
    """Take away the files whose time has run out. Returns how many papers that were."""
    found = list(Paper.objects.run_out(now))
    for paper in found:
        remove(paper)
    return len(found)


@transaction.atomic
def remove(paper: Paper) -> None:
    names = [name for name in (paper.pdf, paper.json) if name]
    transition(paper, to=PaperStatus.EXPIRED, by=None, pdf="", json="")
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


@transaction.atomic
def note_look(person: Person, *, by: Person, request: DataRequest | None = None) -> None:
    """Somebody else looked at all that is known of a person before it is handed over."""
    detail = {"request": request.number} if request else {}
    record(Verb.LOOKED, person, by=by, detail=detail)
