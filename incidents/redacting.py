"""Names blacked out in what leaves the log: every word of a name, however it is written, and nothing left (E-81).

    blacked_out = Redactor(hidden=[Hidden("Person A", ("Ruby O'Neill",))], shown=["Tom Okafor"])
    blacked_out("Ruby’s mother, Mrs ONEILL")  # "Person A’s mother, Mrs Person A"

More is blacked out rather than less: a name that is an everyday word as well ("Will", "May") goes wherever it stands,
but as "[word left out]", for nobody may read that a person stood where a word did. So does what differs from a name in
its vowel signs only, where a script writes them beside its letters. What only describes somebody ("a name on a game")
is no name, and a user name goes as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from incidents.everyday import ALSO_NAMES, NO_NAMES

Say = Callable[[object], str]
"""What a human wrote, as it may stand in this copy."""

_APOSTROPHES = "'’‘ʼ`´ʹ′"
_JOINERS = rf"[\s{_APOSTROPHES}\-‐‑–._]*"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "al ap bin bint da das de del den der di do dos du e el ibn la las le los of san the van vel von wa y zu",
    )
)
_TITLES = frozenset(re.findall(r"\w+", "mr mrs ms miss mx dr prof rev revd sir dame lady lord sister brother father"))
_BEFORE_A_NAME = ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GOES_BY = re.compile(r"\b(?:aka|known as|called|calls|goes by|nick\w*)\b")
_TOKEN = re.compile(r"[^\s,;/|()\[\]\"“”<>]+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s)?|(?:y|yr|year|ks)\d+")
_TELEPHONE = re.compile(
    r"(?<![\w+])(?:\+|\(?0)[\s(]*\d(?:[\s().\-‐-–/]*\d){5,14}(?!\w)|(?<![\w+])\d(?:[ .\-]?\d){6,13}(?!\w)"
)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
_E_MAIL = re.compile(r"[^\s,;<>()\"]+@[^\s,;<>()\"]+\w")
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "þ": "th",
        "ħ": "h",
        "ŋ": "n",
        "ə": "e",
    }
)
_BY_SIGNS = re.compile(r"[\u0900-\u0dff]+")  # Devanagari to Sinhala: words that differ in their vowel signs alone
_WITHOUT_SPACES = re.compile(r"[\u0590-\u08ff\u0e00-\u0fff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Hidden:
    """Somebody who is blacked out: what stands in their place, their names, and what else points to them."""

    label: str
    names: Sequence[str]
    phrases: Sequence[str] = ()  # addresses, numbers: as a whole
    also: Sequence[str] = ()  # nicknames, user names, other names: each as a whole, however it is written


@dataclass(frozen=True)
class Pieces:
    """What is looked for of one name. All of it is folded."""

    wholes: Sequence[str]  # patterns: the name in full, and each run of its words
    user_names: Sequence[str]
    words: frozenset[str]  # one by one, as this person
    weak: frozenset[str]  # one by one, as a word that may be something else
    titled: frozenset[str]  # after "Mr" only


class Redactor:
    """Replaces names in texts. `shown` are the names of those who are not blacked out."""

    def __init__(self, hidden: Sequence[Hidden], shown: Iterable[str] = ()) -> None:
        self.hidden = hidden
        self.shown = {word for name in shown for word in words_of(name)}

    def __call__(self, said: object) -> str:
        text = "" if said is None else str(said)
        if not text or self._pattern is None:
            return text
        folded, places = fold(text)
        made, end = [], 0
        for found in self._pattern.finditer(folded):
            begin, after = places[found.start()], places[found.end()]
            made += [text[end:begin], self._label(found, text[begin:after])]
            end = after
        return "".join([*made, text[end:]])

    def left_in(self, text: str, *, but: Iterable[str] = ()) -> list[str]:
        """The names that still stand in a text; `but` are the words that the software itself writes."""
        if self._pattern is None:
            return []
        written = list(but)
        own = {one for word in written for one in words_of(word)}
        as_it_stands = {match.group(0) for match in self._pattern.finditer(fold(" ".join(written))[0])}
        found = (match.group(0) for match in self._pattern.finditer(fold(text)[0]))
        return sorted({one for one in found if one not in as_it_stands and not _is_of(one, own)})

    def _label(self, found: re.Match[str], written: str) -> str:
        if not self._by_signs.issuperset(_BY_SIGNS.findall(written)):
            return _("[word left out]")
        label = self._labels[int(str(found.lastgroup)[1:])]
        return label + ("’s" if found.group(0)[-2:] in {f"{mark}s" for mark in _APOSTROPHES} else "")

    @cached_property
    def _by_signs(self) -> set[str]:
        """The words of the names, with their vowel signs."""
        spelt = (text for one in self.hidden for text in (*one.names, *one.phrases, *one.also))
        return {word for text in spelt for word in _BY_SIGNS.findall(text)}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Each spelling with its label: the longest first, so that whole names go before their words."""
        whole: dict[str, str] = {}
        single: dict[str, set[str]] = {}
        also: dict[str, set[str]] = {}
        others_too: set[str] = set()
        for one in self.hidden:
            for phrase in one.phrases:
                if len(pattern := _phrase(phrase)) > 0:
                    whole.setdefault(pattern, _("[left out]"))
            for name in one.names:
                pieces = pieces_of(name)
                for pattern in pieces.wholes:
                    whole.setdefault(pattern, one.label)
                for pattern in filter(None, map(_user_name, pieces.user_names)):
                    also.setdefault(pattern, set()).add(one.label)
                for word in pieces.titled:
                    whole.setdefault(_titled(word), one.label)
                for word in pieces.words:
                    single.setdefault(word, set()).add(one.label)
                for word in pieces.weak:
                    single.setdefault(word, set()).add(_("[word left out]"))
            for name in one.also:
                if pattern := _other_name(name):
                    also.setdefault(pattern, set()).add(one.label)
                    others_too |= {pattern} if words_of(name) & self.shown else set()
        for pattern, labels in also.items():
            is_one = len(labels) == 1 and pattern not in others_too
            whole.setdefault(pattern, next(iter(labels)) if is_one else _("[name left out]"))
        spelt = {}
        for word, labels in single.items():
            if (weak := _("[word left out]")) in labels:
                spelt[_bounded(_letters(word), word)] = weak
                continue
            is_one = len(labels) == 1 and word not in self.shown
            spelt[_bounded(_letters(word), word)] = next(iter(labels)) if is_one else _("[name left out]")
        longest = sorted(whole.items(), key=lambda item: -len(item[0]))
        return dict(longest) | dict(sorted(spelt.items(), key=lambda item: (-len(item[0]), item[0])))

    @cached_property
    def _labels(self) -> list[str]:
        return list(self._spellings.values())

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self._spellings:
            return None
        return re.compile("|".join(f"(?P<n{place}>{one})" for place, one in enumerate(self._spellings)))


