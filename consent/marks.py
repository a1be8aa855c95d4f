"""The square code on a paper form: drawn for the printer, and read from a scan."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader

from safeguard.scans import LARGEST_AREA
from safeguard.verification import tidy

LOOK_SIDE = 2400  # pixels; larger pictures are looked at in this size as well
PICTURES_OF_A_PAGE = 6  # a scanned page is one picture, or a few


def drawn(code: str) -> str:
    """The code as a square of dots: a data address for a printed page. A third of it may be dirty or torn."""
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    svg = zxingcpp.write_barcode_to_svg(barcode, add_quiet_zones=True)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def codes_in_picture(content: bytes) -> list[str]:
    """The codes on a picture that was cleaned already, in the form in which codes are kept."""
    with Image.open(io.BytesIO(content)) as picture:
        return _codes(picture)


def codes_in_pdf(content: bytes) -> list[str]:
    """The codes on the pictures of a page of a PDF. A page without pictures, or with broken ones, has none."""
    found: list[str] = []
    for page in PdfReader(io.BytesIO(content)).pages:
        for picture in _pictures(page):
            found += _codes(picture)
    return list(dict.fromkeys(found))


def _pictures(page: PageObject) -> Iterator[Image.Image]:
    try:
        for name in page.images.keys()[:PICTURES_OF_A_PAGE]:
            picture = page.images[name].image
            if picture is not None and picture.width * picture.height <= LARGEST_AREA:
                yield picture.convert("L")
    except Exception:
        # pypdf and Pillow raise whatever a broken picture makes them trip over; the page then waits for somebody.
        return


def _codes(picture: Image.Image) -> list[str]:
    grey = picture if picture.mode == "L" else picture.convert("L")
    found = _read(grey)
    if not found and max(grey.size) > LOOK_SIDE:
        grey.thumbnail((LOOK_SIDE, LOOK_SIDE))
        found = _read(grey)
    return found


def _read(grey: Image.Image) -> list[str]:
    read = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return list(dict.fromkeys(tidy(barcode.text) for barcode in read if len(barcode.text) <= 40))
