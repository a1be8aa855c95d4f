"""From the bytes of a file to rows of text. The bytes decide what it is, not the name."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from lxml import etree

from safeguard.refusals import Refused
from safeguard.spreadsheets import undefused

LARGEST_FILE = 5 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 60 * 1024 * 1024  # bytes of an XLSX file when unzipped
MOST_PARTS = 1000
MOST_ROWS = 2000
LAST_LINE = 20_000  # of a sheet, blank ones among them
MOST_COLUMNS = 60
MOST_TEXT = 4_000_000  # characters of all cells together
LONGEST_CELL = 1000  # characters that are kept of a cell; every field is shorter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel files, and new ones under a password


class TableRefused(Refused):
    """The file is no table that can be read."""


@dataclass(frozen=True)
class SheetTable:
    """The heading and the rows that hold anything; `numbers` are the lines where they stand in the file."""

    columns: list[str]
    rows: list[list[str]]
    numbers: list[int]


def read_table(content: bytes) -> SheetTable:
    """Raises TableRefused with a sentence for what is too large, locked, damaged, empty or no table at all."""
    if len(content) > LARGEST_FILE:
        raise TableRefused(_("This file is too large. A list of people takes at most 5 megabytes."))
    if content.startswith(OLE):
        raise TableRefused(
            _("This is an old Excel file or one with a password. Save it as CSV or as XLSX without one.")
        )
    if content.startswith(b"PK\x03\x04"):
        return _table(_lines_of_xlsx(content))
    return _table(_lines_of_csv(content))


def _table(lines: Iterable[list[str]]) -> SheetTable:
    columns: list[str] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    text = 0
    for number, line in enumerate(lines, start=1):
        cells = [" ".join(undefused(cell)[:LONGEST_CELL].split()) for cell in line[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if not columns:
            columns = cells
            continue
        text += sum(map(len, cells))
        if len(rows) == MOST_ROWS or text > MOST_TEXT:
            raise TableRefused(
                _("This file is longer than %(most)s rows or holds very much text. Split it.") % {"most": MOST_ROWS}
            )
        rows.append(cells)
        numbers.append(number)
    if not rows:
        raise TableRefused(
            _("There is nobody in this file. The first row names the columns, and each further row is one person.")
        )
    wide = max(_used(line) for line in [columns, *rows])
    return SheetTable(_as_wide(columns, wide), [_as_wide(row, wide) for row in rows], numbers)


def _used(line: list[str]) -> int:
    """How many cells there are up to the last one that holds anything."""
    return max(place for place, cell in enumerate(line, start=1) if cell)


def _as_wide(line: list[str], wide: int) -> list[str]:
    return (line + [""] * wide)[:wide]


# --- CSV -----------------------------------------------------------------------------------------------------------


def _lines_of_csv(content: bytes) -> Iterable[list[str]]:
    text = _decoded(content)
    if "\x00" in text or content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"<!DOCTYPE", b"<html")):
        raise TableRefused(_("This file is no table. Choose a CSV or XLSX file."))
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    except csv.Error as broken:
        raise TableRefused(_("This CSV file is damaged and cannot be read to its end.")) from broken


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else the code page of Windows in Britain, which takes every byte."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


# --- XLSX ----------------------------------------------------------------------------------------------------------


def _lines_of_xlsx(content: bytes) -> Iterable[list[str]]:
    _require_honest_zip(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that nobody asked for
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # the size that a file claims is not believed
            # A row may say that it is the two thousand millionth, and all before it would be counted.
            for row in sheet.iter_rows(max_row=LAST_LINE, max_col=MOST_COLUMNS):
                yield [_text(cell.value, cell.number_format or "") for cell in row]
    except Refused:
        raise
    except (etree.LxmlError, SyntaxError, KeyError, ValueError, TypeError, IndexError, AttributeError) as broken:
        raise TableRefused(
            _("This XLSX file cannot be read. Open it in your spreadsheet program and save it as CSV.")
        ) from broken
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise TableRefused(
            _("This XLSX file is damaged. Open it in your spreadsheet program and save it again.")
        ) from broken


def _require_honest_zip(content: bytes) -> None:
    """Look at what the parts unpack to before unpacking any; refuse a document that is no spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = 0
            for part in parts[: MOST_PARTS + 1]:
                with archive.open(part) as file:
                    while chunk := file.read(1024 * 1024):
                        unpacked += len(chunk)
                        if unpacked > LARGEST_UNPACKED:
                            raise TableRefused(
                                _("This file unpacks to far more than a list of people. It is not opened.")
                            )
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as broken:
        raise TableRefused(_("This file is damaged or has a password. Save it again without one.")) from broken
    if len(parts) > MOST_PARTS:
        raise TableRefused(_("This file has far more parts than a list of people. It is not opened."))
    if "xl/workbook.xml" not in names:
        raise TableRefused(_("This file is no spreadsheet. Choose a CSV or XLSX file."))


def _text(value: Any, shape: str) -> str:
    """A cell as its reader saw it: dates by the day, telephone numbers with the nought that their shape shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int):
        wide = len(shape) if shape and set(shape) == {"0"} else 0
        return str(value).zfill(wide)
    return str(value)
