"""Other documents that a text names: "the Photo Policy", "our reporting procedures", "policies such as first aid"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policies.importing.parsed import CompanionKind, Kind, Organisation, ParsedClause, ParsedCompanion
from policies.importing.words import is_sentence, plain, sentences, vocabulary

LONGEST_NAME = 8  # words before "policy"

_NOUNS = {
    "policy": "policy",
    "policies": "policy",
    "procedure": "policy",
    "procedures": "policy",
    "guideline": "guideline",
    "guidelines": "guideline",
    "agreement": "agreement",
    "agreements": "agreement",
    "protocol": "protocol",
    "protocols": "protocol",
    "notice": "notice",
    "notices": "notice",
    "aup": "policy",
    "charter": "charter",
    "handbook": "handbook",
}
_PLURAL = frozenset(("policies", "procedures", "agreements", "notices"))
# Lower-case words that make the name of a charity's document; any capitalised word does too.
_SUBJECT = vocabulary(
    """
    safeguarding child children adult adults protection anti-bullying bullying complaint complaints whistle blowing
    whistle-blowing whistleblowing data privacy confidentiality information sharing photo photos photography
    photograph photographs camera cameras image images video volunteer volunteers volunteering recruitment safer
    health safety equality diversity inclusion ict it gdpr acceptable use technology lone working behaviour
    disciplinary reporting e-safety online internet social media mobile phone phones expenses retention risk
    assessment first aid transport trips outings induction supervision allegations grievance group email e-mail
    prevent radicalisation record records keeping consent feedback conduct missing medication website safe code
    conflict conflicts interest cyber cyberbullying digital driving fundraising donations attendance dignity
    harassment security password passwords device devices finance reserves travel visitors parental
    """
)
_OUTSIDE = frozenset(
    ("government", "council", "statutory", "national", "county", "borough", "home", "office", "fraser", "gillick")
)
_JOINING = frozenset(("and", "&", "of", "in", "for", "to", "on", "/"))
_NEVER_FIRST = vocabulary(
    """
    the this that these those our your their its all any each every such relevant other existing associated
    appropriate following new own a an no see under with by volunteers' if when please follow read
    """
)
_TOKEN = re.compile(r"[A-Za-z][\w'’-]*|[&/,;:.()\[\]§]")
_LIST = re.compile(
    r"(?i)\b(?:policies|procedures|guidelines)\b(?:,? (?:such as|including|like|for example)|,? e\.g\.?|:)[,:]?"
    r"\s+([^.;:()]{3,300})"
)
_LISTS_DOCUMENTS = re.compile(
    r"(?i)\b(?:policies|procedures|documents|guidelines)\b[^:]*:$|:.*\b(?:policies|documents)\b[^:]*:$"
)
_READING = re.compile(r"(?i)\b(?:read|alongside|conjunction|related|familiar\w*|refer)\b")
LONGEST_ITEM = 90
_TOGETHER = re.compile(
    r"(?i)\b(?:in conjunction with|read (?:together|alongside)|must (?:also )?(?:be )?read|alongside)\b"
)
_SAME = {
    "whistleblowing": "whistleblowing",
    "whistle-blowing": "whistleblowing",
    "blowing": "whistleblowing",
    "whistle": "",
    "anti-bullying": "antibullying",
    "bullying": "antibullying",
    "anti": "",
    "cyberbullying": "antibullying",
    "photos": "photo",
    "photograph": "photo",
    "photographs": "photo",
    "photography": "photo",
    "e-mail": "email",
}
_EXPANDED = {"aup": ("acceptable", "use")}


@dataclass(slots=True)
class _Found:
    """One document, as it is gathered from its spellings."""

    title: str
    key: str
    noun: str
    outside: bool
    mandatory: bool = False
    spellings: dict[str, None] = field(default_factory=dict)
    anchors: dict[str, None] = field(default_factory=dict)


def find_companions(
    clauses: Iterable[ParsedClause], organisation: Organisation, own_title: str
) -> list[ParsedCompanion]:
    """The documents named in the text, each once, in the order in which they are named."""
    own = set(_key_words(re.findall(r"[\w&'’-]+", own_title)))
    found: dict[str, _Found] = {}
    for clause in clauses:
        if clause.kind == Kind.SECTION or (clause.heading and clause.heading == clause.text):
            continue
        if _is_listed(clause):
            words = _TOKEN.findall(_without_names(clause.text, organisation).strip(" .;§"))
            mandatory = bool(_TOGETHER.search(clause.lead_in))
            _gather(found, words, "", clause.anchor, own, mandatory=mandatory)
            continue
        text = f"{clause.lead_in} {clause.text}" if "read" in clause.lead_in.lower() else clause.text
        for sentence in sentences(_without_names(text, organisation)):
            mandatory = bool(_TOGETHER.search(sentence))
            for words, noun in _named(sentence):
                _gather(found, words, noun, clause.anchor, own, mandatory=mandatory)
    return [_companion(entry) for entry in found.values()]


def _is_listed(clause: ParsedClause) -> bool:
    """Whether an item of a list names a document, since the words before the list say that documents follow."""
    text = clause.text
    announced = _LISTS_DOCUMENTS.search(clause.lead_in) and _READING.search(clause.lead_in)
    if not announced or len(text) > LONGEST_ITEM or is_sentence(text) or any(True for _words in _named(text)):
        return False
    is_told = len(text.split()) > 1 or text.casefold() in _SUBJECT
    return is_told and not re.search(r"\bAct\b|https?:|www\.", text)


def _companion(entry: _Found) -> ParsedCompanion:
    kind = CompanionKind.AGREEMENT if entry.noun == "agreement" else CompanionKind.DOCUMENT
    kind = CompanionKind.EXTERNAL if entry.outside else kind
    return ParsedCompanion(entry.title, entry.key, kind, entry.mandatory, tuple(entry.spellings), tuple(entry.anchors))


def _without_names(text: str, organisation: Organisation) -> str:
    """A mark for the charity's own name, so that "Riverside Youth Safeguarding Policy" is a safeguarding policy."""
    for name in sorted(organisation.names, key=len, reverse=True):
        text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?:['’]s)?(?!\w)", "§", text)
    return text


def _named(sentence: str) -> Iterator[tuple[list[str], str]]:
    """The words of each name and the noun that ends it: (["Photo"], "Policy")."""
    tokens = _TOKEN.findall(sentence)
    for place, word in enumerate(tokens):
        if word.casefold() in _NOUNS:
            words = _name_before(tokens, place)
            for part in _shared_out(words, word.casefold()):
                yield part, _noun_of(tokens, place, len(part) != len(words))
        elif word == "Guidance":
            words = _name_before(tokens, place)
            if words and _is_subject(words):
                yield words, word
    for listed in _LIST.finditer(sentence):
        for entry in re.split(r",|;|\s+and\s+|\s+or\s+", listed[1]):
            words = _TOKEN.findall(
                re.sub(r"(?i)^\s*(?:those on|the|our|and|on|§)\s+", "", entry.replace("§", "").strip())
            )
            is_other = any(word.casefold() in (*_NOUNS, "guidance", "act") for word in words)
            if words and not is_other and _is_subject(words):
                yield words, "policy"


def _is_subject(words: list[str]) -> bool:
    return len(words) <= 5 and any(word.casefold() in _SUBJECT for word in words)


def _name_before(tokens: list[str], place: int) -> list[str]:
    """The words of the name that ends at `place`, found by walking back."""
    plural = tokens[place].casefold() in _PLURAL
    words: list[str] = []
    at = place - 1
    while at >= 0 and len(words) < LONGEST_NAME:
        word = tokens[at]
        joins = word.casefold() in _JOINING or (plural and word == ",")
        if _is_name_word(word) or (words and joins and at and _is_name_word(tokens[at - 1])):
            words.insert(0, word)
        else:
            break
        at -= 1
    while words and (words[0].casefold() in _NEVER_FIRST | _JOINING or _is_told_to_use(words)):
        words.pop(0)
    return words


def _is_told_to_use(words: list[str]) -> bool:
    """Whether "use" is what the reader is told to do, and not a part of the name: "Use of Cameras Policy"."""
    return words[0].casefold() == "use" and (len(words) == 1 or words[1].casefold() != "of")


def _is_name_word(word: str) -> bool:
    plainly = word.casefold()
    if not word[0].isalpha() or plainly in _NOUNS or plainly in _NEVER_FIRST:
        return False
    return word[0].isupper() or plainly in _SUBJECT or plainly in _OUTSIDE


def _shared_out(words: list[str], noun: str) -> Iterator[list[str]]:
    """ "Safeguarding and Privacy Policies" are two documents; "Use of Cameras and Film Policy" is one."""
    if noun in _PLURAL and "/" not in words and any(word in ("and", "&", ",") for word in words):
        part: list[str] = []
        for word in [*words, ","]:
            if word in ("and", "&", ","):
                if part:
                    yield part
                part = []
            else:
                part.append(word)
    elif words:
        yield words


def _noun_of(tokens: list[str], place: int, is_shared: bool) -> str:
    """The noun, with "and procedures" where that follows; one of several documents has it in the singular."""
    noun = tokens[place]
    if is_shared:
        return re.sub(r"(?i)ies$", "y", noun) if noun.casefold() == "policies" else noun.removesuffix("s")
    after = tokens[place + 1 : place + 3]
    if len(after) == 2 and after[0] in ("and", "&") and after[1].casefold() in ("procedure", "procedures", "guidance"):
        return f"{noun} {after[0]} {after[1]}"
    return noun


def _gather(
    found: dict[str, _Found], words: list[str], noun: str, anchor: str, own: set[str], *, mandatory: bool
) -> None:
    """Note a document by its name; `noun` is "" for one that is named without it."""
    family = _NOUNS.get(noun.split()[0].casefold(), "policy") if noun else "policy"
    key_words = _key_words([*words, *(["AUP"] if noun == "AUP" else [])])
    if not key_words or (set(key_words) <= own and family in ("policy", "guideline")):
        return
    key = "-".join((*sorted(set(key_words)), *([family] if family != "policy" else [])))
    title = re.sub(r" ([,/]) ?", r"\1", f"{' '.join(words)} {noun}".strip())
    title = title[0].upper() + title[1:]
    outside = family == "protocol" or bool({w.casefold() for w in words} & _OUTSIDE) or _is_initials(words)
    entry = found.setdefault(key, _Found(title, key, family, outside))
    entry.mandatory = entry.mandatory or mandatory
    entry.spellings[title] = None
    entry.anchors[anchor] = None


def _is_initials(words: list[str]) -> bool:
    """Initials that are not the charity's own, such as those of a local partnership."""
    return (
        len(words) == 1 and len(words[0]) >= 3 and words[0].isupper() and words[0].casefold() not in _SUBJECT | {"aup"}
    )


def _key_words(words: Iterable[str]) -> list[str]:
    """The words that tell one document from another, in one spelling."""
    keys: list[str] = []
    for word in words:
        for part in _EXPANDED.get(word.casefold(), (word.casefold().replace("’", "'"),)):
            part = _SAME.get(part, part)  # noqa: PLW2901
            part = part.removesuffix("'s").removesuffix("s'")  # noqa: PLW2901
            if part.endswith("s") and len(part) > 4 and not part.endswith("ss"):
                part = part[:-1]  # noqa: PLW2901
            if (
                part
                and part not in _JOINING
                and part not in (",", "the", "use-of")
                and part not in _NOUNS
                and plain(part)
            ):
                keys.append(part)
    return keys
