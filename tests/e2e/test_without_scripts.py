"""With JavaScript switched off: the central pages work, and what was typed arrives."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.example import HOME, sign_in
from tests.e2e.installations import Installation
from tests.e2e.looking import HEIGHT

SECONDS = 60_000  # milliseconds until the worker has made a pack


@pytest.fixture
def at(browser: Browser, example: Installation) -> Iterator[Callable[..., Page]]:
    """`at("dana", "policies/")`: a person signed in, at a page, in a browser that runs no script."""
    contexts = []

    def come(who: str, path: str = "", *, width: int = 1280) -> Page:
        size = {"width": width, "height": HEIGHT}
        contexts.append(browser.new_context(java_script_enabled=False, viewport=size))
        page = contexts[-1].new_page()
        sign_in(page, example, who)
        page.goto(f"{example.address}{HOME}{path}")
        return page

    yield come
    for context in contexts:
        context.close()


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()


def test_the_menu_of_a_telephone_leads_to_the_policies(at):
    page = at("tom", width=360)

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Policies").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Policies")


def test_a_policy_is_found_by_words_of_its_title(at):
    page = at("tom", "policies/")

    page.get_by_label("Words in the title").fill("photographs")
    press(page, "Show")

    assert page.get_by_role("main").get_by_role("rowheader").count() == 1


def test_a_draft_is_written_in_a_plain_box(at):
    page = at("dana", "policies/working-alone/versions/1/edit/")
    box = page.get_by_role("textbox", name="Text")

    box.fill(box.input_value() + "<p>2.3 Leave the light on.</p>")
    press(page, "Save")

    expect(page.get_by_role("main")).to_contain_text("Leave the light on.")


def test_a_clause_is_commented_on(at):
    page = at("ruth", "policies/code-of-conduct-for-volunteers/versions/1/comments/")

    page.get_by_role("link", name=re.compile("^Comment on")).first.click()
    page.get_by_label("Your comment").fill("Say it shorter.")
    press(page, "Add the comment")

    expect(page.get_by_role("main")).to_contain_text("Say it shorter.")


def test_a_wrong_answer_comes_back_with_what_was_typed_and_a_way_to_it(at):
    page = at("cory", "people/add/")

    page.get_by_label("E-mail address").fill("no address")
    press(page, "Add to the list")
    summary = page.locator(".error-summary")
    summary.get_by_role("link").first.click()

    expect(summary).to_contain_text("There is a problem")
    expect(page.get_by_label("E-mail address")).to_have_value("no address")
    assert "#id_" in page.url


def test_an_agreement_is_signed(at):
    page = at("cory", "agreements/mine/", width=360)

    page.get_by_role("main").get_by_role("link", name="Volunteer and staff agreement").first.click()
    page.get_by_label("I have read the whole text and I understand it.").check()
    page.get_by_label("Your full name").fill("Cory Bell")
    press(page, "I agree and sign")

    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed")


def test_a_pack_is_asked_for_and_fetched(at):
    page = at("tom", "reports/packs/new/")
    main = page.get_by_role("main")

    press(page, "Go on")
    press(page, "Make the pack")
    expect(main.get_by_role("link", name="Fetch the PDF")).to_be_visible(timeout=SECONDS)  # the page looks again itself
    code = main.locator("dd .code").first.inner_text()
    page.goto(f"{page.url.partition('/o/')[0]}/verify/")
    page.get_by_label("The code on the paper").fill(code)
    press(page, "Check it")

    expect(page.get_by_role("heading", level=1)).to_have_text("This is genuine")