def nothing_said(said: object) -> str:
    """In place of a redactor: what is left is what the software itself writes."""
    return ""


def label_of(place: int) -> str:
    """ "Person A", "Person B" … "Person AA": the same person has the same one in every copy of a case."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return _("Person %(letter)s") % {"letter": letters}


def words_of(name: str) -> set[str]:
    """The words of a name that are looked for one by one, folded: parts of double names too, no titles or particles."""
    pieces = pieces_of(name)
    return {*pieces.words, *pieces.weak, *map(_folded, pieces.user_names)}


def pieces_of(name: str) -> Pieces:
    """A name taken apart. What stands in brackets, and words that describe somebody, are no names."""
    core, aside = _without_brackets(name)
    words, users = _written(core)
    describes = any(word in NO_NAMES and word not in ALSO_NAMES for word, _big in words)
    strong: set[str] = set()
    weak = {one for word in _names_aside(aside) for one in _parts(word)}
    runs: list[list[str]] = [[]]
    for word, is_big in words:
        if word in NO_NAMES and (describes or word not in ALSO_NAMES):
            runs.append([])
        elif word in ALSO_NAMES or (describes and not is_big):
            weak |= _parts(word) if is_big or not (describes and word in ALSO_NAMES) else set()
            runs.append([])
        else:
            strong |= _parts(word) - ALSO_NAMES - NO_NAMES
            weak |= _parts(word) & ALSO_NAMES
            runs[-1].append(word)
    users += [user for text in aside for user in _written(text)[1]]
    weak |= {one for user in users for word, is_big in _letters_in(user) if is_big for one in _parts(word)}
    weak -= NO_NAMES - ALSO_NAMES
    full = [_split(core)] if strong or weak else []
    named = [run for run in runs if strong & {one for word in run for one in _parts(word)}]
    wholes = [_bounded(_JOINERS.join(map(re.escape, one)), core) for one in [*full, *named] if len(one) > 1]
    titled = frozenset(word for word, is_big in words if is_big and word in NO_NAMES | ALSO_NAMES)
    return Pieces(wholes, users, frozenset(strong), frozenset(weak - strong), titled)


def _without_brackets(name: str) -> tuple[str, list[str]]:
    """The name, and what stands in brackets; all of it is the name where nothing stands outside them."""
    core, aside = name, []
    while found := _BRACKETS.findall(core):
        aside += found
        core = _BRACKETS.sub(" ", core)
    return (core, aside) if _split(core) else (name, [])


def _names_aside(aside: Sequence[str]) -> set[str]:
    """The words in brackets that may be names: with a capital, after "known as", or alone."""
    found = set()
    for text in aside:
        words, _users = _written(text)
        likely = len(words) == 1 or bool(_GOES_BY.search(_folded(text)))
        found |= {word for word, is_big in words if is_big or likely}
    return found - NO_NAMES - ALSO_NAMES


def _written(text: str) -> tuple[list[tuple[str, bool]], list[str]]:
    """The words of a text, folded, each with whether it has a capital; and its user names as they stand."""
    words: list[tuple[str, bool]] = []
    users: list[str] = []
    for token in _TOKEN.findall(text):
        if _is_user_name(token):
            users.append(token)
        elif not _ORDINAL.fullmatch(_folded(token).strip(".")):
            words += _letters_in(token)
    return words, users


def _letters_in(token: str) -> list[tuple[str, bool]]:
    folded, places = fold(token)
    return [(found.group(0), not token[places[found.start()]].islower()) for found in _WORD.finditer(folded)]


def _is_user_name(token: str) -> bool:
    """rubes13, dark_wolf, @finn: neither "2nd" nor "Year7"."""
    plain = _folded(token).strip(".:!?'’-")
    if "@" in plain or "_" in plain:
        return len(re.findall(r"[^\W_]", plain)) > 1
    letters = re.findall(r"[^\W\d_]+", plain)
    if not re.search(r"\d", plain) or "-" in plain or not letters or _ORDINAL.fullmatch(plain):
        return False
    return len(re.findall(r"\w", plain)) > 2 and not all(one in NO_NAMES for one in letters)


def _parts(whole: str) -> set[str]:
    """A word of a name, and what stands before and after an apostrophe in it; no titles or particles."""
    parts = [whole, *re.split(rf"[{_APOSTROPHES}]", whole)]
    return {re.sub(rf"[{_APOSTROPHES}]", "", part) for part in parts if _is_telling(part, whole)}


def _titled(word: str) -> str:
    before = "|".join(rf"(?<=\b{title} )|(?<=\b{title}\. )" for title in _BEFORE_A_NAME)
    return rf"(?:{before}){_bounded(_letters(word), word)}"


def fold(text: str) -> tuple[str, list[int]]:
    """The text without accents, vowel signs, capitals and letters that nobody sees; and where each letter stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in unicodedata.normalize("NFKD", letter):
            if unicodedata.category(one) in ("Mn", "Mc", "Me", "Cf"):
                continue
            plain = one.casefold().translate(_LETTERS)
            folded += plain
            places += [place] * len(plain)
    return "".join(folded), [*places, len(text)]


