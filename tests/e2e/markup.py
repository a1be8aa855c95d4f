"""What a page consists of, read from its text, for whoever has no need of a browser."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Markup(HTMLParser):
    """The links of a page, and the kinds of its elements: tag, role or type, and classes, inside their parent.

    Words do not count, nor does what stands in a drawing or in the text of a policy.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.kinds: set[str] = set()
        self._open = [("", False)]  # the kinds of the elements we are in, and whether they count
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        kind = " ".join([tag, told.get("role") or told.get("type", ""), told.get("class", "")])
        parent, counts = self._open[-1]
        if counts:
            self.kinds.add(f"{parent} > {kind}")
        inside = (counts or tag == "body") and tag != "svg" and "policy-text" not in told.get("class", "").split()
        if tag not in VOID:
            self._open.append((kind, inside))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An end closes whatever was left open in it; one without a beginning closes nothing."""
        names = [kind.split(" ", 1)[0] for kind, _counts in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]
