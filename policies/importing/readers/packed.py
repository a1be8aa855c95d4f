"""Zip files from strangers: looked at before anything in them is unpacked."""

import re
import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from policies.importing.refusing import ImportRefused

MOST_ENTRIES = 3_000
MOST_UNPACKED = 300 * 1024 * 1024  # bytes of all entries together, pictures included
MOST_XML = 8 * 1024 * 1024  # bytes of one part with text; 80 pages are about one or two million
WORST_RATIO = 200  # unpacked to packed; text in Word files seldom passes 20


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if it is whole, of a sensible size and not locked. Raises ImportRefused."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, OverflowError):
        raise ImportRefused(damaged()) from None
    total = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    packed = min(packed, len(data))
    if len(entries) > MOST_ENTRIES or total > MOST_UNPACKED or (total > 1024 * 1024 and total > packed * WORST_RATIO):
        raise ImportRefused(
            _("This file unpacks to something far too large, so it was not opened. Save the document again and retry.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(locked())
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part, b"" if there is none."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return b""
    if entry.file_size > MOST_XML:
        raise ImportRefused(too_long())
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        raise ImportRefused(damaged()) from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise ImportRefused(damaged()) from None


def xml(data: bytes) -> Element | None:
    """The XML of a part, None if it is empty. No document types, no entities, nothing fetched."""
    if not data:
        return None
    try:
        return fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        raise ImportRefused(damaged()) from None


def local(tag: object) -> str:
    """The name of an element without its namespace."""
    return re.sub(r"^\{[^}]*\}", "", tag) if isinstance(tag, str) else ""


def damaged() -> str:
    return _("This file is damaged or incomplete. Open it in the program that made it, save it again and retry.")


def too_long() -> str:
    return _("The text of this document is too long to be read here. Send only the part that is the policy.")


def locked() -> str:
    return _("This file is protected by a password. Open it, remove the password, save it and retry.")
