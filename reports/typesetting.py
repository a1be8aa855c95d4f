"""Words into type: what WeasyPrint says while it works, and letters for which this computer has no type."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from safeguard import pdf

PAGE = re.compile(r"Creating layout - Page (\d+)")
NO_TYPE = re.compile(r'notdef glyph rendered for Unicode string unsupported by fonts: "(.)')
SHOWN = 60  # letters without type that are noted at most


@dataclass(frozen=True)
class Typeset:
    """A file, and what there is to say about it. `unprintable` are the letters that came out as boxes."""

    content: bytes
    pages: int
    unprintable: str = ""


def typeset(html: str, *, identifier: str, on_page: Callable[[int], None] = lambda page: None) -> Typeset:
    """Set the document; `on_page` hears the number of the page that is being set. Raises pdf.Unavailable."""
    with _listening(on_page) as heard:
        content = pdf.set_type(html, identifier=identifier)
    return Typeset(content, pdf.page_count(content), "".join(sorted(heard.letters))[:SHOWN])


@contextmanager
def _listening(on_page: Callable[[int], None]) -> Iterator[_Listener]:
    listener = _Listener(on_page)
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


class _Listener(logging.Handler):
    """Hears what is said in its own thread: another worker's document is none of its business."""

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__()
        self.on_page, self.furthest = on_page, 0
        self.letters: set[str] = set()
        self.listens_to = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.listens_to:
            return
        words = record.getMessage()
        if (page := PAGE.search(words)) and int(page[1]) > self.furthest:
            self.furthest = int(page[1])
            self.on_page(self.furthest)
        elif letter := NO_TYPE.search(words):
            self.letters.add(letter[1])
