"""The cover of a document: whose it is, what it is called, what kind of document it calls itself."""

import re
from collections import Counter
from dataclasses import dataclass

from policies.importing.blocks import Block, split_lines, squeeze, text_of
from policies.importing.letterhead import POSTCODE
from policies.importing.parsed import DocumentClass, Organisation
from policies.importing.words import APPENDIX, SECTION_WORDS, goes_on, is_heading, is_sentence, is_unfinished, plain

LONGEST_LINE = 120
MOST_LINES = 12

_CLASSES = (
    (DocumentClass.POLICY, re.compile(r"(?i)\bpolic(?:y|ies)\b")),
    (DocumentClass.PROCEDURE, re.compile(r"(?i)\bprocedures?\b")),
    (DocumentClass.GUIDANCE, re.compile(r"(?i)\bguid(?:ance|elines?|e)\b|\bcode of (?:conduct|practice)\b")),
)
_SUBJECT = re.compile(
    r"(?i)\b(?:online safety|e-?safety|internet safety|social media|social network\w*|digital safety|safeguarding"
    r"|child protection|adult protection|adults? at risk|data protection|privacy|confidentiality|gdpr|ict"
    r"|acceptable use|information sharing|anti-?bullying|complaints?|whistle-?\s?blowing|photograph\w*|camera|images"
    r"|mobile phones?|volunteers?|volunteering|recruitment|safer recruitment|health and safety|equality|behaviour"
    r"|code of|lone working|use of|policy|policies|procedures?|guidance|guidelines?|statement|agreement)\b"
)
_ABBREVIATION = re.compile(r"\(([A-Z][A-Z&.]{1,9})\)")
_CHARITY_NUMBER = re.compile(
    r"(?i)[\s,(\[|–-]*(?:registered |scottish )?(?:charity|charitable)?\s*(?:(?:number|no\.?|reg\.?)\s*:?\s*)?"
    r"(?:SC|NIC)?\d{5,7}\s*[)\]]?"
)
_LEGAL_FORM = re.compile(r"(?i)\b(?:scio|cio|cic|ltd|limited|charity|trust ltd)\.?$")
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "at", "de", "&"))


@dataclass(slots=True)
class Cover:
    title: str
    short_title: str
    organisation: Organisation
    classes: tuple[DocumentClass, ...]
    rest: list[Block]  # the text below the cover


def read_cover(blocks: list[Block], repeated: tuple[str, ...], hint: str = "") -> Cover:
    """Take the cover off. `repeated` are the lines of the letterhead; `hint` a title to fall back on."""
    text = " ".join(block.text for block in blocks)
    blocks = _with_lines_apart(blocks)
    lines = _opening(blocks)
    named = _named_lines(lines, repeated, text)
    title_lines, used = _title(blocks, lines, named)
    title = squeeze(" ".join(title_lines)) or hint
    organisation = _organisation(named, title, text, repeated)
    short = _without_name(title, organisation)
    classes = tuple(kind for kind, pattern in _CLASSES if pattern.search(title))
    if title and not classes:
        title, short, classes = _with_class(title, short, text)
    rest = [block for place, block in enumerate(blocks) if place not in used]
    return Cover(title, short, organisation, classes or _classes_in(text), rest)


def _with_lines_apart(blocks: list[Block]) -> list[Block]:
    """The blocks, the short lines of one paragraph at the top as paragraphs of their own."""
    made: list[Block] = []
    for place, block in enumerate(blocks):
        lines = split_lines(block.runs) if block.tag == "p" and place < 4 else []
        texts = [text_of(line) for line in lines]
        if len(lines) > 1 and not any(len(t) > LONGEST_LINE or t.endswith((".", ":", ";")) for t in texts):
            made += [Block("p", runs=line) for line in lines]
        else:
            made.append(block)
    return made


def _opening(blocks: list[Block]) -> list[tuple[int, str]]:
    """The short lines at the top, as far as they could be a cover."""
    lines: list[tuple[int, str]] = []
    for place, block in enumerate(blocks[:MOST_LINES]):
        text = squeeze(block.text)
        if block.tag not in ("p", "h1", "h2", "h3", "h4") or len(text) > LONGEST_LINE or APPENDIX.match(text):
            break
        ends = text.endswith((".", ";", ":")) and not block.is_heading
        if (ends or is_sentence(text) or re.match(r"\d+[.\s]", text)) and not block.is_heading:
            break
        if lines and plain(text) in SECTION_WORDS and not is_unfinished(lines[-1][1]):
            break
        lines.append((place, text))
    return lines


def _named_lines(lines: list[tuple[int, str]], repeated: tuple[str, ...], text: str) -> list[str]:
    """Lines of the cover or the letterhead that are the name of an organisation, since the text uses it as one."""
    candidates = [*repeated, *(line for _place, line in lines)]
    named = ((_CHARITY_NUMBER.sub("", line).strip(" ,-–|"), line) for line in dict.fromkeys(candidates))
    return [line for name, line in named if name and _is_name(name, text, is_repeated=line in repeated)]


def _is_name(line: str, text: str, *, is_repeated: bool) -> bool:
    words = line.split()
    if not 1 <= len(words) <= 8 or POSTCODE.search(line) or _has_class(line):
        return False
    if plain(line) in SECTION_WORDS or any(character.isdigit() for character in line):
        return False
    capitals = [word for word in words if word.casefold() not in _SMALL]
    if not all(word[:1].isupper() for word in capitals):
        return False
    if _SUBJECT.fullmatch(line) or _SUBJECT.match(line):
        return False
    if re.search(rf"{re.escape(line)}\s*{_ABBREVIATION.pattern}", text):
        return True
    core = _LEGAL_FORM.sub("", line).strip(" ,") or line
    needed = 1 if is_repeated else 2 if len(core.split()) > 1 else 3  # the cover's own line is one
    return _times_exact(core, text) >= needed or (core.isupper() and _times(core, text) >= needed)


