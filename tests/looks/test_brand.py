"""Whatever colour a charity has, everything on its pages can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from organisations.brand import AA, DARKEST_GROUND, WHITE, Palette, contrast, palette
from safeguard.static_files import in_one_piece

STYLESHEETS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", (STYLESHEETS / "tokens.css").read_text()))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)],
)
def test_contrast_is_the_ratio_of_the_guidelines(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio


@given(st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True))
def test_every_colour_gives_colours_that_can_be_read(colour):
    made = palette(colour)

    assert contrast(made.on_brand, made.brand) >= AA
    assert contrast(made.brand_text, DARKEST_GROUND) >= AA
    assert contrast(WHITE, made.brand_text) >= AA
    assert contrast(WHITE, made.brand_dark) >= AA
    assert made.brand_dark != made.brand_text


def test_a_dark_colour_is_kept_as_it_is():
    assert palette("#124C5F") == Palette("#124c5f", "#0d3542", "#124c5f", "#ffffff")


def test_a_light_colour_keeps_its_bar_and_darkens_its_words():
    made = palette("#ffd24d")

    assert (made.brand, made.on_brand) == ("#ffd24d", "#1b2330")
    assert made.brand_text == "#806926"


@pytest.mark.parametrize("colour", ["", "red", "#fff", "124c5f", "#12345g", "#124c5f;}", "#124c5f\n"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match="is not a colour"):
        palette(colour)


def test_the_stylesheet_starts_from_the_same_colours():
    made = palette(TOKENS["--brand"])

    assert made == Palette(TOKENS["--brand"], TOKENS["--brand-dark"], TOKENS["--brand-text"], TOKENS["--on-brand"])


@pytest.mark.parametrize("kind", ["good", "soon", "bad", "info", "quiet"])
def test_every_kind_can_be_read_on_its_ground_and_its_edge_can_be_seen(kind):
    letters, ground, edge = (TOKENS[f"--{kind}{part}"] for part in ("", "-ground", "-edge"))

    assert contrast(letters, ground) >= AA
    assert contrast(edge, TOKENS["--card"]) >= 3
    assert contrast(letters, TOKENS["--paper"]) >= AA


@pytest.mark.parametrize("letters", ["--ink", "--ink-soft"])
@pytest.mark.parametrize("ground", ["--paper", "--card", "--sand"])
def test_ink_can_be_read_on_every_paper(letters, ground):
    assert contrast(TOKENS[letters], TOKENS[ground]) >= 7


def test_a_colour_is_served_as_a_stylesheet_that_may_be_kept(client):
    answer = client.get("/brand/124c5f.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--brand-dark: #0d3542;" in answer.content.decode()


def test_what_is_no_colour_is_not_found(client):
    assert client.get("/brand/harbour-lights.css").status_code == 404


def test_a_page_brings_the_colour_of_its_organisation():
    page = render_to_string("base.html", {"organisation": {"name": "Harbour Lights", "brand_colour": "#AA3300"}})

    assert '<link rel="stylesheet" href="/brand/aa3300.css">' in page


def test_the_stylesheet_is_sent_in_one_piece():
    text = in_one_piece(STYLESHEETS / "site.css")
    components = {path.name for path in STYLESHEETS.glob("*.css")} - {"site.css"}

    assert "@import" not in text
    assert all((STYLESHEETS / name).read_text() in text for name in components)
