"""From the bytes of a file to rows: every bad file by name, each with a sentence (E-82)."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from people.importing import guess, read_table
from people.importing.reading import TableRefused


def xlsx(*rows, formats=None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell, shape in (formats or {}).items():
        sheet[cell].number_format = shape
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same XLSX with one part put in another's place."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {old: archive.read(old) for old in archive.namelist()}
    return zipped(parts | {name: part})


@pytest.mark.parametrize(
    "content",
    [
        "Name,Phone\nŁukasz,07700 900123\n".encode(),
        "\ufeffName,Phone\nŁukasz,07700 900123\n".encode(),
        "Name;Phone\r\nŁukasz;07700 900123\r\n".encode(),
        "Name\tPhone\nŁukasz\t07700 900123\n".encode("utf-16"),
        '\n\n"Name","Phone"\n\n"Łukasz","07700 900123"\n,\n'.encode(),
        "Name,Phone\rŁukasz,07700 900123\r".encode(),
        xlsx(["Name", "Phone"], ["Łukasz", "07700 900123"]),
        xlsx([None, None], ["Name", "Phone"], [None, None], ["Łukasz", "07700 900123"]),
    ],
    ids=["utf-8", "with mark", "semicolons", "utf-16 with tabs", "blank lines", "old mac", "xlsx", "xlsx with blanks"],
)
def test_a_table_is_read_whatever_program_wrote_it(content):
    table = read_table(content)

    assert (table.columns, table.rows) == (["Name", "Phone"], [["Łukasz", "07700 900123"]])


def test_an_old_windows_file_keeps_its_accents():
    assert read_table("Name\nSiobhán O’Neill\n".encode("cp1252")).rows == [["Siobhán O’Neill"]]


def test_rows_know_their_line_in_the_file():
    assert read_table(b"Name\nAnn\n\n\nBob\n").numbers == [2, 5]


def test_every_row_is_as_wide_as_the_widest():
    table = read_table(b"Name,Phone\nAnn\nBob,1,,3,,\n")

    assert (table.columns, table.rows) == (["Name", "Phone", "", ""], [["Ann", "", "", ""], ["Bob", "1", "", "3"]])


def test_cells_of_a_spreadsheet_come_as_they_are_seen():
    content = xlsx(
        ["Name", "Phone", "Born", "Joined", "Number", "Flag"],
        ["Ann", 7700900123, datetime.fromisoformat("2001-06-17 00:00"), date(2026, 9, 1), 12.5, True],
        formats={"B2": "00000000000"},
    )

    assert read_table(content).rows == [["Ann", "07700900123", "2001-06-17", "2026-09-01", "12.5", "Yes"]]


def test_what_we_defused_in_an_export_comes_back_as_it_was():
    assert read_table(b"Name,Phone\n'=SUM(A1),'+44 7700 900123\n'Twas Brillig,\n").rows == [
        ["=SUM(A1)", "+44 7700 900123"],
        ["'Twas Brillig", ""],
    ]


def test_a_formula_in_a_spreadsheet_is_not_run():
    content = xlsx(["Name", "Sum"], ["Ann", "=1+1"])

    assert read_table(content).rows == [["Ann", ""]]


BOMB = (
    b"<!DOCTYPE a ["
    b'<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">'.encode() for n in range(9))
    + b"]><worksheet><sheetData><row><c t='inlineStr'><is><t>&j;</t></is></c></row></sheetData></worksheet>"
)
STRANGER = b"""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet
xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>"""
GOOD = xlsx(["Name"], ["Ann"])
SHEET = "xl/worksheets/sheet1.xml"

NO_TABLE = "This file is no table. Choose a CSV or XLSX file."
NO_SPREADSHEET = "This file is no spreadsheet. Choose a CSV or XLSX file."
LOCKED = "This is an old Excel file or one with a password. Save it as CSV or as XLSX without one."
UNREADABLE = "This XLSX file cannot be read. Open it in your spreadsheet program and save it as CSV."
DAMAGED = "This file is damaged or has a password. Save it again without one."
UNPACKS = "This file unpacks to far more than a list of people. It is not opened."
NOBODY = "There is nobody in this file. The first row names the columns, and each further row is one person."
LONG = "This file is longer than 2000 rows or holds very much text. Split it."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NOBODY),
        (b"\n\n ,, \n", NOBODY),
        (b"Name,Phone\n", NOBODY),
        (xlsx(["Name"]), NOBODY),
        (b"%PDF-1.7 rest", NO_TABLE),
        (b"\x89PNG\r\n\x1a\n rest", NO_TABLE),
        (b"<!DOCTYPE html><html>", NO_TABLE),
        (b"Name\nAnn\x00\n", NO_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", LOCKED),
        (b"PK\x03\x04 broken", DAMAGED),
        (GOOD[:-200], DAMAGED),
        (
            zipped({"content.xml": b"<a/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            NO_SPREADSHEET,
        ),
        (zipped({"word/document.xml": b"<a/>"}), NO_SPREADSHEET),
        (zipped({"xl/workbook.xml": b"<a/>"}), UNREADABLE),
        (with_part(GOOD, SHEET, b"not xml"), UNREADABLE),
        (with_part(GOOD, SHEET, BOMB), UNREADABLE),
        (zipped({"xl/workbook.xml": b"<a/>", "xl/media/a.bin": bytes(61 * 1024 * 1024)}), UNPACKS),
        (
            zipped({f"xl/{n}": b"" for n in range(1200)} | {"xl/workbook.xml": b"<a/>"}),
            UNPACKS.replace("unpacks to", "has"),
        ),
        (b"Name\n" + b"Ann\n" * 2001, LONG),
        (b"Name\n" + b'"' + b"a" * 200_000 + b'"\n', "This CSV file is damaged and cannot be read to its end."),
        (b"a" * (5 * 1024 * 1024 + 1), "This file is too large. A list of people takes at most 5 megabytes."),
    ],
    ids=[
        "empty",
        "blanks",
        "only a heading",
        "only a heading in xlsx",
        "pdf",
        "picture",
        "html",
        "binary",
        "old or locked excel",
        "broken zip",
        "cut xlsx",
        "open document",
        "word",
        "hollow xlsx",
        "broken sheet",
        "entity bomb",
        "zip bomb",
        "thousand parts",
        "too many rows",
        "endless cell",
        "too large",
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(TableRefused) as refused:
        read_table(content)

    assert str(refused.value) == sentence.replace("has far more than", "has far more parts than")


def test_a_file_of_the_machine_is_never_read_into_a_table():
    try:
        rows = read_table(with_part(GOOD, SHEET, STRANGER)).rows
    except TableRefused:
        rows = []

    assert "root:" not in str(rows)


def test_a_size_that_the_file_claims_is_not_believed():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        sheet = archive.read(SHEET).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')

    assert read_table(with_part(GOOD, SHEET, sheet)).rows == [["Ann"]]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["Name", "E-mail", "Mobile"], {"name": 0, "email": 1, "phone": 2}),
        (["SURNAME", "First name", "D.O.B."], {"last_name": 0, "first_name": 1, "date_of_birth": 2}),
        (["Email Address:", "Full Name*", "Start date", "Rôle"], {"email": 0, "name": 1, "joined_on": 2, "role": 3}),
        (["Name", "Name"], {"name": 0}),
        (["Shoe size", ""], {}),
    ],
)
def test_columns_are_guessed_from_their_headings(columns, found):
    assert guess(columns) == found


@pytest.mark.parametrize("row", ["2000000000", "99999999999999999999999", "1048577"])
def test_a_row_far_below_the_others_is_no_reason_to_count_to_it(row):
    far = f'<c r="A{row}" t="inlineStr"><is><t>Ada Byron</t></is></c>'
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{head}<row r="{row}">{far}</row></sheetData></worksheet>'

    with pytest.raises(TableRefused, match="nobody in this file"):
        read_table(with_part(xlsx(["Name"]), "xl/worksheets/sheet1.xml", sheet.encode()))
