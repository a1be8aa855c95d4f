"""Words by which the parts of a charity's document are told apart."""

import re
from collections.abc import Iterator
from itertools import takewhile

from policies.importing.blocks import squeeze
from safeguard.partial_dates import Reading, read

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?:\d{{4}}|['’]?\d\d)\b"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
    rf"|\b{_MONTH}[\s,-]*(?:\d{{4}}|['’]?\d\d)\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)\b"
    r"|\b\d{4}-\d\d-\d\d\b"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def vocabulary(words: str, *, between: str | None = None) -> frozenset[str]:
    """A set of words, or of phrases with something `between` them, written out over several lines."""
    return frozenset(squeeze(word) for word in words.split(between) if word.strip())


# A line with one of these is a sentence, unless it asks ("What should I do?") or announces ("Who must follow this").
_VERBS = vocabulary(
    """
    is are was were be been being am will shall must should may might can could would has have had does do did
    applies include includes covers sets needs means ensures requires expects provides
    """
)
_ASKING = frozenset(["who", "what", "when", "where", "why", "how", "which"])
_CONNECTIVES = vocabulary(
    """
    of for and & on the in to with a an by or at from use
    """
)

_TITLED = vocabulary(
    """
    guidance guidelines rules policy procedure procedures principles responsibilities advice contacts definitions
    amended amendment
    """
)
_ANNOUNCED = frozenset(("following", "below", "these"))
_ANNOUNCING = frozenset(("about", "including", "such", "as", "following"))

# Headings that many policies have: never a letterhead, never a part of the title.
SECTION_WORDS = vocabulary(
    """
    policy statement, statement, policy, introduction, introduction and background, purpose, aim, aims, aims and
    objectives, objectives, scope, background, principles, procedure, procedures, definitions, definition,
    responsibilities, roles and responsibilities, guidance, guidelines, legal framework, review, monitoring,
    monitoring and review, contents, who this policy applies to, contact details, related policies, our commitment,
    policy aims, statement of intent, rationale, overview, summary
    """,
    between=",",
)
CLOSING_WORDS = re.compile(r"(?i)\b(?:resources|references|glossary|bibliography|useful (?:links|contacts|websites))\b")
APPENDIX = re.compile(r"(?i)(appendix|annexe?|schedule)\s+([a-z]|\d{1,2}|[ivx]{1,5})\b\s*[.:–—-]*\s*")

AMENDED = re.compile(
    r"(?i)\W{0,2}(?:amend(?:ed|ment|ments)|addend(?:um|a)|additions?|added|updated?|revised|revision|variation"
    r"|temporary|interim|supplement(?:ary)?)\b(?=.*\d)"
)

LONGEST_HEADING = 130  # characters
SHORT = 8  # words

_PHONE = re.compile(r"\d[\d ]{5,}\d")
_ADDRESS = re.compile(r"(?i)https?:|www\.|\S@\S")


def plain(text: str) -> str:
    """Small letters, plain punctuation: for comparing what was typed twice."""
    text = text.casefold().replace("’", "'").replace("‘", "'").replace("&", " and ")
    return " ".join(re.findall(r"[\w']+", text))


def dates_in(text: str) -> Iterator[tuple[re.Match[str], Reading]]:
    """Each date in a text, with where it stands."""
    for found in DATE.finditer(text):
        reading = read(found[0])
        if reading.value is not None:
            yield found, reading


def sentences(text: str) -> list[str]:
    """The sentences of a text; "e.g." ends none."""
    return re.split(r"(?<=[a-z)\]\d][.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\beg\.)(?<!\betc\.)\s+(?=[A-Z“\"(])", text)


def is_sentence(text: str) -> bool:
    """Whether it says something about somebody, as far as its verbs show."""
    words = plain(DATE.sub(" ", text)).split()  # the month of May is no verb
    if words and words[0] in _ASKING and len(text) <= 80:
        return False
    if len(words) <= SHORT:  # "Checking what is public": the verb belongs to what is checked
        words = list(takewhile(lambda word: word not in _ASKING, words))
    return any(word in _VERBS for word in words)


def is_heading(text: str) -> bool:
    """Whether a line that stands alone reads like a heading rather than a sentence, a label or an entry."""
    words = text.split()
    if (
        not 2 <= len(text) <= 130
        or len(words) > 20
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "“‘\"'")
    ):
        return False
    if _ADDRESS.search(text) or _PHONE.search(text) or DATE.fullmatch(text.strip()):
        return False
    if text.endswith("?"):
        return len(words) <= 16
    if is_sentence(text) or text.endswith((",", ";")) or (text.endswith(".") and not _is_in_capitals(words)):
        return False
    if text.endswith(":"):
        return _is_titled(plain(text).split(), words)
    if APPENDIX.match(text) or AMENDED.match(text) or text.isupper():
        return True
    return not re.match(r"[^:]{2,40}:\s+\S", text)


def _is_in_capitals(words: list[str]) -> bool:
    """Whether most words have a capital, as in "Presence on Public Pages." and not in "We keep to it."."""
    told = [word for word in words if word.casefold() not in _CONNECTIVES]
    return 2 <= len(told) <= SHORT and sum(word[0].isupper() for word in told) * 2 > len(told)


def _is_titled(plainly: list[str], words: list[str]) -> bool:
    """Whether a line with a colon at its end is a heading, "Volunteer guidance:", and does not announce a list."""
    if len(words) < 2 or plainly[-1] in _CONNECTIVES | _ANNOUNCING or not _ANNOUNCED.isdisjoint(plainly):
        return False
    if len(words) <= 3 or not _TITLED.isdisjoint((*plainly[:3], plainly[-1])):
        return True
    return all(word[0].isupper() for word in words if word.casefold() not in _CONNECTIVES)


def is_unfinished(title: str) -> bool:
    """Whether a title must go on in the next line: "Policy on the use of"."""
    words = plain(title).split()
    return bool(words) and words[-1] in _CONNECTIVES


def goes_on(line: str) -> bool:
    """Whether a line can only be the rest of a title: "on the use of"."""
    words = line.replace("&", " and ").split()
    return bool(words) and words[0].casefold() in _CONNECTIVES - {"a", "the", "use"}
