"""What is taken as a document of a case: words only, in four kinds of files, each taken apart before it is believed.

Nothing that is or may be a picture comes in, nor anything that runs or opens by itself (WY-108, E-56). A file is never
shown here, and nothing of it is drawn. What cannot be read to its end is refused, and the whole of it is forgotten.
"""

from __future__ import annotations

import re
import struct
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdf
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

from incidents.no_pictures import hides_a_picture
from safeguard.refusals import Refused

LARGEST = 5 * 1024 * 1024  # bytes
MOST_PARTS = 300
LARGEST_UNPACKED = 40 * 1024 * 1024  # bytes of all parts together
WORST_RATIO = 200  # unpacked to packed
MOST_OBJECTS = 60_000
MOST_PAGES = 500

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
PICTURES = re.compile(
    rb"\xff\xd8\xff[\xe0\xe1\xe8\xee].{2}(?:JFIF|Exif|JFXX|ICC_PROFILE|Adobe)|\x89PNG\r\n\x1a\n|GIF8[79]a|"
    rb"RIFF.{4}WEBP|ftyp(?:heic|heix|mif1|avif|isom|mp4|qt  )|\x00\x00\x00\x0cjP  |<svg\b",
    re.DOTALL,
)


class DocumentRefused(Refused):
    """It does not come in. The text is for the person who chose it."""


@dataclass(frozen=True)
class Document:
    """A file that holds words only, as it is kept."""

    kind: str  # of CONTENT_TYPES
    content: bytes


def read(content: bytes) -> Document:
    """Take a file apart and say what it is, whatever its name says. Raises DocumentRefused."""
    if not content:
        raise DocumentRefused(_("This file is empty."))
    if len(content) > LARGEST:
        raise DocumentRefused(_("This file is larger than 5 MB. Choose a smaller one, or write down what it says."))
    try:
        return _read(content)
    except DocumentRefused:
        raise
    except (MemoryError, RecursionError):
        raise DocumentRefused(damaged()) from None
    except Exception:
        raise DocumentRefused(damaged()) from None


