"""Every page that the people of the example charity can reach, on a telephone and on a desk.

Each person's pages are found by following links, and every one is asked for. A browser opens those that do not look as
they did to somebody else before, and their errors, their width, their heading and their title are looked at.
Accessibility is measured on every route on a telephone, and at both widths where a page shows a kind of element that no
page has shown.
"""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import APIResponse, BrowserContext, sync_playwright

from tests.e2e.example import EVERYBODY, HOME, prove_it_again, sign_in
from tests.e2e.installations import Installation
from tests.e2e.looking import WIDTHS, Measured, by_axe, by_eye, kinds, listen, route_of
from tests.e2e.markup import Markup

VISITS = 2  # of one route, by the first who comes there; everybody after them looks once
FILE_SECONDS = 60
AT_ONCE = 2
BROWSER = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
NOBODY = ""  # who is not signed in

# Pages to which no link leads, and what they answer with.
UNLINKED = {
    NOBODY: {"/no-such-page/": 404, "/sign/no-such-link/": 404, "/invitation/no-such-link/": 410},
    "vera@harbourlights.example": {f"{HOME}no-such-page/": 404, f"{HOME}settings/": 403, f"{HOME}audit/": 403},
}


class Walk:
    """One person's way through everything to which links lead."""

    def __init__(self, site: Installation, who: str, measured: Measured, context: BrowserContext) -> None:
        self.site, self.who, self.measured, self.context = site, who, measured, context
        self.page = context.new_page()
        self.said = listen(self.page)
        self.visits: Counter[str] = Counter()
        self.faults: list[str] = []
        self.here = ""

    def all(self) -> list[str]:
        """What is wrong on all pages together."""
        waiting = ["/", *UNLINKED.get(self.who, {})]
        if self.who:
            sign_in(self.page, self.site, self.who)
            prove_it_again(self.page, self.site)
            waiting.append(HOME)
        led_from = dict.fromkeys(waiting, "")
        while waiting:
            path = waiting.pop(0)
            self.here = f"{path}, to which {led_from[path]} leads," if led_from[path] else path
            for link in self.visit(path):
                if link not in led_from:
                    led_from[link] = path
                    waiting.append(link)
        return self.faults

    def visit(self, path: str) -> Iterator[str]:
        """Look at the page, unless it was seen before just so, and give the links that it shows."""
        route = route_of(path)
        if route is None and path not in UNLINKED.get(self.who, {}):
            self.fault("is no address of ours")
            return
        route = route or "no page"
        self.visits[route] += 1
        if self.visits[route] > self.measured.visits_left(route, VISITS, by=self.who) or "logout" in route:
            return
        answer = self.ask(path)
        if is_file(answer) and answer.ok:
            return
        expected = UNLINKED.get(self.who, {}).get(path, 200)
        if answer.status != expected:
            self.fault(f"answers {answer.status}")
        page = Markup(answer.text())
        if self.measured.is_new_page(path, page.kinds):
            self.look(path, route, is_good=answer.status == 200)
        if route != "outbox_mail":  # its links are for the one who gets the mail
            yield from self.links(page, answer.url)

    def ask(self, path: str) -> APIResponse:
        """The answer, beside the browser; a file that is being made is waited for."""
        deadline = time.monotonic() + FILE_SECONDS
        while (answer := self.context.request.get(self.site.address + path)).status == 202:
            if time.monotonic() > deadline:
                break
            time.sleep(1)
        return answer

    def look(self, path: str, route: str, *, is_good: bool) -> None:
        self.said.clear()
        self.page.goto(self.site.address + path)
        if is_good:  # a console complains of every other answer
            self.fault(*(f"makes the console say: {words}" for words in self.said))
        for width in WIDTHS:
            self.fault(*by_eye(self.page, width))
        for width in self.measured.widths_left(route, kinds(self.page)):
            self.fault(*by_axe(self.page, width))

    def links(self, page: Markup, base: str) -> Iterator[str]:
        for link in page.links:
            address = urlsplit(urldefrag(urljoin(base, link)).url)
            if f"{address.scheme}://{address.netloc}" == self.site.address:
                yield address.path + (f"?{address.query}" if address.query else "")

    def fault(self, *sentences: str) -> None:
        self.faults += [f"To {self.who or 'nobody'} {self.here} {sentence}" for sentence in sentences]


def is_file(answer: APIResponse) -> bool:
    return answer.headers.get("content-disposition", "").startswith("attachment")


def walk_of(site: Installation, who: str, measured: Measured) -> Walk:
    with sync_playwright() as playwright, playwright.chromium.launch(**BROWSER) as browser:
        walk = Walk(site, who, measured, browser.new_context(accept_downloads=False))
        walk.all()
        return walk


def test_every_page_stands_in_nobodys_way(example):
    measured = Measured()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        walks = list(pool.map(lambda who: walk_of(example, who, measured), [NOBODY, *EVERYBODY]))

    faults = [fault for walk in walks for fault in walk.faults]
    assert not faults, "\n".join([f"{len(faults)} things are wrong:", *faults])
