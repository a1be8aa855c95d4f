"""Scans of signed paper: a picture is drawn anew, a PDF is put together from its pages, and the rest is dropped."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter

from safeguard import pictures
from safeguard.refusals import Refused
from safeguard.verification import sha256_of
from safeguard.virus_scan import Infected, refuse_infected

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LARGEST_SIDE = 12_000  # pixels of what is uploaded
LARGEST_AREA = 60_000_000  # pixels
KEPT_SIDE = 2400  # pixels, at most, of what is kept: enough to read a page of A4
MOST_PAGES = 30
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg"}


class ScanRefused(Refused):
    """The file is no scan of a page."""


@dataclass(frozen=True)
class Scan:
    name: str  # in the private storage
    sha256: str


def keep(file: IO[bytes]) -> Scan:
    """Store a scan under a name that nobody can guess. Raises ScanRefused with the sentence to show."""
    content, ending = cleaned(file)
    name = default_storage.save(new_name(ending), ContentFile(content))
    return Scan(name, sha256_of([content]))


def new_name(ending: str) -> str:
    return f"scans/{secrets.token_urlsafe(24)}.{ending}"


def cleaned(file: IO[bytes]) -> tuple[bytes, str]:
    """What is kept of the file, and the ending of its name. What the file calls itself counts for nothing."""
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise ScanRefused(_("This file is too large. Choose one of at most 10 megabytes."))
    try:
        refuse_infected(content)
    except Infected as infected:
        raise ScanRefused(str(infected)) from infected
    if content.startswith(b"%PDF-"):
        return _pages(content), "pdf"
    return _picture(content), "jpg"


def _picture(content: bytes) -> bytes:
    try:
        with pictures.opened(
            content,
            formats=["PNG", "JPEG"],
            largest_side=LARGEST_SIDE,
            largest_area=LARGEST_AREA,
            needed_side=KEPT_SIDE,
        ) as picture:
            return pictures.as_jpeg(pictures.drawn_anew(picture, longest_side=KEPT_SIDE), 85)
    except pictures.TooLarge as large:
        raise ScanRefused(_("This picture is too large. Scan the page with 300 dots per inch or less.")) from large
    except pictures.Unreadable as broken:
        raise ScanRefused(_("This file cannot be read. Choose a PDF, JPEG or PNG file of the signed page.")) from broken


def _pages(content: bytes) -> bytes:
    """The pages without scripts, attachments, forms and links."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ScanRefused(_("This PDF is locked with a password. Save it without one, and choose it again."))
        if not 1 <= len(reader.pages) <= MOST_PAGES:
            raise ScanRefused(_("Choose a PDF of 1 to %(most)s pages.") % {"most": MOST_PAGES})
        writer = PdfWriter()
        for page in reader.pages:
            for active in ("/Annots", "/AA"):
                page.pop(active, None)
            writer.add_page(page)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()
    except Refused:
        raise
    except Exception as broken:
        # pypdf raises whatever a broken file makes it trip over.
        raise ScanRefused(_("This PDF cannot be read. Scan the page again, or take a picture of it.")) from broken


def content_type(name: str) -> str:
    return TYPES[name.rpartition(".")[2]]
