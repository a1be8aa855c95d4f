"""Cases of the cast. Every function needs the charity's scope."""

from __future__ import annotations

from typing import Any

from incidents.models import Case, Entry, Part, Party, Report, Routing
from incidents.services import entries
from people.models import Person
from safeguard.verification import new_code


def make_case(heading: str = "A worry after the club", **fields: Any) -> Case:
    """A new case with its first report, routed to the leads."""
    raised_by = fields.pop("raised_by", None)
    what = fields.pop("what", "He said he did not want to go home.")
    words = fields.pop("words", {})
    case: Case = Case.objects.create(code=new_code(), words={"heading": heading, **words}, **fields)
    Report.objects.create(case=case, raised_by=raised_by, is_anonymous=raised_by is None, words={"what": what})
    return case


def restricted(heading: str = "About the lead", **fields: Any) -> Case:
    """A case that the chair and the safeguarding trustee handle."""
    return make_case(heading, routing=Routing.TRUSTEES, **fields)


def write(case: Case, text: str, *, by: Person, **fields: Any) -> Entry:
    return entries.write(case, by=by, text=text, **fields)


def enter(case: Case, name: str, part: str = Part.VICTIM, **fields: Any) -> Party:
    words = {"name": name, **fields.pop("words", {})}
    party: Party = Party.objects.create(case=case, part=part, words=words, **fields)
    return party
