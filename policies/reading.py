"""A version as a page or a print shows it: the text with an address on each clause, amendments in their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import lxml.html
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

from policies.importing.clauses import anchored
from policies.models import Amendment, Clause, ClauseComment, PolicyVersion

PREFIX = "clause-"  # of the id that a clause has on a page


@dataclass(frozen=True)
class Entry:
    """One line of the contents."""

    title: str
    anchor: str
    level: int


def text_of(
    version: PolicyVersion,
    *,
    clauses: Sequence[Clause],
    amendments: Iterable[Amendment] = (),
    citable: bool = False,
    id_prefix: str = "",
) -> SafeString:
    """The text as HTML. Amendments to a clause stand below it; `citable` puts a link to itself on what is numbered.

    Safe because the text came in through `sanitise` and everything added is rendered with escaping. `id_prefix` keeps
    the ids of several policies in one print apart.
    """
    html = anchored(version.body, clauses)
    if not html:
        return SafeString("")
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    places = {element.get("id"): element for element in root.iter() if element.get("id")}
    for amendment in amendments:
        if (place := places.get(f"{PREFIX}{amendment.anchor}")) is not None:
            put_after(place, fragment("policies/parts/amendment.html", {"amendment": amendment, "prefix": id_prefix}))
    for clause in clauses:
        if clause.number and (place := places.get(f"{PREFIX}{clause.anchor}")) is not None:
            set_apart(place, clause.number)
        if citable and is_cited(clause) and (place := places.get(f"{PREFIX}{clause.anchor}")) is not None:
            place.append(fragment("policies/parts/cite.html", {"clause": clause, "id": f"{PREFIX}{clause.anchor}"}))
    if id_prefix:
        for anchor, place in places.items():
            place.set("id", f"{id_prefix}{anchor}")
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return mark_safe(inner)  # noqa: S308


def text_with_comments(
    version: PolicyVersion, *, clauses: Sequence[Clause], comments: Sequence[ClauseComment]
) -> SafeString:
    """The text, and below each clause what was said to it and a link to say more."""
    said: dict[str, list[ClauseComment]] = {}
    for comment in comments:
        said.setdefault(comment.anchor, []).append(comment)
    html = anchored(version.body, clauses)
    if not html:
        return SafeString("")
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    places = {element.get("id"): element for element in root.iter() if element.get("id")}
    for clause in clauses:
        place = places.get(f"{PREFIX}{clause.anchor}")
        if place is not None and clause.number:
            set_apart(place, clause.number)
        if place is not None and (is_cited(clause) or clause.anchor in said):
            context = {"clause": clause, "version": version, "comments": said.get(clause.anchor, [])}
            put_after(place, fragment("policies/parts/comments.html", context))
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return mark_safe(inner)  # noqa: S308


def without_place(comments: Iterable[ClauseComment], clauses: Sequence[Clause]) -> list[ClauseComment]:
    """Comments on the whole text, and on clauses that have gone since."""
    anchors = {clause.anchor for clause in clauses}
    return [comment for comment in comments if comment.anchor not in anchors]


def set_apart(place: lxml.html.HtmlElement, number: str) -> None:
    """Put the printed number of a clause into an element of its own, so that it can be set as a number."""
    words = place.text or ""
    if words.lstrip().startswith(number):
        mark = etree.Element("span", {"class": "clause__number"})
        mark.text, mark.tail = number, words.lstrip().removeprefix(number)
        place.text = None
        place.insert(0, mark)


def is_cited(clause: Clause) -> bool:
    """Headings and numbered clauses carry a link; a link on every bullet would drown the text."""
    return bool(clause.number) or clause.html.startswith("<h")


def fragment(template: str, context: dict[str, object]) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(render_to_string(template, context).strip())


def put_after(place: lxml.html.HtmlElement, aside: lxml.html.HtmlElement) -> None:
    """Below the clause: inside a list at the end of its item, elsewhere before the next clause begins."""
    if place.tag == "li":
        place.append(aside)
        return
    last = place
    for following in place.itersiblings():
        if following.get("id") or any(inner.get("id") for inner in following.iter()):
            break
        last = following
    last.addnext(aside)


def contents(clauses: Iterable[Clause], *, deepest: int = 2, id_prefix: str = "") -> list[Entry]:
    """The headings, down to a level, as they are printed."""
    return [
        Entry(f"{clause.number} {clause.heading}".strip(), f"{id_prefix}{PREFIX}{clause.anchor}", clause.level)
        for clause in clauses
        if clause.html.startswith("<h") and clause.level <= deepest
    ]


def loose(amendments: Iterable[Amendment], clauses: Sequence[Clause]) -> list[Amendment]:
    """Amendments that belong to no clause of this text and so stand at its end."""
    anchors = {clause.anchor for clause in clauses}
    return [amendment for amendment in amendments if amendment.anchor not in anchors]
