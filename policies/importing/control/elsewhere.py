"""Control data outside its lines: a date on the cover, dates and intervals that only a sentence states."""

import re

from django.utils.translation import gettext as _

from policies.importing.blocks import Block, squeeze
from policies.importing.control.lines import LONGEST_LINE
from policies.importing.control.stating import dated
from policies.importing.parsed import Control, ControlDate
from policies.importing.words import DATE, dates_in

_COVER_DATE = re.compile(rf"(?i)(?:{DATE.pattern})\.?")
_INTERVAL = re.compile(
    r"(?i)\breview(?:ed|s|ing)?\b[^.;]{0,70}?\b(?P<how>annually|yearly|biennially|(?:every|each|once a|once every)\s+"
    r"(?:year|(?:two|three|four|five|2|3|4|5)\s+years|(?:six|6|twelve|12|eighteen|18|24)\s+months))"
    r"|\b(?P<adjective>annual|yearly|biennial)\s+(?:policy\s+)?review\b"
)
_MONTHS = {
    "biennially": 24,
    "biennial": 24,
    "two": 24,
    "2": 24,
    "three": 36,
    "3": 36,
    "four": 48,
    "4": 48,
    "five": 60,
    "5": 60,
}
_SAID = re.compile(
    r"(?i)\b(?P<what>next review(?:ed)?|review is due|due (?:for|to be) review(?:ed)?|last reviewed|last updated"
    r"|reviewed|adopted|approved|ratified|agreed)\b(?P<between>[^.;:]{0,60}?)\b(?:on|in|by|at|is|was)\s+(?:the\s+)?$"
)
_SAID_FIELDS = {"adopted": "adopted", "approved": "adopted", "ratified": "adopted", "agreed": "adopted"}


def note_cover_date(control: Control, blocks: list[Block]) -> None:
    """A date that stands alone near the top: "April 2022"."""
    for block in blocks[:10]:
        text = squeeze(block.text)
        if block.tag in ("ul", "ol", "table") or len(text) > LONGEST_LINE:
            return
        if _COVER_DATE.fullmatch(text):
            block.runs = []
            control.lines = (*control.lines, text)
            if control.dated is None:
                control.dated = dated("dated", "", text)
            return


def note_sentences(control: Control, blocks: list[Block]) -> None:
    """Dates that only a sentence states; the sentence stays in the text, and a person is asked."""
    for block in blocks:
        text = block.text
        if not re.search(r"(?i)\b(?:this|the) (?:policy|document|guidance|procedure)\b|review", text):
            continue
        for found, reading in dates_in(text):
            said = _SAID.search(text[max(0, found.start() - 120) : found.start()])
            if said is None or reading.value is None:
                continue
            field = _SAID_FIELDS.get(said["what"].lower(), "next_review")
            if re.search(
                r"(?i)\b(?:will|to|should|must|be) (?:be )?$|will be", text[max(0, found.start() - 80) : found.start()]
            ):
                field = "next_review" if "review" in said["what"].lower() else field
            if getattr(control, field) is None and reading.value.precision != "year":
                words = {"date": found[0], "sentence": said[0].strip() + " " + found[0]}
                question = _("The date %(date)s was read from the sentence “… %(sentence)s”. Is it right?") % words
                others = tuple(choice.value for choice in reading.alternatives if choice.value)
                setattr(control, field, ControlDate(field, "", found[0], reading.value, question, others))


def note_interval(control: Control, blocks: list[Block]) -> None:
    """How often the document says that it is reviewed."""
    for block in blocks:
        for sentence in re.split(r"(?<=[.;])\s+", block.text):
            found = _INTERVAL.search(sentence)
            if found and re.search(
                r"(?i)\b(?:this|the|our) (?:\w+ ){0,3}(?:policy|policies|document|guidance|procedure)", sentence
            ):
                how = (found["how"] or found["adjective"]).lower()
                months = next((_MONTHS[word] for word in how.split() if word in _MONTHS), 12)
                named = re.search(r"\b(six|6|twelve|12|eighteen|18|24) months", how)
                control.interval_months = (
                    {"six": 6, "6": 6, "eighteen": 18, "18": 18, "24": 24}.get(named[1], 12) if named else months
                )
                control.interval_typed = squeeze(sentence)
                return
