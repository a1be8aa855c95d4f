"""Every component in Chromium: no accessibility violation, nothing past the edge, large enough to press, by keyboard.

The browser talks to Django directly, through its router: no server, no port, and the site's own headers.
"""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Request, Route

HERE = "https://safeguard.example"
PAGES = ["", "?show=public", "?show=account"]
WIDTHS = [1280, 360, 320]  # 320 is a page of 1280 at 400 per cent
SMALL = """() => [...document.querySelectorAll("button, input, select, textarea, summary, nav a, .button, .choice")]
  .filter(e => e.getClientRects().length && !e.closest(".visually-hidden"))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height]).filter(([, height]) => height < 43.5)"""


@pytest.fixture
def style(page: Page, settings) -> Page:
    settings.ROOT_URLCONF = "tests.e2e.style_urls"
    client = Client(SERVER_NAME="safeguard.example")
    page.errors, page.posted = [], []
    page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))

    def answer(route: Route) -> None:
        try:
            route.fulfill(**answer_to(route.request))
        except Exception as broken:  # raised here it would stop the browser's loop, and the test would wait for ever
            page.errors.append(repr(broken))
            route.abort()

    def answer_to(request: Request) -> dict[str, Any]:
        address = urlsplit(request.url)
        if address.path.startswith("/static/"):
            found = Path(finders.find(address.path.removeprefix("/static/")))
            return {"body": found.read_bytes(), "content_type": mimetypes.guess_type(found.name)[0]}
        if request.method == "POST":
            page.posted.append(parse_qs(request.post_data))
            given = client.post("/style/", headers={"accept": request.headers["accept"]}, secure=True)
        else:
            given = client.get(f"{address.path}?{address.query}", secure=True)
        return {"status": given.status_code, "headers": dict(given.headers), "body": given.content}

    page.route("**/*", answer)
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", PAGES)
def test_nothing_stands_in_anybodys_way(style, query, width):
    style.set_viewport_size({"width": width, "height": 900})

    style.goto(f"{HERE}/style/{query}")

    assert style.errors == []
    assert style.evaluate("document.documentElement.scrollWidth") == width
    assert style.evaluate(SMALL) == []
    assert [(found["id"], len(found["nodes"])) for found in Axe().run(style).response["violations"]] == []


@pytest.mark.parametrize("colour", ["yellow", "grey", "black", "violet"])
def test_another_colour_can_be_read_as_well(style, colour):
    style.goto(f"{HERE}/style/?colour={colour}")

    assert style.errors == []
    assert [found["id"] for found in Axe().run(style).response["violations"]] == []


def test_the_error_summary_has_the_focus_and_leads_to_the_first_wrong_control(style):
    style.goto(f"{HERE}/style/")
    assert style.evaluate("document.activeElement.className") == "error-summary"

    style.keyboard.press("Tab")
    style.keyboard.press("Enter")

    assert style.evaluate("document.activeElement.id") == "id_refused-title"


def test_the_first_key_press_offers_to_skip_to_the_content(style):
    style.goto(f"{HERE}/style/?show=public")

    style.keyboard.press("Tab")
    assert style.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    style.keyboard.press("Enter")

    assert style.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_phone_opens_and_closes_without_a_script(style):
    style.set_viewport_size({"width": 360, "height": 800})
    style.goto(f"{HERE}/style/")
    rooms = style.locator("#site-navigation")
    assert not rooms.is_visible()

    style.get_by_role("button", name="Menu").click()
    assert rooms.is_visible()
    style.keyboard.press("Escape")

    assert not rooms.is_visible()


def test_the_navigation_of_a_wide_screen_is_always_there(style):
    style.set_viewport_size({"width": 1280, "height": 800})

    style.goto(f"{HERE}/style/")

    assert style.locator("#site-navigation").is_visible()
    assert not style.get_by_role("button", name="Menu").is_visible()


def test_the_editor_is_called_what_its_label_says_and_is_described_by_its_hint(style):
    style.set_viewport_size({"width": 360, "height": 900})

    style.goto(f"{HERE}/style/?show=editor")
    box = style.get_by_role("textbox", name="Text of the clause")
    box.wait_for()

    assert box.get_attribute("aria-describedby") == "id_clause-text_helptext"
    assert style.evaluate(SMALL) == []
    assert [found["id"] for found in Axe().run(style).response["violations"]] == []


def test_a_draft_is_kept_while_it_is_written(style):
    style.goto(f"{HERE}/style/?show=editor")
    box = style.get_by_role("textbox", name="Text of the clause")
    box.press("End")

    box.press_sequentially(" Always.")
    style.get_by_text("Saved at 21:04").wait_for()

    assert style.posted[-1]["clause-text"] == ["<p>Two people can always get into each account. Always.</p>"]


def test_a_draft_that_cannot_be_kept_says_so_and_is_tried_again(style):
    style.goto(f"{HERE}/style/?show=editor")
    style.get_by_role("textbox", name="Text of the clause").press("x")
    style.route("**/style/**", lambda route: route.abort(), times=1)

    style.get_by_text("Not saved. Keep this page open; it will be tried again.").wait_for()

    style.get_by_text("Saved at 21:04").wait_for()


def test_a_long_text_can_be_written_without_a_script(style):
    style.route("**/*.js", lambda route: route.abort())

    style.goto(f"{HERE}/style/?show=editor")

    assert style.get_by_role("textbox", name="Text of the clause").input_value() == (
        "<p>Two people can always get into each account.</p>"
    )
