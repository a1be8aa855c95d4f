"""The one door through which the text of a policy comes in: every format ends here, and so does every edit.

What comes out is a flat run of blocks (h1-h4, p, ul, ol, table, blockquote) of plain, safe HTML: no scripts, styles,
ids, classes or pictures, and no link but http, https and mailto. A link that led nowhere keeps its <a> without an
address, so that it can be counted. Sanitising twice changes nothing.
"""

import re
from html import unescape

import nh3

from policies.importing.blocks import HEADINGS, INVISIBLE, MARKS, Block, parse, render

TAGS = {*HEADINGS, *MARKS, "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "br", "blockquote"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}

# The first pass lets through what tells the structure that a web page or Word meant; the second reads it and drops it.
_ROUGH_TAGS = TAGS | {
    *("b", "i", "h5", "h6", "div", "span", "section", "article", "header", "footer", "main", "aside", "nav", "address"),
    *("figure", "figcaption", "center", "dl", "dt", "dd", "pre", "ins", "font", "tfoot", "caption", "hr", "form"),
    *("fieldset", "label", "small", "cite", "details", "summary"),
}
_ROUGH_ATTRIBUTES = {
    **ATTRIBUTES,
    "a": {"href", "name", "id"},
    "p": {"class", "style"},
    **{tag: {"style"} for tag in ("span", "b", "i", "strong", "em", "font")},
}
_GONE_WITH_THEIR_CONTENT = {
    *("script", "style", "title", "iframe", "object", "embed", "applet", "noscript", "noframes", "template", "svg"),
    *("math", "textarea", "select", "option", "button", "video", "audio", "canvas", "map", "del"),
}

# Parsers take time or memory by the square of depth; no honest document comes near these.
_DEEPEST = 150
_MOST_REOPENED = 2_000_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEVER_DEEP = frozenset(("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "source", "wbr", "p", "li"))
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def sanitise(html: str) -> str:
    """Return `html` as a flat run of safe blocks."""
    return nh3.clean(
        render(blocks_of(html)),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        url_relative="deny",
    )


def blocks_of(html: str) -> list[Block]:
    """The blocks of any HTML, safe once they are rendered and sanitised."""
    html = _SURROGATES.sub("\ufffd", html).replace("\r\n", "\n").replace("\x00", "")
    if _is_a_tangle(html):
        html = _as_plain_paragraphs(html)
    rough = nh3.clean(
        html,
        tags=_ROUGH_TAGS,
        clean_content_tags=_GONE_WITH_THEIR_CONTENT,
        attributes=_ROUGH_ATTRIBUTES,
        url_schemes=SCHEMES | {"tel", "sms"},
        link_rel=None,
    )
    return parse(INVISIBLE.sub("", rough))


def is_blank(html: str) -> bool:
    """Whether there is nothing to read in `html`."""
    return not any(block.text for block in parse(html))


def _is_a_tangle(html: str) -> bool:
    """Whether tags are nested, or formatting left open, so far that reading them would take for ever."""
    depth = deepest = tags = open_formatting = most_formatting = 0
    for found in _TAG.finditer(html):
        tags += 1
        tag = found[2].lower()
        if tag in _NEVER_DEEP:
            continue
        step = -1 if found[1] else 1
        depth = max(depth + step, 0)
        deepest = max(deepest, depth)
        if tag in _FORMATTING:
            open_formatting = max(open_formatting + step, 0)
            most_formatting = max(most_formatting, open_formatting)
    return deepest > _DEEPEST or most_formatting * tags > _MOST_REOPENED


def _as_plain_paragraphs(html: str) -> str:
    """The words alone, a paragraph for each line or block."""
    html = re.sub(r"(?is)<(script|style|title)\b.*?(</\1\s*>|\Z)", " ", html)
    html = re.sub(r"(?i)</?(?:p|div|li|h[1-6]|tr|td|th|br|section|article)\b[^<>]*>", "\n\n", html)
    words = unescape(re.sub(r"<[^<>]*>", " ", html)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<p>{line}</p>" for line in re.split(r"\n\s*\n", words) if line.strip())
