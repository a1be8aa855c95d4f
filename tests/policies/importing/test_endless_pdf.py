"""Small PDF files that would be read for hours are refused in a moment."""

from __future__ import annotations

import zlib

import pytest

from policies.importing.readers import read_file
from policies.importing.refusing import ImportRefused

WORDS = b"BT /F1 12 Tf 10 10 Td (We keep everybody safe on the water) Tj ET\n"
FONT = b"/Font << /F1 5 0 R >>"


def pdf(contents: bytes, *, pages: int = 1, resources: bytes = FONT, forms: list[bytes] | None = None) -> bytes:
    kids = b" ".join([b"3 0 R"] * pages)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %s >> >>" % resources,
        stream(contents),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(forms or []),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table) + end


def stream(content: bytes, more: bytes = b"") -> bytes:
    data = zlib.compress(content, 9)
    return b"<< %s /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (more, len(data), data)


def form(number: int, *, shows: int | None, times: int) -> bytes:
    """A drawing that shows the next one many times over."""
    inner = b"/XObject << /X %d 0 R >>" % shows if shows else b""
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << %s %s >>" % (FONT, inner)
    return stream(b"/X Do\n" * times if shows else WORDS, kind)


def test_an_honest_one_is_read():
    assert "We keep everybody safe on the water" in read_file(pdf(WORDS * 20), "x.pdf").html


@pytest.mark.parametrize("data", [pdf(WORDS * 120_000), pdf(WORDS * 2_000, pages=390)], ids=["one page", "many"])
def test_one_without_end_is_refused(data):
    assert len(data) < 60_000

    with pytest.raises(ImportRefused, match="too long"):
        read_file(data, "x.pdf")


@pytest.mark.parametrize(
    "forms",
    [
        [form(6, shows=6, times=50)],
        [form(number, shows=number + 1 if number < 12 else None, times=50) for number in range(6, 13)],
    ],
    ids=["in itself", "in drawings"],
)
def test_a_drawing_that_stands_in_others_without_end_is_no_reason_to_draw_it(forms):
    drawings = FONT + b" /XObject << /X 6 0 R >>"

    assert "on the water" in read_file(pdf(WORDS * 20 + b"/X Do\n" * 50, resources=drawings, forms=forms), "x.pdf").html
