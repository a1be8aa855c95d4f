"""One row at a time: what it says, what is wrong with it, and who it may already be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from organisations.models import Project
from people.ages import EARLIEST
from people.importing.columns import FIELDS
from people.models import PersonQuerySet, Relationship, RoleLabel, digits, folded
from people.roles import Role
from safeguard.partial_dates import read

LONGEST = {"name": 300, "known_as": 300, "email": 254, "phone": 60, "language": 60, "safe_contact": 300}
YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"no", "n", "false", "0"})
BIDI_AND_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass
class CheckedRow:
    """A row of the file as a person: `values` for the service, `problems` in sentences.

    `twins` have the same name and may be the same person; those who only share an address or a number are in `shares`.
    `carer_of` are names, as they are looked up, of people in the list or in the file.
    """

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    twins: list[str] = field(default_factory=list)
    shares: list[str] = field(default_factory=list)
    carer_of: list[str] = field(default_factory=list)
    relationship: str = Relationship.OTHER

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))

    @property
    def is_good(self) -> bool:
        return not self.problems


class Checker:
    """Checks rows against the roles, projects and people of the active organisation: four queries, however many rows.

    `may_give` are the roles that whoever imports may give; a row that asks for another one is not taken. `known` are
    the people of whom they may know: nobody learns a name from the file's being compared with it. `rows` are all rows
    of the file, in which a carer may name somebody of another row.
    """

    def __init__(
        self,
        mapping: Mapping[str, int],
        *,
        may_give: Iterable[str],
        today: date,
        known: PersonQuerySet,
        rows: Iterable[Sequence[str]] = (),
    ) -> None:
        self.mapping, self.may_give, self.today = mapping, frozenset(may_give), today
        self.roles = {folded(str(role.label)): role.value for role in Role} | {
            folded(role): role for role in Role.values
        }
        self.roles |= {folded(label): role for role, label in RoleLabel.objects.by_role().items()}
        self.projects = {folded(project.name): project for project in Project.objects.all()}
        self.seen: dict[tuple[str, str], str] = {}
        self.names = Counter(folded(_name(self._said(cells))) for cells in rows)
        self.keys: dict[str, int] = {}
        for person in known.only("name", "known_as", "email", "phone_digits", "organisation_id"):
            self._remember(_marks(person.name, person.email, person.phone_digits), str(person))
            self.names[folded(person.name)] += 1
            self.keys[folded(person.name)] = person.pk

    def _said(self, cells: Sequence[str]) -> dict[str, str]:
        return {field: cells[column].strip() for field, column in self.mapping.items() if column < len(cells)}

    def check(self, number: int, cells: Sequence[str]) -> CheckedRow:
        """Rows are checked in the order of the file, so that a person who stands in it twice is noticed."""
        row = CheckedRow(number, list(cells))
        said = self._said(cells)
        row.values = {"name": BIDI_AND_CONTROL.sub("", _name(said))}
        for field_name in ("known_as", "email", "phone", "language", "safe_contact"):
            row.values[field_name] = BIDI_AND_CONTROL.sub("", said.get(field_name, ""))
        self._check_words(row)
        self._check_dates(row, said)
        self._check_role(row, said.get("role", ""))
        self._check_project(row, said.get("project", ""))
        self._check_risk(row, said.get("adult_at_risk", ""))
        self._check_care(row, said.get("carer_of", ""), said.get("relationship", ""))
        marks = _marks(row.name, row.values["email"], digits(row.values["phone"]))
        row.twins = [self.seen[mark] for mark in marks if mark[0] == "name" and mark in self.seen]
        row.shares = sorted({self.seen[mark] for mark in marks if mark in self.seen} - {*row.twins})
        if row.is_good:
            self._remember(marks, _("row %(number)s") % {"number": number})
        return row

    def _check_words(self, row: CheckedRow) -> None:
        if not row.name:
            row.problems.append(_("The name is missing."))
        for field_name, longest in LONGEST.items():
            if len(row.values[field_name]) > longest:
                words = {"what": _field_label(field_name), "most": longest}
                row.problems.append(_("%(what)s: at most %(most)s characters fit.") % words)
        if row.values["email"]:
            try:
                validate_email(row.values["email"])
            except ValidationError:
                row.problems.append(_("“%(email)s” is no e-mail address.") % {"email": row.values["email"][:80]})
        if row.values["phone"] and not digits(row.values["phone"]):
            row.problems.append(_("“%(phone)s” is no telephone number.") % {"phone": row.values["phone"][:80]})

    def _check_dates(self, row: CheckedRow, said: Mapping[str, str]) -> None:
        for field_name in ("date_of_birth", "joined_on"):
            text = said.get(field_name, "")
            if not text:
                continue
            # Two figures are a year that has been: nobody is born or joined in the future.
            reading = read(text, pivot=(self.today.year + 1) % 100)
            if reading.value is None or reading.question or reading.value.day is None:
                words = {"what": _field_label(field_name), "text": text[:80]}
                row.problems.append(_("%(what)s: “%(text)s” is no full date, such as 17 June 2001.") % words)
            elif reading.value.earliest > self.today + timedelta(days=366 if field_name == "joined_on" else 0):
                words = {"what": _field_label(field_name), "text": text[:80]}
                row.problems.append(_("%(what)s: “%(text)s” lies in the future.") % words)
            elif field_name == "date_of_birth" and reading.value.earliest < EARLIEST:
                words = {"what": _field_label(field_name), "text": text[:80]}
                row.problems.append(_("%(what)s: “%(text)s” is more than a hundred years ago.") % words)
            else:
                row.values[field_name] = reading.value.earliest

    def _check_role(self, row: CheckedRow, text: str) -> None:
        for words in filter(None, (part.strip() for part in re.split(r"[,;/|]", text))):
            role = self.roles.get(folded(words))
            if role is None:
                row.problems.append(_("“%(role)s” is no role that your charity uses.") % {"role": words[:80]})
            elif role not in self.may_give:
                row.problems.append(
                    _("The role “%(role)s” is given by the chair, on the person's page.") % {"role": words}
                )
            elif role not in row.roles:
                row.roles.append(role)

    def _check_project(self, row: CheckedRow, text: str) -> None:
        if not text:
            return
        project = self.projects.get(folded(text))
        if project is None:
            row.problems.append(_("There is no project called “%(project)s”.") % {"project": text[:80]})
        else:
            row.values["project"] = project

    def _check_risk(self, row: CheckedRow, text: str) -> None:
        if not text:
            return
        if folded(text) not in YES | NO:
            words = {"what": _field_label("adult_at_risk"), "text": text[:80]}
            row.problems.append(_("%(what)s: “%(text)s” is neither yes nor no.") % words)
        row.values["adult_at_risk"] = folded(text) in YES

    def _check_care(self, row: CheckedRow, text: str, relationship: str) -> None:
        """Names of people in the list or in the file; a name that two people have is settled on the page."""
        for name in filter(None, (part.strip() for part in re.split(r"[;/|\n]", text))):
            words, wanted = {"name": name[:80]}, folded(name)
            if wanted == folded(row.name):
                row.problems.append(_("Nobody is their own carer."))
            elif not self.names[wanted]:
                row.problems.append(_("Carer of: there is nobody called “%(name)s” in the list or the file.") % words)
            elif self.names[wanted] > 1:
                row.problems.append(_("Carer of: several people are called “%(name)s”. Tie them on the page.") % words)
            elif wanted not in row.carer_of:
                row.carer_of.append(wanted)
        if relationship and row.carer_of:
            found = relationships().get(folded(relationship))
            if found is None:
                words = {"what": _field_label("relationship"), "text": relationship[:80]}
                row.problems.append(_("%(what)s: “%(text)s” is not known. Write mother, father or other.") % words)
            row.relationship = found or Relationship.OTHER

    def _remember(self, marks: Iterable[tuple[str, str]], who: str) -> None:
        for mark in marks:
            self.seen.setdefault(mark, who)


def _marks(name: str, email: str, number: str) -> list[tuple[str, str]]:
    marks = [("name", folded(name)), ("email", email.casefold()), ("phone", number)]
    return [mark for mark in marks if mark[1]]


def _name(said: Mapping[str, str]) -> str:
    return said.get("name") or " ".join(filter(None, (said.get("first_name"), said.get("last_name"))))


def relationships() -> dict[str, str]:
    """By our word for it in the reader's language, and by ours in English."""
    found = {folded(kind.value.replace("_", " ")): kind.value for kind in Relationship}
    return found | {folded(str(kind.label)): kind.value for kind in Relationship}


def _field_label(name: str) -> str:
    return str(FIELDS[name])