def _folded(text: str) -> str:
    return fold(text)[0]


def _split(name: str) -> list[str]:
    return _WORD.findall(_folded(name))


def _is_telling(part: str, whole: str) -> bool:
    if part in _PARTICLES or part in _TITLES:
        return False
    return len(part) >= (2 if part == whole else 3) or bool(_WITHOUT_SPACES.search(part))


def _letters(word: str) -> str:
    """A word with an apostrophe anywhere or nowhere: O'Neill, ONeill, O’Neill."""
    return rf"[{_APOSTROPHES}]?".join(map(re.escape, word))


def _bounded(pattern: str, name: str) -> str:
    """No letter before or after it, as far as the script has words; a genitive goes along."""
    if _WITHOUT_SPACES.search(name):
        return pattern
    return rf"(?<![^\W\d_]){pattern}(?:[{_APOSTROPHES}]s|s)?(?![^\W\d_])"


def _other_name(name: str) -> str:
    """A name by which somebody goes, with its figures: rubes13, R. Q., “the little one”. One letter says nothing."""
    pieces = re.findall(rf"[^\W_{_APOSTROPHES}]+", fold(name)[0])
    if sum(len(piece) for piece in pieces) < 2 and not _WITHOUT_SPACES.search(name):
        return ""
    pattern = _bounded(_JOINERS.join(map(re.escape, pieces)), name)
    return rf"(?<!\d){pattern}(?!\d)" if pieces and pieces[-1][-1].isdigit() else pattern


