"""The single central record as a PDF and as a spreadsheet."""

from datetime import datetime, time, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from audit.models import AuditEvent
from people.roles import Role
from safeguard import pdf
from safeguard.tickets import NO_PDF
from tests.volunteers.test_record import a_check, looked_up, taken_on
from volunteers.composing import record as composing
from volunteers.models import Result
from volunteers.services import record_prints
from volunteers.services.record import rows
from volunteers.services.record_prints import PAPERS
from volunteers.verbs import Verb

pytestmark = pytest.mark.usefixtures("scope")

ROOM = "/o/harbour-lights/volunteers/record/"


@pytest.fixture
def asks(signed_in, coordinator, django_capture_on_commit_callbacks):
    """The coordinator asks for a file and the worker makes it: the address of the page that tells how far it is."""

    def ask(kind, query=""):
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(coordinator).post(f"{ROOM}print/{kind}/{query}")
        return answer.url

    return ask


def fetched(client, page):
    return client.get(page.replace("/printed/?", "/printed/file/?"))


def ticket_of(page):
    return parse_qs(urlsplit(page).query)["ticket"][0]


def table(content):
    [sheet] = load_workbook(BytesIO(content)).worksheets
    heading, *found = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(heading, row, strict=True)) for row in found]


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_table_has_a_line_for_everybody_and_all_columns(client, asks, volunteer, coordinator):
    taken_on(volunteer, coordinator)
    a_check(volunteer)

    page = asks("xlsx")
    assert "The file is ready." in client.get(page).content.decode()
    answer = fetched(client, page)
    cory, vera = table(answer.content)

    today = datetime.combine(timezone.localdate(), time())  # as a real day is read back
    assert answer["Content-Disposition"].startswith('attachment; filename="central-record-')
    assert (cory["Name"], vera["Name"]) == ("Cory Bell", "Vera Lindqvist")
    assert vera["Identity seen on"] == vera["Decided on"] == vera["Issued on"] == today
    assert (vera["Number"], vera["Decided by"], vera["What is missing"]) == ("001234567890", "Cory Bell", "")
    assert cory["What is missing"] == (
        "Suitability not decided; Identity not seen; References missing; "
        "No position, so nobody knows which check is needed"
    )


def test_days_and_numbers_in_the_table_sort_as_such(client, asks, volunteer, coordinator):
    taken_on(volunteer, coordinator)
    a_check(volunteer)

    [sheet] = load_workbook(BytesIO(fetched(client, asks("xlsx")).content)).worksheets
    heading, _cory, vera = sheet.iter_rows()
    cells = {str(head.value): cell for head, cell in zip(heading, vera, strict=True)}

    for name in ("Joined", "Decided on", "Identity seen on", "Issued on", "Check decided on"):
        assert cells[name].is_date, name
    assert [(cells[name].data_type, cells[name].value) for name in ("References answered", "References wanted")] == [
        ("n", 2),
        ("n", 2),
    ]
    assert (cells["Number"].data_type, cells["Number"].value) == ("s", "001234567890")
    assert cells["Renew by"].value is None


def test_nothing_in_the_table_runs(client, asks, new_person):
    """E-82."""
    new_person("=HYPERLINK(1)", Role.VOLUNTEER, email="h@mail.example", signs_in=False)

    [line] = [row for row in table(fetched(client, asks("xlsx")).content) if "HYPER" in row["Name"]]
    assert line["Name"] == "=HYPERLINK(1)"
    [sheet] = load_workbook(BytesIO(fetched(client, asks("xlsx")).content)).worksheets
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_pdf_stands_under_the_charity_s_name_with_page_numbers(client, asks, volunteer, coordinator):
    taken_on(volunteer, coordinator)

    content = fetched(client, asks("pdf")).content
    words, [page] = words_of(content), PdfReader(BytesIO(content)).pages

    assert page.mediabox.width > page.mediabox.height
    for expected in (
        "Harbour Lights",
        "1 Quay Street",
        "Vera Lindqvist",
        "2 people. Made on",
        "by Cory Bell",
        "Page 1 of 1",
    ):
        assert expected in words
    assert "Page 1 of 1" in words


def test_on_a_second_page_the_headings_come_again(new_person, coordinator, asks, client):
    for number in range(40):
        new_person(f"Helper {number:02}", Role.VOLUNTEER, signs_in=False)

    pages = PdfReader(BytesIO(fetched(client, asks("pdf")).content)).pages

    assert len(pages) > 1
    assert all("Criminal-record check" in page.extract_text() for page in pages)


def test_neither_tells_what_an_online_check_found(client, asks, volunteer, coordinator):
    looked_up(volunteer, taken_on(volunteer, coordinator), coordinator)

    rows = table(fetched(client, asks("xlsx")).content)
    words = words_of(fetched(client, asks("pdf")).content)

    assert rows[1]["Online check done on"] == datetime.combine(timezone.localdate(), time())
    assert "Done on" in words
    assert str(Result.CONCERN.label) not in words + str(rows)


def test_a_file_has_what_the_boxes_ask_for(client, asks, volunteer, coordinator):
    taken_on(volunteer, coordinator)

    rows = table(fetched(client, asks("xlsx", "?gap=any")).content)

    assert [row["Name"] for row in rows] == ["Cory Bell"]
    assert "These are some of the people" in words_of(fetched(client, asks("pdf", "?q=vera")).content)


def test_it_is_recorded_who_made_it_and_how_many_stand_on_it(asks, volunteer, coordinator):
    asks("pdf")

    event = AuditEvent.objects.get(verb=Verb.PRINTED_RECORD)
    assert event.actor_id == coordinator.pk
    assert event.detail == {"file": "pdf", "people": 2, "filtered": False}


def test_a_ticket_opens_nothing_for_somebody_else(signed_in, asks, lead):
    page = asks("xlsx")

    answer = fetched(signed_in(lead), page)

    assert answer.url == ROOM


def test_a_ticket_ends(client, asks, coordinator):
    page = asks("xlsx")

    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert record_prints.opened(ticket_of(page), by=coordinator) is None


def test_until_it_is_made_the_page_looks_again_by_itself(signed_in, coordinator):
    client = signed_in(coordinator)
    page = client.post(f"{ROOM}print/pdf/").url  # the worker has not begun

    whole = client.get(page).content.decode()
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()

    assert 'http-equiv="refresh"' in whole
    assert "The file is being made." in part
    assert "<h1>" not in part
    assert fetched(client, page).url == page


def test_a_computer_without_type_says_what_to_do(signed_in, coordinator, monkeypatch, asks, client):
    def unavailable():
        raise pdf.Unavailable("no Pango")

    monkeypatch.setattr(pdf, "_weasyprint", unavailable)
    page = asks("pdf")

    assert PAPERS.made(ticket_of(page)) == NO_PDF
    assert "Make the Excel file" in client.get(page).content.decode()


def test_a_page_that_was_never_asked_for_leads_back(signed_in, coordinator):
    assert signed_in(coordinator).get(f"{ROOM}printed/?ticket=nonsense").url == ROOM
    assert signed_in(coordinator).post(f"{ROOM}print/docx/").status_code == 404


def test_every_column_has_a_heading(volunteer):
    [row] = rows([volunteer], timezone.localdate())

    assert len(composing.flat(row)) == len(composing.headings())
