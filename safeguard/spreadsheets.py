"""Tables for spreadsheet programs: nothing in them runs, and no figure is turned into another (E-82)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_CELL = 32_767  # characters, the most that a cell of XLSX takes
FIRST_YEAR = 1900  # of XLSX; a day before it is written as text

Plain = str | int | date | None
"""What a cell takes: text, a whole number or a day."""


def defused(text: str) -> str:
    """The text of a cell that no spreadsheet program takes for a formula: a quote mark goes before it."""
    return f"'{text}" if text.lstrip(" ").startswith(RUNS) or text.startswith(RUNS) else text


def undefused(text: str) -> str:
    """What `defused` was given, for tables that come back to us."""
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text


def to_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV in UTF-8, with the mark by which spreadsheet programs know it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([defused(str(cell)) for cell in heading])
    writer.writerows([defused(str(cell)) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def to_xlsx(heading: Sequence[str], rows: Iterable[Sequence[Plain]], *, title: str = "") -> bytes:
    """XLSX in which what is text stays text, so that "07700 900123" keeps its nought and "=1+1" stays what it is.

    A day and a whole number are real ones, so that they sort.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(c for c in title if c not in "[]:*?/\\'")[:31] or None)
    for row in [heading, *rows]:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Plain) -> Any:
    if value is None:
        return WriteOnlyCell(sheet)
    if type(value) is int:
        return WriteOnlyCell(sheet, value=value)
    if type(value) is date and value.year > FIRST_YEAR:
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, value=NOT_IN_XML.sub("", str(value))[:LONGEST_CELL])
    cell.data_type, cell.number_format = "s", "@"
    return cell


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """An answer that the browser saves as a file and shows to nobody else."""
    response = HttpResponse(content, content_type=kind)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
