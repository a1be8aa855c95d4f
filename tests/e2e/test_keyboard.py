"""With the keyboard alone: the way to what a page is for, and the focus always in sight."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from people.example import DOMAIN
from tests.e2e.example import HOME, password_of, sign_in
from tests.e2e.looking import HEIGHT

STEPS = 150  # presses of the tabulator key, at most, to anything on a page
FOCUS = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const shown = [e, e.nextElementSibling, e.closest(".prose-editor")].filter(Boolean).map(one => getComputedStyle(one));
  return {
    what: e.outerHTML.slice(0, 120),
    marked: shown.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"),
    seen: box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: style.position !== "fixed" && style.position !== "sticky" &&
      [...document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)]
        .findIndex(one => one === e || e.contains(one)) > 0 && e.tagName !== "INPUT",
  };
}"""


@pytest.fixture(params=[1280, 360], ids=["desk", "telephone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": HEIGHT})
    yield context.new_page()
    context.close()


def skip_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def tab_to(page: Page, target: Locator) -> None:
    """Press the key until the focus is there; wherever it comes by, it can be seen."""
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert (focus["marked"], focus["seen"], focus["covered"]) == (True, True, False), focus["what"]
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{STEPS} steps did not lead to {target}.")


def test_signing_in(page, example):
    page.goto(f"{example.address}/accounts/login/")
    main = page.get_by_role("main")

    skip_to_the_content(page)
    tab_to(page, main.get_by_label("E-mail address"))
    page.keyboard.type(f"tom@{DOMAIN}")
    tab_to(page, main.get_by_label("Password"))
    page.keyboard.type(password_of(example))
    tab_to(page, main.get_by_role("button", name="Sign in"))
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{HOME}")


def test_finding_a_policy(page, example):
    sign_in(page, example, "tom")
    page.goto(f"{example.address}{HOME}policies/")
    main = page.get_by_role("main")

    skip_to_the_content(page)
    tab_to(page, main.get_by_label("Words in the title"))
    page.keyboard.type("photographs")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=photographs**")
    expect(main).to_be_focused()  # the result begins where the question was asked
    tab_to(page, main.get_by_role("link", name=re.compile("^Photographs")))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Photographs")


def test_writing(page, example):
    """The editor takes the tabulator key for itself nowhere: one gets in, and out again to the button."""
    sign_in(page, example, "dana")
    page.goto(f"{example.address}{HOME}policies/working-alone/versions/1/edit/")
    main = page.get_by_role("main")
    main.get_by_role("textbox", name="Text").wait_for()

    skip_to_the_content(page)
    tab_to(page, main.get_by_role("textbox", name="Text"))
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ring when you are home.")
    tab_to(page, main.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")

    expect(main).to_contain_text("Ring when you are home.")


@pytest.mark.parametrize("page", [360], indirect=True, ids=["telephone"])  # Amir is asked once
def test_reading_and_signing(page, example):
    sign_in(page, example, "amir")
    page.goto(f"{example.address}{HOME}agreements/mine/")
    main = page.get_by_role("main")

    skip_to_the_content(page)
    tab_to(page, main.get_by_role("link", name="Volunteer and staff agreement").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/agreements/mine/\d+/"))
    skip_to_the_content(page)
    tab_to(page, main.get_by_label("I have read the whole text and I understand it."))
    page.keyboard.press("Space")
    tab_to(page, main.get_by_label("Your full name"))
    page.keyboard.type("Amir Siddiqui")
    tab_to(page, main.get_by_role("button", name="I agree and sign"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed")
