"""From a file, of whatever format and whatever name, to clean HTML. What a file is, its content says."""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.importing.readers import packed
from policies.importing.readers.document import Document, Format
from policies.importing.readers.markdown import read_markdown
from policies.importing.readers.opendocument import read_open_document
from policies.importing.readers.pdf import read_pdf
from policies.importing.readers.text import decode, read_text
from policies.importing.readers.web import looks_like_html, read_html, read_pasted
from policies.importing.readers.word import read_word
from policies.importing.refusing import ImportRefused

logger = logging.getLogger(__name__)

__all__ = ["Document", "Format", "read_file", "read_pasted"]

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_WORD = gettext_lazy("Open it and save it as a Word document (.docx), then choose that file.")
_ALLOWED = gettext_lazy("Choose a Word document (.docx), an OpenDocument text (.odt), a PDF or a text file.")

# What a file begins with, and what to say of it. A text never begins so.
_REFUSED_BY_START: tuple[tuple[bytes, object], ...] = (
    (b"{\\rtf", gettext_lazy("This is a Rich Text file (.rtf).")),
    (b"\xff\xd8\xff", gettext_lazy("This is a picture.")),
    (b"\x89PNG", gettext_lazy("This is a picture.")),
    (b"GIF8", gettext_lazy("This is a picture.")),
    (b"II*\x00", gettext_lazy("This is a picture.")),
    (b"MM\x00*", gettext_lazy("This is a picture.")),
    (b"MZ", gettext_lazy("This is a program.")),
    (b"\x7fELF", gettext_lazy("This is a program.")),
    (b"\x1f\x8b", gettext_lazy("This is an archive.")),
    (b"7z\xbc\xaf", gettext_lazy("This is an archive.")),
    (b"Rar!", gettext_lazy("This is an archive.")),
)
_PICTURE = gettext_lazy("This is a picture.")
_NAMES: dict[Format, tuple[str, ...]] = {
    Format.WORD: ("docx", "dotx"),
    Format.OPEN_DOCUMENT: ("odt", "ott"),
    Format.PDF: ("pdf",),
    Format.TEXT: ("txt", "text", ""),
    Format.MARKDOWN: ("md", "markdown", "txt"),
    Format.WEB: ("htm", "html", "xhtml", "txt"),
}


def read_file(data: bytes, name: str = "") -> Document:
    """Read an uploaded file. Raises ImportRefused with a sentence that says what to do.

    The name decides nothing but whether a text is Markdown; where it is at odds with the content, a note says so.
    """
    if len(data) > settings.MAX_UPLOAD_BYTES:
        words = {"size": filesizeformat(len(data)), "most": filesizeformat(settings.MAX_UPLOAD_BYTES)}
        raise ImportRefused(
            _("This file is too large (%(size)s); the most is %(most)s. Leave its pictures out, or paste the text.")
            % words
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise ImportRefused(_("This file is empty. Check that the right file was chosen."))
    document = _read(data, name)
    if not document.has_text and document.format != Format.PDF:
        raise ImportRefused(_("There is no text in this file. Check that the right file was chosen."))
    if document.is_too_long:
        raise ImportRefused(packed.too_long())
    ending = _ending(name)
    if name and ending not in _NAMES[document.format]:
        called = _("The file is called “%(name)s”, but it is a %(format)s file and was read as one.")
        note = called % {"name": name[:100], "format": f".{document.format}"}
        return Document(document.format, document.html, (note, *document.notes), document.running_lines)
    return document


def _read(data: bytes, name: str) -> Document:
    try:
        return _reader_for(data, name)(data)
    except ImportRefused:
        raise
    except Exception as error:  # in a broken file, the libraries that read it can fail anywhere and in any way
        logger.info("A file could not be read: %s", type(error).__name__)
        raise ImportRefused(packed.damaged()) from None


def _reader_for(data: bytes, name: str) -> Callable[[bytes], Document]:
    if b"%PDF-" in data[:1024]:
        return read_pdf
    if data.startswith(b"PK\x03\x04"):
        return _reader_for_zip(data)
    if data.startswith(_OLD_OFFICE):
        raise ImportRefused(_old_office(data))
    for start, sentence in _REFUSED_BY_START:
        if data.startswith(start):
            advice = _SAVE_AS_WORD if start == b"{\\rtf" else _ALLOWED
            raise ImportRefused(f"{sentence} {advice}")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") or data[:4] == b"RIFF":
        raise ImportRefused(f"{_PICTURE} {_ALLOWED}")
    text = decode(data)
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<office:document\b", text[:2000]):
        raise ImportRefused(_("This is a flat OpenDocument file. Open it and save it as .odt, then choose that file."))
    if re.match(r"(?i)\s*(?:mime-version:|from:.*\n\s*\w)", text[:200]) and "multipart/" in text[:4000]:
        raise ImportRefused(
            _("This is a saved e-mail or web archive. Copy the text of the policy and paste it instead.")
        )
    if looks_like_html(text):
        return lambda _data: read_html(text)
    return read_markdown if _ending(name) in ("md", "markdown") else read_text


def _reader_for_zip(data: bytes) -> Callable[[bytes], Document]:
    archive = packed.opened(data)
    names = set(archive.namelist())
    kind = packed.part(archive, "mimetype")[:100].decode("ascii", errors="replace").strip()
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return read_open_document
    if any(name.startswith("word/document") for name in names):
        return read_word
    if any(name.startswith("xl/") for name in names) or "spreadsheet" in kind:
        raise ImportRefused(_("This is a spreadsheet. Copy the policy's text into a Word document, or paste it."))
    if any(name.startswith("ppt/") for name in names) or "presentation" in kind:
        raise ImportRefused(_("This is a presentation. Copy the policy's text into a Word document, or paste it."))
    if any(name.endswith((".iwa", "index.apxl", "index.xml")) for name in names):
        raise ImportRefused(
            _("This is a Pages file. In Pages choose File, Export To, Word, then choose the .docx file that it makes.")
        )
    if "[Content_Types].xml" in names:
        raise ImportRefused(packed.damaged())
    raise ImportRefused(_("This is an archive of several files. Unpack it and choose the policy itself."))


def _old_office(data: bytes) -> str:
    """What to say of a file in the format of Office before 2007, which is also that of locked files."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return packed.locked()
    if holds("WordDocument"):
        return _("This is an old Word file (.doc).") + f" {_SAVE_AS_WORD}"
    if holds("Workbook"):
        return _("This is a spreadsheet. Copy the policy's text into a Word document, or paste it.")
    if holds("PowerPoint Document"):
        return _("This is a presentation. Copy the policy's text into a Word document, or paste it.")
    return _("This is a file of an old program.") + f" {_SAVE_AS_WORD}"


def _ending(name: str) -> str:
    return name.rpartition(".")[2].casefold() if "." in name else ""
