"""In the copy of a chronology the time stands beside the words and never on them."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.typesetting import typeset

WHEN = ["25 October 2026, 01:30 BST", "between 28 September 2026 and 30 November 2026", "3 May 2026"]
LINE = """<!doctype html><html lang="en"><head><title>Chronology</title></head><body><article class="case-copy">
<section class="case-line"><p class="case-line__when"><span class="case-line__number">114</span> {when}</p>
<div class="case-line__what"><p class="case-line__kind">Note</p></div></section></article></body></html>"""


@pytest.mark.parametrize("when", WHEN)
def test_the_time_ends_before_the_kind_begins(when):
    page = PdfReader(BytesIO(typeset(LINE.format(when=when), identifier="x").content)).pages[0]

    rows = page.extract_text(extraction_mode="layout").splitlines()

    [row] = [row for row in rows if re.search(r"\bNote\b", row)]
    first = re.escape(when.split(" and ")[0])
    assert re.fullmatch(rf"114\s+{first}\s{{2,}}Note", row.strip()) is not None
