"""What is wrong with a page, as a browser shows it."""

from collections import defaultdict
from collections.abc import Iterator
from threading import Lock
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

WIDTHS = (1280, 360)
HEIGHT = 800
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, which axe leaves out unless it is asked for
}
SEEN_BY_EYE = """() => ({
  width: document.documentElement.scrollWidth,
  headings: [...document.querySelectorAll("h1")].map(e => e.textContent.trim()),
  title: document.title.trim(),
})"""
# What a page is made of, without its words: each element as tag, role and classes, inside its parent.
KINDS = """() => {
  const role = e => e.getAttribute("role") ?? e.getAttribute("type") ?? "";
  const kind = e => [e.tagName, role(e), e.className?.baseVal ?? e.className].join(" ").trim();
  return [...new Set([...document.querySelectorAll("body *")]
    .filter(e => !e.closest("svg") && !e.closest(".policy-text"))
    .map(e => kind(e.parentElement) + " > " + kind(e)))];
}"""

AXE = Axe().axe_script
# Of what axe tells, the greater part is what is in order: it stays in the browser.
VIOLATIONS = "rules => axe.run(document, rules).then(told => told.violations)"


def listen(page: Page) -> list[str]:
    """A list that fills with what the console complains of: errors of scripts, and what the content policy refused."""
    said: list[str] = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def kinds(page: Page) -> set[str]:
    return set(page.evaluate(KINDS))


def by_eye(page: Page, width: int) -> Iterator[str]:
    """Sentences about the width, the heading and the title."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    seen = page.evaluate(SEEN_BY_EYE)
    if seen["width"] > width:
        yield f"at {width} runs past the edge, {seen['width']} pixels wide"
    if len(seen["headings"]) != 1 or not seen["headings"][0]:
        yield f"at {width} has not one h1, but {seen['headings']}"
    if not seen["title"].strip("– "):
        yield f"at {width} has no title"


def by_axe(page: Page, width: int) -> Iterator[str]:
    """Sentences about accessibility: the rule and the first element that breaks it."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for found in page.evaluate(VIOLATIONS, RULES):
        first = found["nodes"][0]
        yield f"at {width} breaks {found['id']} ({len(found['nodes'])} times), such as {first['html'][:200]}"


def route_of(path: str) -> str | None:
    """The name of the page at this address, or None where there is none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


class Measured:
    """What was measured already: addresses as they look, and kinds of elements by page."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.pages: set[tuple[str, frozenset[str]]] = set()
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.everywhere: set[str] = set()
        self.first: dict[str, str] = {}

    def visits_left(self, route: str, most: int, *, by: str) -> int:
        """How often somebody looks at a route: `most` times for who came first, and once for all others."""
        with self.lock:
            return most if self.first.setdefault(route, by) == by else 1

    def is_new_page(self, path: str, shown: set[str]) -> bool:
        with self.lock:
            page = (path, frozenset(shown))
            known = page in self.pages
            self.pages.add(page)
            return not known

    def shows_new_kinds(self, route: str, shown: set[str]) -> bool:
        with self.lock:
            new = shown - self.kinds[route]
            self.kinds[route] |= shown
            return bool(new)

    def widths_left(self, route: str, shown: set[str]) -> tuple[int, ...]:
        """All widths where it has a kind of element that no page had; the telephone where only the route is new."""
        with self.lock:
            new = shown - self.everywhere
            is_first = route not in self.kinds
            self.everywhere |= shown
            self.kinds[route] |= shown
            return WIDTHS if new else WIDTHS[-1:] if is_first else ()