def _read(content: bytes) -> Document:
    if content.startswith(b"%PDF-"):
        _refuse_pictures_in(content)
        _check_pdf(content)
        return Document("pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return _zip(content)
    if PICTURES.search(content[:4096]) or content[:4] in (b"II*\x00", b"MM\x00*") or content[:2] == b"BM":
        raise DocumentRefused(picture())
    return Document("txt", _text(content))


def picture() -> str:
    return _(
        "This file is a picture or holds one, so nothing of it was kept. Do not send it, do not copy it and do not "
        "show it to anybody. If it may be an indecent image of a child, call the police and write "
        "down here what they say."
    )


def damaged() -> str:
    return _("This file cannot be read to its end. Save it again as PDF, DOCX, ODT or TXT, or write down what it says.")


def not_words() -> str:
    return _(
        "This file holds more than words, such as a macro, an attached file or a link that opens by itself. Save the "
        "words alone, or write down what it says."
    )


def _refuse_pictures_in(content: bytes) -> None:
    if PICTURES.search(content):
        raise DocumentRefused(picture())


# Text --------------------------------------------------------------------------------------------------------------


def _text(content: bytes) -> bytes:
    """As UTF-8. A file with signs that no text has is none."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "strict") if not re.search(rb"[\x00-\x08\x0e-\x1f]", content) else "\x00"
    if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]", text):
        raise DocumentRefused(_("Only text is taken: PDF, DOCX, ODT or TXT. Write down what this file says."))
    if text.lstrip().startswith("{\\rtf"):
        raise DocumentRefused(_("This is an RTF file. Save it as DOCX, ODT or TXT."))
    if hides_a_picture(text):
        raise DocumentRefused(picture())
    return text.encode()


# PDF ---------------------------------------------------------------------------------------------------------------

PDF_PICTURE = re.compile(rb"/(?:DCTDecode|JPXDecode|CCITTFaxDecode|JBIG2Decode)\b|/Subtype\s*/Image\b")
MAY_BE_INLINE = re.compile(rb"(?<![A-Za-z0-9])BI(?![A-Za-z0-9]).*?(?<![A-Za-z0-9])ID(?![A-Za-z0-9])", re.DOTALL)
NO_DRAWING = {"/ObjStm", "/XRef", "/Metadata"}
INLINE = re.compile(rb"(?:^|[\s\]>)])BI[\s/](?:(?!\sEI\b).){0,2000}?[\s>\]]ID[\s]", re.DOTALL)
RUNS = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/RF"}
RUNS |= {
    "/RichMediaContent",
    "/Movie",
    "/Sound",
    "/Screen",
    "/3D",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/FileAttachment",
}
FONTS = {"/FontFile", "/FontFile2", "/FontFile3"}


def _check_pdf(content: bytes) -> None:
    if PDF_PICTURE.search(content):
        raise DocumentRefused(picture())
    if len(content) - content.rfind(b"%%EOF") > 1024:
        raise DocumentRefused(damaged())
    pdf = pypdf.PdfReader(BytesIO(content), strict=False)
    if pdf.is_encrypted:
        raise DocumentRefused(_("This PDF is locked with a password. Save it again without one."))
    keys = {(number, generation) for generation, table in pdf.xref.items() for number in table}
    keys |= {(number, 0) for number in pdf.xref_objStm}
    if len(keys) > MOST_OBJECTS or len(pdf.pages) > MOST_PAGES:
        raise DocumentRefused(_("This PDF is far too long. Choose the pages that matter."))
    # Objects that no table names any more are still in the file: what an older state of it held counts too.
    named = re.findall(rb"(?<!\d)(\d{1,7})\s+(\d{1,5})\s+obj\b", content)
    keys |= {(int(number), int(generation)) for number, generation in named}
    fonts: set[int] = set()
    streams: list[tuple[int, StreamObject]] = []
    for key, generation in sorted(keys):
        found = pdf.get_object(IndirectObject(key, generation, pdf))
        _look(found, fonts, depth=0)
        if isinstance(found, StreamObject):
            streams.append((key, found))
    unpacked = 0
    for key, stream in streams:
        if key in fonts:
            continue
        data = stream.get_data()
        unpacked += len(data)
        if unpacked > LARGEST_UNPACKED:
            raise DocumentRefused(damaged())
        if PICTURES.search(data) or PDF_PICTURE.search(data):
            raise DocumentRefused(picture())
        if _draws_inline(data, stream, pdf):
            raise DocumentRefused(picture())
    for page in pdf.pages:  # several streams are one page
        contents = page.get_contents()
        if contents is not None and _draws_inline(contents.get_data(), contents, pdf):
            raise DocumentRefused(picture())
    if not any(re.search(r"\w", page.extract_text() or "") for page in pdf.pages):
        raise DocumentRefused(
            _(
                "This PDF holds no words that can be read: it may be a scan, which is a picture. Write down what it "
                "says."
            )
        )


def _draws_inline(data: bytes, stream: StreamObject, pdf: pypdf.PdfReader) -> bool:
    """Whether a picture stands among the drawing itself."""
    if not MAY_BE_INLINE.search(data):
        return False
    if str(stream.get("/Type")) in NO_DRAWING or "/N" in stream:
        return bool(INLINE.search(data))
    return any(operator == b"INLINE IMAGE" for _operands, operator in ContentStream(stream, pdf).operations)


def _look(found: Any, fonts: set[int], depth: int) -> None:
    """Refuse what is a picture or runs, in one object and in what stands directly in it."""
    if depth > 40:
        raise DocumentRefused(damaged())
    if isinstance(found, DictionaryObject):
        kinds = {str(found.get(name, "")) for name in ("/Subtype", "/Type", "/S")}
        if kinds & {"/Image"} or "/Thumb" in found or "/SMaskInData" in found:
            raise DocumentRefused(picture())
        if (set(map(str, found)) | kinds) & RUNS:
            raise DocumentRefused(not_words())
        opens = found.get("/OpenAction")
        if "/AA" in found or (isinstance(opens, DictionaryObject) and str(opens.get("/S")) != "/GoTo"):
            raise DocumentRefused(not_words())  # an address that opens by itself says who reads it, and when
        for name, value in found.items():
            raw = found.raw_get(name)
            if name in FONTS and isinstance(raw, IndirectObject):
                fonts.add(raw.idnum)
            if not isinstance(raw, IndirectObject):
                _look(value, fonts, depth + 1)
    elif isinstance(found, ArrayObject):
        for value in list.__iter__(found):
            if not isinstance(value, IndirectObject):
                _look(value, fonts, depth + 1)


# DOCX and ODT ------------------------------------------------------------------------------------------------------

THUMBNAILS = re.compile(r"(?:docProps|Thumbnails)/thumbnail\.(?:png|jpe?g|emf|wmf)", re.IGNORECASE)
PARTS = {
    "docx": re.compile(
        r"(?:\[Content_Types\]\.xml|(?:_rels|docProps|word|customXml)/[\w./-]*\.(?:xml|rels|odttf)|_rels/\.rels)"
    ),
    "odt": re.compile(
        r"(?:mimetype|META-INF/manifest\.xml|(?:content|styles|meta|settings)\.xml|manifest\.rdf|"
        r"Configurations2/[\w./-]*|layout-cache|Fonts/[\w .-]*)"
    ),
}
RUNNING_PARTS = re.compile(
    r"(?i)vbaProject|vbaData|activeX|embeddings|afchunk|Basic/|Scripts/|macro|\.bin$|\.html?$|\.mht"
)
RUNNING_XML = re.compile(
    rb"altChunk\b|oleObject\b|<o:OLEObject|attachedTemplate\b|vbaProject|<script:|office:script\b|script:event-listener|"
    rb"\bDDE(?:AUTO)?\b|INCLUDETEXT|subDocument\b|draw:object|draw:plugin|draw:applet|draw:floating-frame|dde-"
)
PICTURE_XML = re.compile(
    rb"<pic:|imagedata\b|binData\b|binary-data\b|draw:image|/relationships/(?:image|video|audio|media)\b|INCLUDEPICTURE|"
    rb"fill-image\b|background-image\b|list-level-style-image|blip\b|numPicBullet|data:image|;base64,"
)
BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n]{2000,}")


def _zip(content: bytes) -> Document:
    archive = zipfile.ZipFile(BytesIO(content))
    parts = archive.infolist()
    _check_envelope(content, archive, parts)
    names = {part.filename for part in parts}
    kind = "docx" if "word/document.xml" in names else "odt" if "content.xml" in names else ""
    if not kind:
        raise DocumentRefused(_("Only text is taken: PDF, DOCX, ODT or TXT. Write down what this file says."))
    if kind == "odt" and archive.read("mimetype").strip() != b"application/vnd.oasis.opendocument.text":
        raise DocumentRefused(_("Only text is taken: PDF, DOCX, ODT or TXT. Write down what this file says."))
    kept: list[tuple[str, bytes]] = []
    for part in parts:
        if part.is_dir() or THUMBNAILS.fullmatch(part.filename):
            continue  # a small picture that the program drew of its own page: it is left out
        data = archive.read(part)
        if RUNNING_PARTS.search(part.filename):
            raise DocumentRefused(not_words())
        if not PARTS[kind].fullmatch(part.filename) or (PICTURES.search(data) and not _is_font(part.filename)):
            raise DocumentRefused(picture())
        if part.filename.endswith((".xml", ".rels", ".rdf")):
            _check_xml(data)
        elif part.filename.startswith("Configurations2/") and data:
            raise DocumentRefused(picture())
        kept.append((part.filename, _without_thumbnail(part.filename, data)))
    return Document(kind, _packed(kept))


def _check_envelope(content: bytes, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Sizes first; then that nothing lies before, between or behind the parts."""
    total, names = sum(part.file_size for part in parts), [part.filename for part in parts]
    if (
        len(parts) > MOST_PARTS
        or total > LARGEST_UNPACKED
        or (total > 1024 * 1024 and total > len(content) * WORST_RATIO)
    ):
        raise DocumentRefused(_("This file unpacks to something far too large, so it was not opened."))
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentRefused(_("This file is locked with a password. Save it again without one."))
    if len(set(map(str.casefold, names))) != len(names) or any(".." in name or name.startswith("/") for name in names):
        raise DocumentRefused(damaged())
    place = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if not 0 <= part.header_offset - place <= 24:  # a data descriptor may stand between two
            raise DocumentRefused(damaged())
        name, extra = struct.unpack("<HH", content[part.header_offset + 26 : part.header_offset + 30])
        place = part.header_offset + 30 + name + extra + part.compress_size
    if not 0 <= archive.start_dir - place <= 24 or archive.comment or not content[-22:].startswith(b"PK\x05\x06"):
        raise DocumentRefused(damaged())


def _is_font(name: str) -> bool:
    return name.endswith(".odttf") or name.startswith("Fonts/")


def _check_xml(data: bytes) -> None:
    if not data:
        return
    try:
        fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise DocumentRefused(damaged()) from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:200] or not _is_utf8(data):
        raise DocumentRefused(damaged())
    flat = re.sub(rb"&#(?:x0*([0-9a-fA-F]{1,6})|0*(\d{1,7}));", _sign, data)
    if RUNNING_XML.search(flat):
        raise DocumentRefused(not_words())
    if re.search(rb"""TargetMode\s*=\s*["']External""", flat):
        targets = re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", flat)
        if any(b"External" in one and b"/hyperlink" not in one for one in targets):
            raise DocumentRefused(not_words())
    if PICTURE_XML.search(flat) or BASE64.search(flat):
        raise DocumentRefused(picture())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    declared = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""", data)
    return declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")


def _sign(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    return chr(number).encode("utf-8", "replace") if number < 0x110000 else b""


def _without_thumbnail(name: str, data: bytes) -> bytes:
    if name == "_rels/.rels":
        return re.sub(rb"<Relationship\b[^>]*thumbnail[^>]*/>", b"", data)
    if name == "META-INF/manifest.xml":
        return re.sub(rb"<manifest:file-entry\b[^>]*Thumbnails/[^>]*/>", b"", data)
    return data


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    """Packed anew: nothing but the parts that were looked at."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(parts, key=lambda part: part[0] != "mimetype"):
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=stored)
    return made.getvalue()
