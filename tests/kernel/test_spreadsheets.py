"""Tables for spreadsheet programs: nothing runs, nothing is turned into something else (E-82)."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeguard.spreadsheets import XLSX, defused, download, to_csv, to_xlsx, undefused


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 7700", "'+44 7700"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("O'Neill", "O'Neill"),
        ("07700", "07700"),
        ("", ""),
    ],
)
def test_what_could_run_is_defused(text, cell):
    assert defused(text) == cell
    assert undefused(cell) == text


@given(st.text())
def test_whatever_was_defused_comes_back(text):
    assert undefused(defused(text)) in (text, text[1:])
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_csv_is_known_as_utf_8():
    assert to_csv(["Name"], [["Łukasz"], ["=1"]]).decode("utf-8-sig") == "Name\r\nŁukasz\r\n'=1\r\n"
    assert to_csv(["Name"], []).startswith(b"\xef\xbb\xbf")


def test_an_excel_file_takes_any_text():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(["A"], [["=1\x00"], ["x" * 40_000]], title="a/b: [c]" * 9)))

    sheet = book.active
    assert (sheet["A2"].value, sheet["A2"].data_type, len(sheet["A3"].value)) == ("=1", "s", 32_767)
    assert len(sheet.title) == 31


def test_a_day_and_a_number_are_real_ones_and_text_stays_text():
    rows = [[date(2026, 3, 4), 7, None, "07700 900123", "=1+1", date(1899, 5, 1), True]]

    day, number, empty, phone, formula, old, flag = openpyxl.load_workbook(
        io.BytesIO(to_xlsx(list("abcdefg"), rows))
    ).active[2]

    assert (day.is_date, day.value.date(), day.number_format) == (True, date(2026, 3, 4), "yyyy-mm-dd")
    assert (number.data_type, number.value, empty.value) == ("n", 7, None)
    assert [(cell.data_type, cell.value) for cell in (phone, formula, old, flag)] == [
        ("s", "07700 900123"),
        ("s", "=1+1"),
        ("s", "1899-05-01"),
        ("s", "True"),
    ]


def test_a_download_has_a_name_in_any_script_and_no_line_of_its_own():
    answer = download(b"x", 'Łódź "x"\r\nSet-Cookie: a.xlsx', XLSX)

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="__d___x___Set-Cookie__a.xlsx"; '
        "filename*=UTF-8''%C5%81%C3%B3d%C5%BA%20%22x%22%0D%0ASet-Cookie%3A%20a.xlsx"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_characters_that_no_table_can_hold_are_left_out():
    """Pasted from elsewhere: U+FFFE is no character at all, and U+0007 rings a bell. A picture of a kite stays."""
    content = to_xlsx(["Name"], [["Mi\ufffea\x07 \U0001fa81"]])

    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active["A"]] == [
        "Name",
        "Mia \U0001fa81",
    ]
