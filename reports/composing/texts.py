"""The text of a policy as a printer sets it: numbers that hang, appendices on pages of their own with their origin."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

from policies.importing.blocks import HEADINGS
from policies.models import Appendix, Clause, ClauseKind
from policies.printing import PrintedDocument
from policies.reading import PREFIX


@dataclass(frozen=True)
class SetText:
    """Body and appendices apart: the sign-off stands between them (RW-89). Safe, as the text that came in was."""

    body: SafeString
    appendices: SafeString


def set_text(printed: PrintedDocument) -> SetText:
    if not printed.text:
        return SetText(SafeString(""), SafeString(""))
    root = lxml.html.fragment_fromstring(printed.text, create_parent="div")
    places = {element.get("id"): element for element in root.iter() if element.get("id")}
    hang_numbers(printed, places)
    heads = [places[at(printed, clause)] for clause in appendix_heads(printed.clauses) if at(printed, clause) in places]
    told = {appendix.anchor: appendix for appendix in printed.appendices}
    for clause in printed.clauses:
        place = places.get(at(printed, clause))
        if clause.anchor in told and place is not None and place.tag in HEADINGS:
            place.addnext(attribution(told[clause.anchor]))
    for head in heads:
        head.set("class", "appendix-title")
    first = next((place for place, child in enumerate(root) if child in heads), len(root))
    return SetText(rendered(root[:first]), rendered(root[first:]))


def at(printed: PrintedDocument, clause: Clause) -> str:
    return f"{printed.anchor}{PREFIX}{clause.anchor}"


def appendix_heads(clauses: list[Clause]) -> list[Clause]:
    """The headings with which appendices begin; headings inside an appendix are not among them."""
    inside = {clause.anchor for clause in clauses if clause.kind == ClauseKind.APPENDIX}
    return [
        clause
        for clause in clauses
        if clause.kind == ClauseKind.APPENDIX and clause.html.startswith("<h") and clause.parent not in inside
    ]


def hang_numbers(printed: PrintedDocument, places: dict[str, lxml.html.HtmlElement]) -> None:
    """The number of a clause stands in the margin of its words (WR-59)."""
    for clause in printed.clauses:
        place = places.get(at(printed, clause))
        if place is not None and place.tag == "p" and len(place) and place[0].get("class") == "clause__number":
            place.set("class", "clause")


def attribution(appendix: Appendix) -> lxml.html.HtmlElement:
    words = render_to_string("reports/print/attribution.html", {"appendix": appendix}).strip()
    return lxml.html.fragment_fromstring(words)


def rendered(elements: list[lxml.html.HtmlElement]) -> SafeString:
    return mark_safe("".join(etree.tostring(child, encoding="unicode", method="html") for child in elements))  # noqa: S308
