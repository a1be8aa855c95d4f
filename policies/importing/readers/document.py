"""What every reader gives back, whatever the format was."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_BLOCKS = 8000  # paragraphs, items and rows; the longest policies have about one thousand


class Format(StrEnum):
    WORD = "docx"
    OPEN_DOCUMENT = "odt"
    PDF = "pdf"
    TEXT = "txt"
    MARKDOWN = "md"
    WEB = "html"


@dataclass(frozen=True, slots=True)
class Document:
    """The clean text of a file, and what a person should know about how it was read.

    `running_lines` are the headers and footers that the file printed on its pages; they are not part of the text.
    A file without text, such as a scan, has `html == ""`: it is kept as an attachment, and `notes` says so.
    """

    format: Format
    html: str
    notes: tuple[str, ...] = ()
    running_lines: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        return bool(self.html)

    @property
    def is_too_long(self) -> bool:
        return sum(self.html.count(tag) for tag in ("<p>", "<li>", "<tr>", "<h")) > MOST_BLOCKS


# What more than one reader has to tell.


def tracked_changes() -> str:
    return _(
        "The document has tracked changes. They were read as if all were accepted: added words are in, deleted words "
        "are out. Check that this is the text that you mean."
    )


def pictures_left_out(count: int) -> str:
    return ngettext("%(count)s picture was left out.", "%(count)s pictures were left out.", count) % {"count": count}


def comments_left_out(count: int) -> str:
    return ngettext(
        "%(count)s comment in the margin was left out.",
        "%(count)s comments in the margin were left out.",
        count,
    ) % {"count": count}