def _user_name(name: str) -> str:
    if "@" in name.strip("@"):
        return _phrase(name)
    pieces = re.findall(r"\d+|[^\W\d_]+", _folded(name))
    return rf"(?<!\d){_bounded(_JOINERS.join(map(re.escape, pieces)), name)}(?!\d)"


def _phrase(phrase: str) -> str:
    """An address or a number, with any spaces and marks between its pieces; a telephone from home and from abroad."""
    if _TELEPHONE.fullmatch(phrase.strip()):
        return _telephone(phrase)
    pieces = re.findall(r"\d|[^\W\d_]+", fold(phrase)[0])
    if sum(len(piece) for piece in pieces) < 5:
        return ""
    return r"(?<!\w)" + r"[\W_]*".join(map(re.escape, pieces)) + r"(?!\w)"


def _telephone(number: str) -> str:
    """By its figures: 07700 900123, +44 7700 900123, 0044 (0)7700-900-123."""
    digits = "".join(str(unicodedata.digit(one)) for one in number if one.isdigit())
    national = re.sub(r"^(?:0+44|44(?=\d{9}))?0*", "", digits)
    if len(national) < 5:
        return ""
    before = r"(?:(?:(?:\+|0[\W_]*0)[\W_]*)?4[\W_]*4[\W_]*(?:0[\W_]*)?|0[\W_]*)?"
    return r"(?<![^\W_])\(?" + before + r"[\W_]*".join(national) + r"(?![^\W_])"


def phrases_in(text: str) -> list[str]:
    """What in an address or beside "how to reach them" leads to somebody, each piece by itself.

    The lines and what stands between commas, with a number or of two words; the street without its number; postcodes,
    e-mail addresses, and telephones.
    """
    found = [one for one in (text, *text.splitlines()) if re.search(r"\d", one) or not NO_NAMES.issuperset(_split(one))]
    found += [*_E_MAIL.findall(text), *_TELEPHONE.findall(text), *_POSTCODE.findall(text)]
    for part in (one.strip() for one in re.split(r"[,;\n]", text)):
        street = re.sub(r"^(?:\W*(?:flat|unit|no|apartment)\b)?[\W_]*\d+[a-zA-Z]?\b[\W_]*", "", part, flags=re.I)
        for one in (part, _POSTCODE.sub("", part).strip(), street):
            words, has_figure = _split(one), bool(re.search(r"\d", one))
            if not NO_NAMES.issuperset(words) and (
                has_figure or len(words) == 2 or (len(words) > 2 and street != part)
            ):
                found.append(one)
    return list(dict.fromkeys(found))


def _is_of(found: str, own: set[str]) -> bool:
    words = words_of(found) or {found}
    return all(word in own or word.removesuffix("s") in own for word in words)
