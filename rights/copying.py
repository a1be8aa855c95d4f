"""One person's data as it is handed over: what must not be given is left out, and what is about others blacked out.

Other people's words and addresses are not the person's own data: what the other parent answered is left out whole, and
names of families are blacked out wherever they stand (UK GDPR article 15(4); E-29). A copy for a parent or carer leaves
out the sections that say so; in Scotland the child-abuse exemption has other rules, and the lead decides by hand
(Data Protection Act 2018, schedule 3, part 5; fact 57).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from organisations.models import Organisation
from people.models import Person, RoleHolding
from people.roles import INSIDERS, Role
from safeguard.personal_data import Fact, Record, Section, all_sections

FORMAT = "safeguard-person-1"
SHORTEST = 3  # letters of a name that is looked for in free text
BLACK = "████"


@dataclass(frozen=True)
class Copy:
    """What is handed over. `left_out` are records that are other people's, `withheld` titles of whole sections."""

    person: Person
    sections: tuple[Section, ...]
    left_out: int
    blacked_out: int
    withheld: tuple[str, ...]


def copy_of(
    person: Person,
    *,
    by: Person | None = None,
    redacted: bool = True,
    for_parent: bool = False,
    receiver: Person | None = None,
) -> Copy:
    """The data of one person for `receiver`, or for the person themself, as `by` may read it.

    Reads only; costs some queries per app.
    """
    found = [section if by == person else _for_others(section) for section in all_sections(person)]
    withheld = tuple(section.title for section in found if for_parent and section.withhold_from_parents)
    sections = [section for section in found if not (for_parent and section.withhold_from_parents)]
    if not redacted:
        return Copy(person, tuple(sections), 0, 0, withheld)
    own = {person.pk} | ({receiver.pk} if receiver else set())
    black = Blackening(person, own)
    shown = [black.section(section) for section in sections]
    return Copy(
        person, tuple(section for section in shown if section.records), black.left_out, black.blacked_out, withheld
    )


def _for_others(section: Section) -> Section:
    return section if section.instead is None else replace(section, records=section.instead)


class Blackening:
    """Takes out what is about others, and counts it."""

    def __init__(self, person: Person, own: set[int]) -> None:
        self.own = own
        self.left_out = self.blacked_out = 0
        self.names = {name.casefold(): name for name in names_of_others(own)}

    def section(self, section: Section) -> Section:
        kept = tuple(self.record(record) for record in section.records if not self._is_another(record))
        self.left_out += len(section.records) - len(kept)
        return replace(section, records=kept)

    def record(self, record: Record) -> Record:
        return replace(record, facts=tuple(self.fact(fact, record) for fact in record.facts))

    def fact(self, fact: Fact, record: Record) -> Fact:
        is_theirs = fact.whose in self.own or (fact.whose is None and record.whose in self.own)
        if fact.of_another and not is_theirs:
            self.blacked_out += 1
            return replace(fact, value=_("%(black)s (about somebody else)") % {"black": BLACK})
        value = self.words(fact.value)
        self.blacked_out += value != fact.value
        return replace(fact, value=value)

    def words(self, text: str) -> str:
        """The text without names and addresses of families who are not the receiver's."""
        low = text.casefold()
        found = sorted((name for folded, name in self.names.items() if folded in low), key=len, reverse=True)
        for name in found:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", BLACK, text, flags=re.IGNORECASE)
        return text

    def _is_another(self, record: Record) -> bool:
        return record.of_another and record.whose not in self.own


def names_of_others(own: Iterable[int]) -> list[str]:
    """Names, addresses and numbers of the people whom the charity cares for, and of their carers, all but `own`."""
    workers = RoleHolding.objects.filter(role__in=INSIDERS | {Role.ADMINISTRATOR}).values("person")
    others = Person.objects.exclude(pk__in=list(own)).exclude(pk__in=workers)
    mine = {
        name.casefold()
        for row in Person.objects.filter(pk__in=list(own)).values_list("name", "known_as", "email", "phone")
        for name in row
    }
    rows = others.values_list("name", "known_as", "email", "phone").iterator(chunk_size=2000)
    found = {name.strip() for row in rows for name in row if len(name.strip()) >= SHORTEST}
    return [name for name in found if name.casefold() not in mine]


def as_data(copy: Copy, organisation: Organisation, made_at: str) -> dict[str, Any]:
    """The copy for a computer: JSON in UTF-8, every value a text as people read it (docs/developer)."""
    return {
        "format": FORMAT,
        "charity": organisation.name,
        "made_at": made_at,
        "person": copy.person.name,
        "records_of_others_left_out": copy.left_out,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "records": [
                    [{"label": fact.label, "value": fact.value} for fact in record.facts] for record in section.records
                ],
                "number_of_files": len(section.files),
            }
            for section in copy.sections
        ],
    }
