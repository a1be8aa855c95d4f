"""The single central record in words: a few columns with several lines each for people, every column for a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safeguard.spreadsheets import Plain
from volunteers.services.record import Gap, Row
from volunteers.states import Standing

DOTS = {Standing.ACTIVE: "good", Standing.SUSPENDED: "soon", Standing.ENDED: "quiet"}
DASH = "–"
FEW = 3  # things that are missing in one cell, and named on paper


@dataclass(frozen=True)
class Line:
    """Some words of a cell; something that is missing is a tag, or one of a list of what is missing."""

    words: str
    is_missing: bool = False
    is_listed: bool = False


@dataclass(frozen=True)
class Cell:
    label: str
    lines: tuple[Line, ...]

    @property
    def folded(self) -> tuple[Line, ...]:
        """What a page says the number of, and names when it is asked: with one thing it names it at once."""
        listed = tuple(line for line in self.lines if line.is_listed)
        return listed if len(listed) > 1 else ()

    @property
    def unfolded(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line not in self.folded)

    @property
    def printed(self) -> tuple[Line, ...]:
        """On paper nothing unfolds: a few things are named, and many are counted."""
        if len(self.folded) <= FEW:
            return self.lines
        return (*self.unfolded, Line(self.how_many, is_missing=True))

    @property
    def how_many(self) -> str:
        return ngettext("%(n)s missing", "%(n)s missing", len(self.folded)) % {"n": len(self.folded)}


@dataclass(frozen=True)
class Entry:
    """A row as a page and a print show it."""

    row: Row
    name: str
    cells: tuple[Cell, ...]

    @property
    def joined(self) -> str:
        return _("since %(day)s") % {"day": _in_short(self.row.person.joined_on)}

    @property
    def standing(self) -> tuple[str, str]:
        """Kind and words of the tag."""
        words = str(self.row.standing.label)
        if self.row.since and self.row.standing != Standing.ACTIVE:
            words = _("%(standing)s since %(day)s") % {"standing": words, "day": _in_short(self.row.since)}
        return DOTS[self.row.standing], words


def columns() -> list[str]:
    return [
        *(_("Name"), _("Position"), _("Suitability"), _("Identity and references")),
        *(_("Criminal-record check"), _("Online check"), _("Induction and training"), _("Agreements")),
    ]


def entry(row: Row) -> Entry:
    parts = (_position, _suitability, _identity, _criminal, _online, _training, _agreements)
    cells = (Cell(label, tuple(part(row))) for label, part in zip(columns()[1:], parts, strict=True))
    return Entry(row, row.person.name, tuple(cells))


def _position(row: Row) -> Iterator[Line]:
    yield from (Line(title) for title in row.positions)
    if row.roles:
        yield Line(", ".join(row.roles))


def _suitability(row: Row) -> Iterator[Line]:
    if decided := row.suitability:
        yield Line(str(decided.outcome.label), is_missing=not decided.is_in_favour)
        yield Line(_("%(day)s, by %(who)s") % {"day": _in_short(decided.on), "who": decided.by})
    elif Gap.SUITABILITY in row.gaps:
        yield Line(_("Not decided"), is_missing=True)


def _identity(row: Row) -> Iterator[Line]:
    if row.identity.on:
        yield Line(_("Identity seen on %(day)s") % {"day": _in_short(row.identity.on)})
    elif Gap.IDENTITY in row.gaps:
        yield Line(_("Identity not seen"), is_missing=True)
    if row.references.answered or not row.references.is_spared:
        yield Line(_references(row), is_missing=Gap.REFERENCES in row.gaps)


def _references(row: Row) -> str:
    found = row.references
    if found.is_spared:
        words = ngettext("%(n)s reference", "%(n)s references", found.answered)
        return words % {"n": found.answered}
    return _("References: %(n)s of %(wanted)s") % {"n": found.answered, "wanted": found.wanted}


def _criminal(row: Row) -> Iterator[Line]:
    found = row.vetting
    if found.kind:
        yield Line(" ".join(filter(None, (found.kind, found.number))))
    if found.issued_on:
        yield Line(_("Issued on %(day)s") % {"day": _in_short(found.issued_on)})
    if found.seen_by:
        yield Line(_("Seen by %(who)s") % {"who": found.seen_by})
    if found.decision:
        yield Line(found.decision)
    if found.renew_on:
        words = _("Renew by %(day)s") % {"day": _in_short(found.renew_on)}
        yield Line(words, is_missing=Gap.CRIMINAL in row.gaps and not found.missing)
    if found.expires_on:
        yield Line(_("Runs out on %(day)s") % {"day": _in_short(found.expires_on)})
    if Gap.POSITION in row.gaps:
        yield Line(_("No position: it is not known whether one is needed"), is_missing=True)
    if Gap.CRIMINAL in row.gaps:
        yield from (Line(sentence, is_missing=True, is_listed=True) for sentence in found.missing)


def _online(row: Row) -> Iterator[Line]:
    """That it was done, and never what it found."""
    if row.online_on:
        yield Line(_("Done on %(day)s") % {"day": _in_short(row.online_on)})


def _training(row: Row) -> Iterator[Line]:
    found = row.training
    if Gap.INDUCTION in row.gaps:
        words = {"n": found.induction_done, "of": found.induction_total}
        yield Line(_("Induction: %(n)s of %(of)s") % words, is_missing=True)
    elif found.induction_total:
        yield Line(_("Induction complete"))
    if row.gaps:
        yield from (Line(title, is_missing=True, is_listed=True) for title in found.gaps)


def _agreements(row: Row) -> Iterator[Line]:
    found = row.agreements
    if found.of:
        yield Line(_("Signed: %(n)s of %(of)s") % {"n": len(found.signed), "of": found.of})
    yield from (Line(title, is_missing=True, is_listed=True) for title in found.outstanding)


# All columns, for a spreadsheet --------------------------------------------------------------------------------------


def headings() -> list[str]:
    return [
        *(_("Name"), _("Known as"), _("Positions"), _("Roles"), _("Project")),
        *(_("Joined"), _("Standing"), _("Since")),
        *(_("Suitability"), _("Decided on"), _("Decided by")),
        *(_("Identity seen on"), _("References answered"), _("References wanted")),
        *(_("Criminal-record check"), _("Number"), _("Issued on"), _("Seen by")),
        *(_("Decision on the check"), _("Check decided on"), _("Renew by"), _("Runs out on")),
        *(_("Online check done on"), _("Induction"), _("Training missing")),
        *(_("Agreements signed"), _("Agreements outstanding"), _("What is missing")),
    ]


def flat(row: Row) -> list[Plain]:
    """Days and numbers as such, so that a spreadsheet sorts them; what people typed is text."""
    person, check, decided, references = row.person, row.vetting, row.suitability, row.references
    induction = f"{row.training.induction_done}/{row.training.induction_total}" if row.training.induction_total else ""
    return [
        *(person.name, person.known_as, "; ".join(row.positions), ", ".join(row.roles)),
        person.project.name if person.project else "",
        *(person.joined_on, str(row.standing.label), row.since),
        *((str(decided.outcome.label), decided.on, decided.by) if decided else ("", "", "")),
        *(row.identity.on, references.answered, None if references.is_spared else references.wanted),
        *(check.kind, check.number, check.issued_on, check.seen_by),
        *(check.decision, check.decided_on, check.renew_on, check.expires_on),
        *(row.online_on, induction, "; ".join(row.training.gaps)),
        *("; ".join(row.agreements.signed), "; ".join(row.agreements.outstanding)),
        "; ".join(str(gap.label) for gap in row.gaps),
    ]


def _in_short(day: date) -> str:
    """The month shortened: eight columns stand beside each other."""
    return date_format(day, "j M Y")
