"""Scans of paper forms: kept in the private store, and tied to the request whose code stands on the page.

A pile of forms is read by the worker, page by page; a page whose code cannot be read waits for somebody to type it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter

from audit.services import record
from audit.verbs import Verb as Plain
from consent import marks
from consent.models import ConsentRequest, ConsentScan, ScanBatch
from people import post
from people.models import Person
from safeguard import scans
from safeguard.refusals import Refused
from safeguard.verification import sha256_of

MOST_FILES = 6  # at once; each may have thirty pages
LEASE = timedelta(minutes=10)  # a worker that took a pile and was not heard of since counts as gone


@transaction.atomic
def add(file: IO[bytes], *, request: ConsentRequest, by: Person) -> ConsentScan:
    """Keep the scan of one form. The same file for the same form is kept once. Raises scans.ScanRefused."""
    content, ending = scans.cleaned(file)
    there = ConsentScan.objects.filter(request=request, sha256=sha256_of([content])).first()
    if there is not None:
        return there
    scan = ConsentScan.objects.create(request=request, added_by=by, **_stored(content, ending))
    record(Plain.CREATED, scan, by=by)
    return scan


@transaction.atomic
def upload(files: Iterable[IO[bytes]], *, by: Person) -> ScanBatch:
    """Keep a pile of scans for the worker. Raises scans.ScanRefused; then nothing is kept."""
    names: list[str] = []
    try:
        names.extend(scans.keep(file).name for file in files)
    except scans.ScanRefused:
        for name in names:
            default_storage.delete(name)
        raise
    pages = sum(_page_count(name) for name in names)
    batch = ScanBatch.objects.create(uploaded_by=by, files=names, pages=pages)
    transaction.on_commit(lambda: post.hand_over("consent.tasks.read_scans", batch.organisation_id, batch.pk))
    record(Plain.CREATED, batch, by=by, detail={"pages": pages})
    return batch


def read(batch_id: int) -> None:
    """What the worker does with a pile: page by page, so that the page that waits shows how far it is.

    A pile that a worker left half-read is taken up again; what was read is not read twice.
    """
    batch = _take(batch_id)
    if batch is None:
        return
    number = 0
    for name in batch.files:
        for content, ending in _pages_of(name):
            number += 1
            _read_page(batch, number, content, ending)
    ScanBatch.objects.filter(pk=batch.pk).update(finished_at=timezone.now(), files=[])
    for name in batch.files:
        default_storage.delete(name)


def read_left_behind() -> None:
    """Piles whose worker was lost."""
    for key in ScanBatch.objects.unread().values_list("pk", flat=True):
        read(key)


def _take(batch_id: int) -> ScanBatch | None:
    """None where it is read, or another worker is reading it."""
    now = timezone.now()
    unread = ScanBatch.objects.unread().filter(pk=batch_id)
    free = unread.filter(taken_at=None) | unread.filter(taken_at__lt=now - LEASE)
    return ScanBatch.objects.get(pk=batch_id) if free.update(taken_at=now) else None


def _read_page(batch: ScanBatch, number: int, content: bytes, ending: str) -> None:
    if ConsentScan.objects.filter(batch=batch, number=number).exists():
        return
    codes = marks.codes_in_pdf(content) if ending == "pdf" else marks.codes_in_picture(content)
    request = ConsentRequest.objects.filter(code__in=codes).order_by("pk").first() if codes else None
    with transaction.atomic():
        ConsentScan.objects.create(
            batch=batch, number=number, request=request, added_by=batch.uploaded_by, **_stored(content, ending)
        )
        ScanBatch.objects.filter(pk=batch.pk).update(read=number, taken_at=timezone.now())


@transaction.atomic
def attach(scan: ConsentScan, request: ConsentRequest, *, by: Person) -> ConsentScan:
    """Say by hand whose form a page is. Said twice, it is said once. Raises Refused where it is another one's."""
    scan = ConsentScan.objects.select_for_update(no_key=True).get(pk=scan.pk)
    if scan.request_id == request.pk:
        return scan
    if scan.request_id is not None:
        raise Refused(_("This page belongs to another form already."))
    scan.request = request
    scan.save(update_fields=["request"])
    record(Plain.CHANGED, scan, by=by, changed=["request"])
    return scan


@transaction.atomic
def throw_away(scan: ConsentScan, *, by: Person) -> None:
    """A page that is no form: an empty back, or something that was in the pile by mistake. Raises Refused for a form.

    Thrown away twice is thrown away once.
    """
    found = ConsentScan.objects.select_for_update(no_key=True).filter(pk=scan.pk).first()
    if found is None:
        return
    if found.request_id is not None:
        raise Refused(_("This page belongs to a form, and is kept with it."))
    name = found.file
    record(Plain.REMOVED, found, by=by)
    found.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def _page_count(name: str) -> int:
    if not name.endswith(".pdf"):
        return 1
    with default_storage.open(name) as file:
        return len(PdfReader(file).pages)


def _pages_of(name: str) -> Iterator[tuple[bytes, str]]:
    """Each page of a stored scan as a file of its own."""
    with default_storage.open(name) as file:
        content = file.read()
    if not name.endswith(".pdf"):
        yield content, "jpg"
        return
    for page in PdfReader(io.BytesIO(content)).pages:
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_page(page)
        writer.write(out)
        yield out.getvalue(), "pdf"


def _stored(content: bytes, ending: str) -> dict[str, Any]:
    name = default_storage.save(scans.new_name(ending), ContentFile(content))
    return {"file": name, "sha256": sha256_of([content])}
