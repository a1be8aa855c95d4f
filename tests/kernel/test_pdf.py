"""PDFs: the same bytes for the same input, tagged, and nothing fetched from outside."""

import logging
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.template import engines
from pypdf import PdfReader

from safeguard import pdf


@pytest.fixture
def template(settings, tmp_path):
    """Writes a template of its own folder and answers its name."""
    folder = tmp_path / "templates"
    folder.mkdir()
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]

    def write(body: str) -> str:
        (folder / "document.html").write_text(
            f'<html lang="en"><head><title>{{{{ document_title }}}}</title></head><body>{body}</body></html>',
            encoding="utf-8",
        )
        engines.all()
        return "document.html"

    return write


def made(template_name: str, identifier: str = "ABCD-1234") -> bytes:
    return pdf.render(template_name, {"document_title": "Receipt"}, identifier=identifier, stylesheets=())


def text(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)


def test_the_same_input_gives_the_same_bytes_on_another_day(template):
    name = template("<h1>Receipt</h1><p>Łukasz Ngũgĩ read it.</p>")

    with time_machine.travel("2026-11-20 10:00Z"):
        first = made(name)
    with time_machine.travel("2027-03-28 01:30Z"):
        assert made(name) == first


def test_the_identifier_is_part_of_the_file(template):
    name = template("<p>Receipt</p>")

    assert made(name, "ABCD-1234") != made(name, "ABCD-1235")


def test_a_document_is_tagged_and_has_a_title_and_a_language(template):
    reader = PdfReader(BytesIO(made(template("<h1>Receipt</h1>"))))

    assert reader.metadata.title == "Receipt"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_pages_are_counted(template):
    assert pdf.page_count(made(template('<p>One</p><p style="break-before: page">Two</p>'))) == 2


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/picture.png",
        "https://example.com/picture.png",
        "file:///etc/hostname",
        "ftp://127.0.0.1:9/picture.png",
        "//127.0.0.1:9/picture.png",
        "/static/../../etc/hostname",
        "/static/%2e%2e/manage.py",
        "/etc/hostname",
        "/o/harbour-lights/",
    ],
)
def test_no_address_outside_the_static_files_is_fetched(template, caplog, address):
    name = template(f'<p>Before</p><img alt="" src="{address}"><p>After</p>')

    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        assert text(made(name)).split() == ["Before", "After"]

    assert [record.levelname for record in caplog.records if "Failed to load image" in record.getMessage()] == ["ERROR"]


def test_a_file_of_the_computer_is_not_attached(template):
    name = template('<link rel="attachment" href="file:///etc/hostname"><p>Text</p>')

    assert PdfReader(BytesIO(made(name))).attachments == {}


def test_our_own_pictures_and_data_addresses_are_shown(template, caplog):
    square = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    name = template(f'<img alt="A shield" src="/static/img/shield.svg"><img alt="A square" src="{square}">')

    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        made(name)

    assert [record.getMessage() for record in caplog.records] == []


def test_a_stylesheet_that_is_missing_is_said_aloud(template):
    with pytest.raises(LookupError, match=r"css/print/none\.css is no static file"):
        pdf.render(template("<p>Text</p>"), {"document_title": "A"}, identifier="A", stylesheets=["css/print/none.css"])


@pytest.mark.parametrize("name", ["../manage.py", "/etc/hostname", "css/../../manage.py", "none.css"])
def test_only_static_files_are_assets(name):
    with pytest.raises(LookupError):
        pdf.asset(name)


def test_an_asset_is_found_by_its_name():
    assert pdf.asset("img/shield.svg").read_bytes() == Path("static/img/shield.svg").read_bytes()
