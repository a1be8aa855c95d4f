"""Appendices: what they are called, and where they say that they come from."""

import re

from django.utils.translation import gettext as _

from policies.importing.audiences import audience_of
from policies.importing.blocks import squeeze
from policies.importing.parsed import Kind, ParsedAppendix, ParsedClause
from policies.importing.words import APPENDIX, dates_in
from safeguard.partial_dates import PartialDate

_SOURCE = (
    re.compile(
        r"(?i)\b(?:is |was |been )?(?:produced|written|issued|published|provided|prepared|developed) by "
        r"(?:the )?(?P<source>.+?)(?=\s+(?:but|and (?:can|may|is|applies)|which|for use|in (?:\w+ )?(?:19|20)\d\d)\b"
        r"|[.;]\s|[.;]?$)"
    ),
    re.compile(
        r"(?i)\b(?:taken|adapted|copied|reproduced|extracted) from:?\s*(?P<source>.+?)(?=\s*\(|[.:;]\s|[.:;]?$)"
    ),
    re.compile(r"(?i)^source:\s*(?P<source>.+?)(?=\s*\(|[.;]?$)"),
    re.compile(r"(?i)(?:©|\bcopyright\b)\s*(?P<source>[^\d.;]{3,80})"),
)
_APPLIES = re.compile(r"(?i)\b(?:appl(?:y|ies)|relevant|applicable) (?:equally )?to (?P<whom>[^.;]{3,200})")
# What happened when: an undated text that speaks of it is proposed to be of that year, and the person is asked.
_EVENTS = (
    (re.compile(r"(?i)\bduring (?:the )?covid(?:[- ]?19)?\b|\bcoronavirus (?:outbreak|pandemic)\b"), 2020, "COVID-19"),
)


def find_appendices(clauses: list[ParsedClause]) -> list[ParsedAppendix]:
    """The appendices of a text, in order."""
    starts = [n for n, clause in enumerate(clauses) if clause.kind == Kind.APPENDIX and APPENDIX.match(clause.text)]
    starts = [n for n in starts if clauses[n].html.startswith("<h")]
    ends = [*starts[1:], len(clauses)]
    return [_appendix(clauses[start:end]) for start, end in zip(starts, ends, strict=False)]


def _appendix(clauses: list[ParsedClause]) -> ParsedAppendix:
    heading, *inside = clauses
    label = APPENDIX.match(heading.text)
    title = heading.text[label.end() :].strip(" :.–—-") if label else heading.text
    if not title:
        below = next((clause for clause in inside[:4] if clause.html.startswith("<h")), None)
        title = below.text.rstrip(" :.") if below else heading.text
    source, dated, question = _source_in(inside, title)
    applies = (
        next((found for clause in inside[:3] if (found := _APPLIES.search(clause.text))), None) if source else None
    )
    return ParsedAppendix(
        anchor=heading.anchor,
        label=label[2].upper() if label else "",
        title=squeeze(title),
        source=source,
        dated=dated,
        question=question,
        audience=audience_of(title),
        applicability=squeeze(applies["whom"]) if applies else "",
    )


def _source_in(clauses: list[ParsedClause], title: str) -> tuple[str, PartialDate | None, str]:
    """Who is said to have made it, first or last in the appendix, and when."""
    for clause in (*clauses[:3], *reversed(clauses[3:])):
        if clause.html.startswith("<h"):
            continue
        for pattern in _SOURCE:
            found = pattern.search(clause.text)
            if found is None:
                continue
            dated = next((reading.value for _m, reading in dates_in(clause.text[found.start() :])), None)
            if dated:
                return _trimmed(found["source"]), dated, ""
            proposed, question = _of_its_time(title, clauses)
            return _trimmed(found["source"]), proposed, question
    return "", None, ""


def _trimmed(source: str) -> str:
    return squeeze(source).strip(" ,.;:–—-")[:300]


def _of_its_time(title: str, clauses: list[ParsedClause]) -> tuple[PartialDate | None, str]:
    for text in (title, *(clause.text for clause in clauses[:6])):
        for pattern, year, event in _EVENTS:
            found = pattern.search(text)
            if found:
                words = {"event": event, "year": year}
                question = (
                    _("The appendix has no date, but it speaks of %(event)s. Was it written in %(year)s?") % words
                )
                return PartialDate(year, typed=found[0]), question
    return None, ""
