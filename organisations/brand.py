"""An organisation's colour, and the colours that follow from it so that everything can still be read."""

import re
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

AA = 4.5  # WCAG 2.2, 1.4.3
WHITE = "#ffffff"
INK = "#1b2330"
DARKEST_GROUND = "#f3efe6"  # what reads on sand reads on paper and cards too


@dataclass(frozen=True)
class Palette:
    """The four variables of tokens.css that an organisation's colour replaces."""

    brand: str
    brand_dark: str
    brand_text: str
    on_brand: str


def palette(colour: str) -> Palette:
    """Colours with AA contrast: `on_brand` upon `brand`, `brand_text` upon paper, white upon both dark ones.

    Raises ValueError for what is not a colour such as #114b5f.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour such as #114b5f.")
    brand = colour.lower()
    on_brand = max(WHITE, INK, key=lambda letters: contrast(letters, brand))
    if contrast(on_brand, brand) < AA:  # a middling colour on which neither reads
        on_brand, brand = WHITE, _darkened(brand, WHITE)
    brand_text = _darkened(brand, DARKEST_GROUND)
    lighter = _mixed(brand_text, WHITE, 0.25)
    brand_dark = lighter if contrast(WHITE, brand_text) > 15 else _mixed(brand_text, "#000000", 0.3)
    return Palette(brand, brand_dark, brand_text, on_brand)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@login_not_required
def stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """The colours as CSS variables. Named by the colour, so it says nothing about who uses it and never changes."""
    try:
        colours = palette(f"#{colour}")
    except ValueError as wrong:
        raise Http404 from wrong
    response = render(request, "brand.css", {"palette": colours}, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _luminance(colour: str) -> float:
    channels = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _mixed(colour: str, other: str, share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(colour), _channels(other), strict=True))
    return "#" + bytes(mixed).hex()


def _darkened(colour: str, ground: str) -> str:
    """The same colour, only as much darker as it must be to read upon this ground."""
    shades = (_mixed(colour, "#000000", step / 50) for step in range(51))
    return next(shade for shade in shades if contrast(shade, ground) >= AA)
