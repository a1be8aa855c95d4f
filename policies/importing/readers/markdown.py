"""Markdown files. HTML inside them is shown as the text that it is."""

from markdown_it import MarkdownIt

from policies.importing.readers.document import Document, Format
from policies.importing.readers.text import decode
from policies.importing.sanitising import sanitise

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def read_markdown(data: bytes) -> Document:
    return Document(Format.MARKDOWN, sanitise(_MARKDOWN.render(decode(data))))
