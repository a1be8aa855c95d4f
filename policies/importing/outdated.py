"""Services, laws and guidance that old policies cite and that are no longer what they were.

Reference rows, each with its source; a row is added when something else ends. What could not be confirmed is said to be
thought so, and names no source.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class What(StrEnum):
    SERVICE = "service"
    LAW = "law"
    GUIDANCE = "guidance"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Outdated:
    code: str
    what: What
    pattern: re.Pattern[str]
    sentence: Promise
    source: str


def _row(code: str, what: What, pattern: str, sentence: Promise, source: str) -> Outdated:
    return Outdated(code, what, re.compile(rf"(?i){pattern}"), sentence, source)


ROWS = (
    _row(
        "net-aware",
        What.SERVICE,
        r"\bnet[- ]?aware\b",
        _("Net Aware is thought to have closed. Look at the NSPCC's own pages on online safety instead."),
        "",
    ),
    _row(
        "thinkuknow",
        What.SERVICE,
        r"\bthink ?u ?know\b",
        _("Thinkuknow has been retired; CEOP Education has taken its place."),
        "edushield.org.uk/3190-2",
    ),
    _row(
        "for-me",
        What.SERVICE,
        r"['‘’\"“]for me['‘’\"”] app\b",
        _("Childline's “For Me” app is thought to have closed. Look at Childline's website instead."),
        "",
    ),
    _row(
        "data-protection-act-year",
        What.LAW,
        r"\bdata protection act,? (?:of )?(?!1984|1998|2018)(?:19|20)\d\d\b",
        _("There is no Data Protection Act of that year; the one in force is of 2018."),
        "legislation.gov.uk/ukpga/2018/12",
    ),
    _row(
        "data-protection-act-old",
        What.LAW,
        r"\bdata protection act,? (?:of )?(?:1984|1998)\b",
        _("That Data Protection Act has been replaced by the one of 2018."),
        "legislation.gov.uk/ukpga/2018/12",
    ),
    _row(
        "interception",
        What.LAW,
        r"\bregulation of investigatory powers act\b|\bregulatory and investigative powers act\b|\bripa,? 2000\b",
        _("Reading messages at work is now ruled by the Investigatory Powers Act 2016 and its regulations."),
        "legislation.gov.uk/uksi/2018/356",
    ),
    _row(
        "safeguarding-board",
        What.BODY,
        r"\blocal safeguarding children(?:'s|’s)? boards?\b|\blscbs?\b",
        _("Local safeguarding children boards in England have been replaced by safeguarding partnerships."),
        "procedures.org.uk/2018/07/05/revised-working-together-published",
    ),
    _row(
        "golden-rules",
        What.GUIDANCE,
        r"\bseven golden rules\b|information[_ ]sharing[_ ]advice[_ ]practitioners"
        r"|\(2018\) information sharing: advice for practitioners",
        _("The golden rules for sharing information have a newer edition, of 2024."),
        "Department for Education, information sharing advice, 19 April 2024",
    ),
    _row(
        "social-media-guide",
        What.GUIDANCE,
        r"social_media_guidance_ukccis|\bukccis\b.{0,60}\bsocial media guid",
        _("That guide to social media is of 2015; look for a newer one."),
        "the guide itself, December 2015",
    ),
)


def outdated_in(text: str) -> list[Outdated]:
    """The rows that speak of something in `text`."""
    return [row for row in ROWS if row.pattern.search(text)]
