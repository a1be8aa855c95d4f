"""Dated changes inside a text: "Amended guidance for drivers March 2021"."""

import re
from dataclasses import dataclass, replace

from policies.importing.blocks import squeeze
from policies.importing.words import AMENDED, dates_in
from safeguard.partial_dates import PartialDate

_INLINE = re.compile(r"(?i)[\[(]\s*(?:amended|added|updated|revised|inserted)\b[^\])]{0,40}[\])]")

LONGEST_TOPIC = 200
OPENING = 60  # characters of a paragraph in which the date of an amendment stands

PLATFORMS = {
    "WhatsApp": r"what'?s ?app",
    "Facebook": r"facebook",
    "Messenger": r"messenger",
    "Instagram": r"instagram",
    "Snapchat": r"snap ?chat",
    "TikTok": r"tik ?tok",
    "X (Twitter)": r"twitter",
    "YouTube": r"you ?tube",
    "Zoom": r"zoom",
    "Skype": r"skype",
    "Microsoft Teams": r"(?:microsoft|ms) teams",
    "Telegram": r"telegram",
    "Signal": r"signal(?= (?:app|group|chat|message))",
    "Discord": r"discord",
    "LinkedIn": r"linked ?in",
    "Pinterest": r"pinterest",
    "Tumblr": r"tumblr",
    "Google Meet": r"google meet",
    "FaceTime": r"face ?time",
    "e-mail": r"e-?mails?",
    "text messages": r"text messag\w+|texting|sms",
}


@dataclass(frozen=True, slots=True)
class Amended:
    """What the heading of an amendment says."""

    dated: PartialDate | None
    typed: str
    question: str
    topic: str


def read_heading(text: str) -> Amended | None:
    """What a heading says if it is one of an amendment, which needs a date."""
    opening = AMENDED.match(text)
    if opening is None:
        return None
    for found, reading in dates_in(text):
        before = text[opening.end() : found.start()]
        after = text[found.end() :]
        topic = squeeze(f"{before.strip(' :–—-,()')} {after.strip(' :–—-,()')}")
        topic = re.sub(r"(?i)^(?:in|on|from|dated|of)\b\s*|\s*\b(?:in|on|from|dated|of)$", "", topic)
        return Amended(reading.value, found[0], reading.question, topic)
    return None


def read_opening(text: str) -> Amended | None:
    """What a paragraph says that begins as the heading of an amendment: "Amended May 2021: drivers may ring"."""
    found = read_heading(text[:OPENING])
    return replace(found, topic=squeeze(text)[:LONGEST_TOPIC]) if found else None


def read_inline(text: str) -> Amended | None:
    """The date of a clause that says so itself: "... (amended May 2021)"."""
    for note in _INLINE.finditer(text):
        for found, reading in dates_in(note[0]):
            return Amended(reading.value, found[0], reading.question, "")
    return None


def platforms_in(text: str) -> tuple[str, ...]:
    """The platforms that a text names, by the names they have now."""
    text = text.replace("’", "'").replace("‘", "'")
    return tuple(name for name, way in PLATFORMS.items() if re.search(rf"(?i)\b(?:{way})\b", text))
