"""Tagged PDFs (PDF/UA-1) from a template: the same input gives the same bytes, and no outside address is ever fetched.

    pdf.render("agreements/print/receipt.html", {"document_title": …}, identifier="K7QD-2M4P-…")

The template extends base_print.html and names the site's own files with `{% static %}`; pictures are data addresses.
Rendering takes seconds and a hundred megabytes: it belongs into a task.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader

from safeguard.refusals import Refused

# Font subsets would otherwise carry the minute in which they were made.
os.environ.setdefault("SOURCE_DATE_EPOCH", "946684800")

HERE = "http://print.invalid"  # stands for the site within a document; nothing is ever fetched from it
STYLESHEETS = ("css/print/print.css",)

_one_at_a_time = Lock()  # Pango is not made for threads, and two packs at once would need twice the memory


class Unavailable(Refused):
    """This computer lacks the library that sets type."""


def render(
    template: str, context: Mapping[str, Any], *, identifier: str, stylesheets: Sequence[str] = STYLESHEETS
) -> bytes:
    """The document as a PDF/UA-1 file. `identifier` becomes the file's own, and `document_title` its title.

    Raises Unavailable without Pango, and LookupError when a stylesheet of ours is missing.
    """
    return set_type(render_to_string(template, dict(context)), identifier=identifier, stylesheets=stylesheets)


def set_type(html: str, *, identifier: str, stylesheets: Sequence[str] = STYLESHEETS) -> bytes:
    """A whole document in HTML as a PDF/UA-1 file, for those who have something to do between words and type."""
    with _one_at_a_time:
        weasyprint = _weasyprint()
        fetcher = _fetcher()
        css = [weasyprint.CSS(url=f"{HERE}{_path_of(name)}", url_fetcher=fetcher) for name in stylesheets]
        document = weasyprint.HTML(string=html, base_url=f"{HERE}/", url_fetcher=fetcher)
        made = document.write_pdf(stylesheets=css, pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    return bytes(made)


def is_available() -> bool:
    """Whether PDFs can be made on this computer; the site runs without."""
    try:
        _weasyprint()
    except Unavailable:
        return False
    return True


def page_count(document: bytes) -> int:
    return len(PdfReader(BytesIO(document)).pages)


def asset(name: str) -> Path:
    """One of the site's own static files. Raises LookupError for anything else."""
    clean = PurePosixPath(name)
    if clean.is_absolute() or ".." in clean.parts:
        raise LookupError(f"{name} is no static file.")
    found = finders.find(str(clean))
    if found is None:  # a name with the fingerprint that collectstatic gave it
        collected = Path(staticfiles_storage.path(str(clean)))
        found = str(collected) if collected.is_file() else None
    if found is None:
        raise LookupError(f"{name} is no static file.")
    return Path(found)


def _weasyprint() -> Any:
    try:
        import weasyprint  # takes a second, and only the worker needs it
    except OSError as missing:
        raise Unavailable(
            _("PDFs cannot be made on this computer: the library Pango is missing. Ask whoever installed the software.")
        ) from missing
    return weasyprint


def _fetcher() -> Any:
    """Serves static files and data addresses, and refuses every other address: http, file, ftp, all of them."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = _own_file(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _type_of(path)})

    return OwnFilesOnly(allowed_protocols=["data"], allow_redirects=False)


def _own_file(url: str) -> Path:
    """The static file behind an address that a template or one of our stylesheets wrote."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if f"{parts.scheme}://{parts.netloc}" != HERE or not path.startswith(settings.STATIC_URL):
        raise ValueError(f"A document fetches nothing from outside ({parts.scheme}).")
    return asset(path.removeprefix(settings.STATIC_URL))


def _path_of(name: str) -> str:
    asset(name)  # a missing stylesheet would be a warning only, and an ugly document
    return f"{settings.STATIC_URL}{name}"


def _type_of(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