def _times(name: str, text: str) -> int:
    return len(re.findall(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", text))


def _title(blocks: list[Block], lines: list[tuple[int, str]], named: list[str]) -> tuple[list[str], set[int]]:
    """The lines of the title, and the places of all the lines that belong to the cover."""
    used: set[int] = set()
    title: list[str] = []
    names = {plain(name) for name in named}
    last_place = lines[-1][0] if lines else -1
    prose_follows = last_place + 1 < len(blocks) and not blocks[last_place + 1].is_heading
    for place, line in lines:
        if plain(line) in names:
            used.add(place)
            continue
        open_title = bool(title) and (is_unfinished(title[-1]) or goes_on(line))
        if title and not open_title:
            complete = _has_class(" ".join(title)) and blocks[lines[0][0]].is_heading
            heads_prose = place == last_place and prose_follows and not _ends_the_cover(blocks, place)
            completes = not _has_class(" ".join(title)) and _has_class(line)
            if complete or blocks[place].is_heading or (heads_prose and not completes):
                break
        title.append(line)
        used.add(place)
    return title, used


def _has_class(line: str) -> bool:
    return any(pattern.search(line) for _kind, pattern in _CLASSES)


def _ends_the_cover(blocks: list[Block], place: int) -> bool:
    """Whether a heading follows the cover's last line, so that this line heads no text itself."""
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    return following is None or is_heading(squeeze(following.text))


def _organisation(named: list[str], title: str, text: str, repeated: tuple[str, ...]) -> Organisation:
    name = _CHARITY_NUMBER.sub("", named[0]).strip(" ,-–|") if named else _name_in_title(title, text)
    if not name:
        return Organisation()
    name = _as_written_most(name, text)
    others = [found for found in _abbreviations(name, text) if found != name]
    address = next((line for line in repeated if POSTCODE.search(line)), "")
    return Organisation(name, tuple(others), address)


def _name_in_title(title: str, text: str) -> str:
    """ "Harbour Lights Social Media Policy": the words before the subject, if the text uses them too."""
    subject = _SUBJECT.search(title)
    if subject is None or subject.start() == 0:
        return ""
    words = re.sub(r"['’]s$", "", title[: subject.start()].strip(" -–—:")).split()
    while words and (words[-1].casefold() in _SMALL or words[-1].casefold() == "joint"):
        words.pop()
    for count in range(len(words), 0, -1):
        start = " ".join(words[:count])
        if _times(start, text) >= 3 and (count > 1 or len(start) > 2):
            return " ".join(words)
    return ""


def _as_written_most(name: str, text: str) -> str:
    """Not in capitals, where the text itself writes it otherwise."""
    found = Counter(re.findall(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", text))
    ways = [way for way, _count in found.most_common() if not (way.isupper() and len(way) > 6)]
    return ways[0] if ways else name


def _abbreviations(name: str, text: str) -> list[str]:
    found: list[str] = []
    given = re.search(rf"{re.escape(name)}\s*{_ABBREVIATION.pattern}", text)
    if given:
        found.append(given[1])
    core = _LEGAL_FORM.sub("", name).strip(" ,")
    if core != name and _times_exact(core, text):
        found.append(core)
    words = [word for word in re.findall(r"\w+", name) if word.casefold() not in _SMALL]
    initials = "".join(word[0] for word in words).upper()
    if len(words) > 1 and _times_exact(initials, text) >= 2:
        found.append(initials)
    for count in range(len(words) - 1, 1, -1):
        shorter = " ".join(name.split()[:count])
        if _times_exact(shorter, text) > _times_exact(name, text) + 1:
            found.append(shorter)
            break
    return list(dict.fromkeys(found))


def _times_exact(name: str, text: str) -> int:
    """How often a text uses the name, other than as the name of a document."""
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)(?!\s+(?i:polic|procedure|guid|statement|agreement))", text))


def _without_name(title: str, organisation: Organisation) -> str:
    for name in organisation.names:
        shorter = re.sub(rf"(?i)^{re.escape(name)}(?:['’]s)?[\s:–—-]+", "", title)
        if shorter != title and shorter:
            return shorter[0].upper() + shorter[1:]
    return title


def _with_class(title: str, short: str, text: str) -> tuple[str, str, tuple[DocumentClass, ...]]:
    """ "Social Media" over a text that speaks of "the Social Media Policy": that is its title."""
    for word, kind in (("Policy", DocumentClass.POLICY), ("Procedure", DocumentClass.PROCEDURE)):
        if re.search(rf"(?i){re.escape(short)} {word}\b", text):
            return f"{title} {word}", f"{short} {word}", (kind,)
    return title, short, ()


def _classes_in(text: str) -> tuple[DocumentClass, ...]:
    """What a text calls itself when its title does not say."""
    named = Counter(found.lower() for found in re.findall(r"(?i)\bthis (policy|procedure|guidance|guide)\b", text))
    kinds = {"policy": DocumentClass.POLICY, "procedure": DocumentClass.PROCEDURE}
    return (kinds.get(named.most_common(1)[0][0], DocumentClass.GUIDANCE),) if named else ()
