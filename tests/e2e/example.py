"""The example charity in a browser: who is there, and how they sign in."""

import re

from playwright.sync_api import Page

from people.example import CAST, DOMAIN
from tests.e2e.installations import Installation

HOME = "/o/harbour-lights/"
EVERYBODY = [f"{part.email}@{part.domain}" for part in CAST.values() if part.signs_in]


def password_of(site: Installation) -> str:
    """The one password of everybody in the example."""
    return (site.folder / "example-password").read_text().strip()


def sign_in(page: Page, site: Installation, who: str) -> None:
    """`who` is an address, or its part before the @."""
    page.goto(f"{site.address}/accounts/login/")
    page.get_by_label("E-mail address").fill(who if "@" in who else f"{who}@{DOMAIN}")
    page.get_by_label("Password").fill(password_of(site))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{HOME}")


def prove_it_again(page: Page, site: Installation) -> None:
    """So that for some minutes the pages open that ask for it."""
    page.goto(f"{site.address}/accounts/reauthenticate/")
    page.get_by_label("Password").fill(password_of(site))
    page.get_by_role("main").get_by_role("button", name="Go on").click()
    page.wait_for_url(re.compile(r"^(?!.*reauthenticate)"))
