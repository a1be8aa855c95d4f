"""The print style on a sample pack: letterhead and page numbers everywhere, and nothing past the edge of the paper."""

from io import BytesIO

import pytest
import weasyprint
from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint.formatting_structure.boxes import TextBox

from organisations.brand import palette
from safeguard import pdf
from safeguard.style_page import samples

MILLIMETRE = 96 / 25.4  # CSS pixels
COVER, CONTENTS, FIRST_DOCUMENT = 0, 1, 2


@pytest.fixture(scope="module")
def pages() -> list[str]:
    made = pdf.render("style/print.html", samples(), identifier="sample")
    # pypdf puts a nought before each letter of the bold font
    return [" ".join(page.extract_text().replace("\0", "").split()) for page in PdfReader(BytesIO(made)).pages]


@pytest.mark.clause("RW-19")
def test_name_and_postal_address_stand_on_every_page(pages):
    assert [page for page in pages if "Harbour Lights Youth Club" not in page] == []
    assert [page for page in pages if "1 Quay Street, Seaham, SR7 1AA" not in page] == []


def test_every_page_but_the_cover_says_which_of_how_many_it_is(pages):
    of = len(pages)

    assert [f"Page {number} of {of}" in page for number, page in enumerate(pages, start=1)] == [
        False,
        *[True] * (of - 1),
    ]


def test_the_contents_give_the_page_on_which_each_document_begins(pages):
    begins = 1 + next(number for number, page in enumerate(pages) if "This document is not available" in page)

    assert f"Complaintsnotavailable{begins}" in pages[CONTENTS].replace(" ", "")


def test_the_foot_of_a_page_names_its_document(pages):
    assert "Social media: staff and volunteers, version 3.1" in pages[FIRST_DOCUMENT]
    assert pages[-1].count("Is this pack genuine?") == 2


def test_what_is_read_aloud_is_not_hidden_on_paper(pages):
    assert "added:" not in " ".join(pages)


@pytest.mark.parametrize("longest", ["Wolfeschlegelsteinhausenbergerdorff" * 9, "Ada " * 75])
def test_nothing_runs_past_the_edge_of_the_paper(longest):
    told = samples()
    told["register"] = [[longest, longest, longest, longest, longest]]
    told["signature_lines"] = [{"name": longest, "role": longest}, {"name": longest, "signed": longest}]
    told["adoption"] = [{"key": longest, "value": longest}]
    told["contents"] = [{"title": longest, "anchor": "document-1", "note": longest}]
    told["cover_rows"] = [{"key": longest, "value": longest}]
    told |= {"long_name": longest, "letterhead_name": longest[:300]}

    stylesheet = weasyprint.CSS(filename=str(pdf.asset(pdf.STYLESHEETS[0])))
    document = weasyprint.HTML(string=render_to_string("style/print.html", told)).render(stylesheets=[stylesheet])
    past = [
        (number, box.text[:40])
        for number, page in enumerate(document.pages, start=1)
        for box in page._page_box.descendants()
        if isinstance(box, TextBox)
        and (box.position_y < 3 * MILLIMETRE or box.position_x + box.width > 190 * MILLIMETRE)
    ]

    assert past == []


def test_the_organisation_s_colour_is_printed_too():
    page = render_to_string("style/print.html", samples() | {"palette": palette("#7b2d8b")})

    assert "--brand: #7b2d8b;" in page
