"""A person in front of a browser: what they open, type, press and see.

Whatever page a person comes to is also looked at: nothing runs past the edge, there is one heading, the console is
silent, and each kind of element that was not yet measured on its address breaks no rule of accessibility.
"""

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.installations import Installation
from tests.e2e.looking import HEIGHT, Measured, by_axe, by_eye, kinds, listen, route_of
from tests.e2e.mailboxes import Mailbox

PATIENCE = 60_000  # milliseconds: the computer may be busy with other tests
DESK, TELEPHONE = 1280, 360
LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})\r?$", re.MULTILINE)


class Someone:
    """One person, with a browser and a mailbox of their own."""

    def __init__(self, town: "Town", name: str, email: str, *, width: int = DESK) -> None:
        self.town, self.name, self.email, self.width = town, name, email, width
        self.password = "a pass phrase for the story"
        self.context: BrowserContext = town.browser.new_context(viewport={"width": width, "height": HEIGHT})
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.said = listen(self.page)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    # What they do

    def goes_to(self, path: str) -> None:
        self.page.goto(self.town.site.address + path)
        self.looks()

    def opens(self, address: str) -> None:
        """An address from a mail."""
        self.page.goto(address)
        self.looks()

    def follows(self, words: str | re.Pattern[str]) -> None:
        self.main.get_by_role("link", name=words).first.click()
        self.looks()

    def enters(self, room: str) -> None:
        """Through the navigation, which on a telephone is behind the button “Menu”."""
        if self.width == TELEPHONE:
            self.page.get_by_role("button", name="Menu").click()
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=room, exact=True).click()
        self.looks()

    def presses(self, words: str | re.Pattern[str]) -> None:
        self.main.get_by_role("button", name=words).first.click()
        self.looks()

    def types(self, words: str, into: str) -> None:
        self.main.get_by_label(into).first.fill(words)

    def chooses(self, answer: str | re.Pattern[str], *, to: str = "") -> None:
        """A radio button or a box to tick, within the question `to`."""
        place = self.main.get_by_role("group", name=to) if to else self.main
        place.get_by_label(answer, exact=True).first.check()

    def picks(self, choice: str, *, to: str) -> None:
        self.main.get_by_label(to).first.select_option(label=choice)

    # What they see

    def is_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading, timeout=PATIENCE)
        self.looks()

    def sees(self, *sentences: str | re.Pattern[str]) -> None:
        for sentence in sentences:
            expect(self.main).to_contain_text(sentence, timeout=PATIENCE)

    def view(self) -> str:
        """The words of the page, for somebody who has to find out why a story broke off."""
        return self.main.inner_text()[:3000] if self.main.count() else self.page.content()[:3000]

    def looks(self) -> None:
        """At the page as a whole: nothing on it is in anybody's way."""
        self.page.wait_for_load_state()
        route, shown = route_of(urlsplit(self.page.url).path) or "", kinds(self.page)
        faults = [*self.said, *by_eye(self.page, self.width)]
        if self.town.measured.shows_new_kinds(f"{route} at {self.width}", shown):
            faults += by_axe(self.page, self.width)
        self.said.clear()
        assert not faults, "\n".join([f"{self.name} is at {self.page.url}:", *faults])

    # Mail and signing in

    def mail(self, about: str) -> EmailMessage:
        """The next mail to them that they have not read, with these words in its subject."""
        return self.town.post.next_to(self.email, about)

    def opens_the_link_mailed(self, about: str) -> None:
        """The first address in the next mail about this."""
        link = LINK.search(text_of(self.mail(about)))
        assert link is not None
        self.opens(link[0])

    def types_the_code_mailed(self) -> None:
        [code] = CODE.findall(text_of(self.mail("Your code for signing in")))
        self.types(code, into="The code from the mail")
        self.presses("Go on")

    def accepts_the_invitation(self) -> None:
        self.opens_the_link_mailed("Your sign-in at")
        self.is_at(f"Are you {self.name}?")
        self.types(self.password, into="Choose a password")
        self.presses("Yes, make my sign-in")

    def sets_up_the_second_step(self) -> None:
        """An authenticator app, as the charity asks of this role before it shows anything."""
        self.is_at("Second step when you sign in")
        self.sees("Your role needs a second step when you sign in. Set it up here first.")
        self.follows("Set up an app")
        if "/reauthenticate/" in self.page.url:
            self.types(self.password, into="Password")
            self.presses("Go on")
        secret = self.main.get_by_label("Type this key into the app instead").input_value()
        self.types(app_code(secret), into="The six figures that the app shows now")
        self.presses("Switch it on")
        self.is_at("Recovery codes")
        self.follows("I have kept them, go on")


class Town:
    """Where the story plays: an installation, its post, and a browser for everybody."""

    def __init__(self, site: Installation, post: Mailbox, browser: Browser) -> None:
        self.site, self.post, self.browser = site, post, browser
        self.measured = Measured()
        self.people: list[Someone] = []

    def someone(self, name: str, *, width: int = DESK) -> Someone:
        self.people.append(Someone(self, name, address_of(name), width=width))
        return self.people[-1]


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@lanternbridge.example"


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def attached(mail: EmailMessage) -> tuple[str, bytes]:
    """Name and content of the one file in a mail."""
    [file] = mail.iter_attachments()
    return str(file.get_filename()), file.get_payload(decode=True)


def app_code(secret: str) -> str:
    """What an authenticator app shows now for this secret (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


@contextmanager
def silent(person: Someone) -> Iterator[None]:
    """A step whose answer the console complains of, such as a refusal."""
    yield
    person.said.clear()
