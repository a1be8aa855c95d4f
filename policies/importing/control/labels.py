"""Labels of control data, by the field that they name; misspelt ones are read too."""

from difflib import get_close_matches

from policies.importing.parsed import Control
from policies.importing.words import plain

CLOSE = 0.82  # how alike a label must be to one that is known, so that "REVEIWED" is read

LABELS: dict[str, tuple[str, ...]] = {
    "dated": (
        *(
            "policy date",
            "policy dated",
            "dated",
            "date of policy",
            "date of issue",
            "issue date",
            "date issued",
            "issued",
        ),
        *("date written", "effective date", "effective from", "date effective", "document date", "date of document"),
        *(
            "date created",
            "created",
            "created on",
            "date published",
            "published",
            "last updated",
            "date",
            "version date",
        ),
        *("this policy is dated", "date of this policy"),
    ),
    "adopted": (
        *("adopted on", "adopted", "date adopted", "date of adoption", "adoption date", "approved", "approved on"),
        *("date approved", "approval date", "date of approval", "ratified", "ratified on", "agreed", "agreed on"),
        *("date agreed", "approved by trustees on", "adopted by trustees on", "policy adopted", "policy approved"),
    ),
    "reviewed": (
        *("reviewed", "reviewed on", "last reviewed", "last reviewed on", "date reviewed", "date last reviewed"),
        *(
            "last review",
            "last review date",
            "date of last review",
            "policy reviewed",
            "this policy was last reviewed on",
        ),
    ),
    "next_review": (
        *("next review", "next review date", "date of next review", "review date", "date for review", "review due"),
        *("review by", "to be reviewed", "to be reviewed by", "due for review", "next review due", "review"),
        *("policy review date", "review due date", "next policy review", "date of review", "due for review on"),
    ),
    "signed_on": ("date signed", "signed on", "signature date", "date of signature"),
    "signed_name": ("signed by", "signed", "signature", "signed on behalf of the trustees", "signed for the trustees"),
    "name": ("name", "print name", "name in capitals"),
    "signed_office": ("position", "office", "role", "job title", "designation", "capacity", "role in organisation"),
    "author": (
        *("by", "author", "written by", "prepared by", "drafted by", "name position", "name and position"),
        *("name of author", "policy author", "policy lead", "owner", "policy owner", "responsible person"),
    ),
    "status": ("status", "document status", "policy status"),
    "label": (
        *(
            "version",
            "version no",
            "version number",
            "issue no",
            "issue number",
            "edition",
            "revision",
            "document version",
        ),
        *("revision no", "revision number", "policy version", "ver"),
    ),
    "adopted_by": ("approved by", "adopted by", "ratified by", "agreed by", "authorised by"),
}
FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
LONG_LABELS = [label for label in FIELD_OF if len(label) >= 6]
DATE_FIELDS = frozenset(Control.DATES)


def field_of(label: str) -> str | None:
    words = plain(label.replace("/", " ").replace("(s)", ""))
    words = words.removeprefix("the ").removesuffix(" s")
    if words in FIELD_OF:
        return FIELD_OF[words]
    close = get_close_matches(words, LONG_LABELS, n=1, cutoff=CLOSE) if len(words) >= 6 else []
    return FIELD_OF[close[0]] if close else None


def is_misspelt(label: str) -> str:
    """The label that was meant, if this one is not spelt as any that is known."""
    words = plain(label.replace("/", " "))
    if len(words) < 6 or words in FIELD_OF:
        return ""
    close = get_close_matches(words, LONG_LABELS, n=1, cutoff=CLOSE)
    return close[0] if close else ""
