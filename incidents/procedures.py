"""What is to be done, for each kind of concern and each nation, from incidents/reference/procedures/*.toml.

A procedure is made of parts: its own steps stand at "here", those that it has in common with others in files marked
`shared`. A step keeps the name of the part in which it is written, so that two kinds of concern ask for it once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from incidents.models import Answer, Case, Routing
from incidents.types import REFERENCE, among

HERE = "here"
FIRST = "first"


@dataclass(frozen=True)
class StepText:
    """One step as it is written in a part; `key` is its own in that part and in each nation."""

    part: str
    key: str
    text: str
    required: bool = True
    nations: tuple[str, ...] = ()  # empty: all
    within: str = ""  # a key of clocks.toml
    routings: tuple[str, ...] = ()  # to whom the case goes; empty: to anybody
    clauses: tuple[str, ...] = ()
    source: str = ""
    hint: str = ""
    referrals: tuple[str, ...] = ()  # kinds of agencies: a referral to one of them is this step
    done_by: tuple[str, ...] = ()  # where not every one of those alone is this step
    firm: bool = False  # not set aside while the concern is about somebody who works with us
    to_confirm: bool = False  # nobody has confirmed the source yet: shown as such
    reporting: str = ""
    at_front: bool = False  # before every other step, of whatever part
    after_police: bool = False  # only once the police, or whoever is told in their place, were asked

    @property
    def name(self) -> str:
        return f"{self.part}/{self.key}"

    def counts_in(self, nation: str) -> bool:
        return not self.nations or nation in self.nations

    def counts_for(self, routing: str) -> bool:
        """What is told the lead is not asked for where it may be about the lead."""
        return not self.routings or routing in self.routings


@dataclass(frozen=True)
class Procedure:
    key: str
    label: str
    edition: str
    source: str
    parts: tuple[str, ...] = (HERE,)
    shared: bool = False
    guidance: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fields: str = ""
    questions: bool = False
    own: tuple[StepText, ...] = ()

    def names(self) -> list[str]:
        """The parts in their order, itself among them."""
        return [self.key if part == HERE else part for part in self.parts]

    def steps(self, nation: str) -> list[StepText]:
        """Every step of the procedure in a nation, in its order, for a concern that goes to the leads."""
        return steps_in(self.names(), nation, Routing.LEADS)


@dataclass(frozen=True)
class Place:
    """Where something online is reported, and by whom."""

    key: str
    label: str
    who: str
    text: str
    source: str
    link: str = ""
    checked: Any = None  # the day on which somebody looked
    to_confirm: bool = False
    clauses: list[str] = field(default_factory=list)


@cache
def procedures() -> dict[str, Procedure]:
    """Every procedure and every shared part, by its key."""
    paths = sorted((REFERENCE / "procedures").glob("*.toml"))
    return {path.stem: _read(path.stem, path.read_text("utf-8")) for path in paths}


def _read(key: str, text: str) -> Procedure:
    facts = {name: _frozen(value) for name, value in tomllib.loads(text).items() if name != "steps"}
    steps = tomllib.loads(text).get("steps", [])
    own = tuple(StepText(part=key, **{name: _frozen(value) for name, value in step.items()}) for step in steps)
    return Procedure(key=key, own=own, **facts)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def for_people() -> list[Procedure]:
    """The procedures that stand for a kind of concern, without the parts that they share."""
    return [one for one in procedures().values() if not one.shared]


def of_case(case: Case) -> list[Procedure]:
    """The procedures of a case: those of its kinds, what "not sure" leads to, and the one about workers where somebody
    who works with us is concerned (WY-116). A case that nobody has sorted has the first steps."""
    kinds = among(case.types)
    keys = [one.procedure for one in kinds]
    if is_about_worker(case):
        keys.insert(0, "worker")
    if is_unsure(case):
        keys.insert(0, "unsure")
    if not kinds:
        keys.insert(0, FIRST)
    return [procedures()[key] for key in dict.fromkeys(keys) if key in procedures()]


def is_about_worker(case: Case) -> bool:
    """Yes, not sure, a test that is met, or a kind that is a worker's behaviour."""
    return case.about_worker in (Answer.YES, Answer.UNSURE) or bool(case.tests) or "worker" in case.types


def concerns_worker(case: Case) -> bool:
    """Also by its kind alone, such as a complaint about somebody, unless somebody has said that it does not (RW-47)."""
    if case.tests or case.about_worker in (Answer.YES, Answer.UNSURE):
        return True
    return case.about_worker != Answer.NO and any(kind.worker for kind in among(case.types))


def is_unsure(case: Case) -> bool:
    answers = (case.danger_now, case.crime, case.about_worker)
    return "unsure" in case.types or "unsure" in case.tests or Answer.UNSURE in answers


def steps_of(found: Iterable[Procedure], nation: str, routing: str = Routing.LEADS) -> list[StepText]:
    """The steps of several procedures: each part once, danger in front and then what must be known before anything
    else, what comes afterwards at the end; nothing is blocked before the police were asked."""
    names = list(dict.fromkeys(name for one in found for name in one.names()))
    order = {"images": -3, "first": -2, "unsure": -1, "online": 1, "review": 2}
    names.sort(key=lambda name: order.get(name, 0))
    return steps_in(names, nation, routing)


def steps_in(names: Iterable[str], nation: str, routing: str) -> list[StepText]:
    """What these parts ask for in a nation, of those to whom the case goes."""
    steps = [step for name in names for step in procedures()[name].own]
    return _placed([step for step in steps if step.counts_in(nation) and step.counts_for(routing)])


def _placed(steps: list[StepText]) -> list[StepText]:
    front = [step for step in steps if step.at_front]
    waiting = [step for step in steps if step.after_police and not step.at_front]
    others = [step for step in steps if not (step.at_front or step.after_police)]
    asked = [place for place, step in enumerate(others) if "police" in step.referrals and step.part != FIRST]
    begun = [place for place, step in enumerate(others) if step.part == FIRST]
    after = 1 + max(asked or begun, default=-1)
    return [*front, *others[:after], *waiting, *others[after:]]


def step_text(part: str, key: str, nation: str) -> StepText | None:
    """What is written about a step now; None for one that the charity added, or that is no longer in the file."""
    if part not in procedures():
        return None
    return next((one for one in procedures()[part].own if one.key == key and one.counts_in(nation)), None)


@cache
def _reporting() -> dict[str, Any]:
    with (REFERENCE / "reporting.toml").open("rb") as file:
        return tomllib.load(file)


def place(key: str) -> Place:
    return Place(key=key, **_reporting()["places"][key])


def places(found: Iterable[Procedure]) -> list[Place]:
    return [place(key) for key in dict.fromkeys(key for one in found for key in one.reporting)]


def notes(found: Iterable[Procedure], nation: str) -> list[dict[str, Any]]:
    """Texts that stand beside the steps, such as what Prevent support is (RW-81) and that asking makes nobody a
    criminal (RW-83)."""
    return _in(nation, "notes", [key for one in found for key in one.notes])


def _in(nation: str, table: str, keys: Iterable[str]) -> list[dict[str, Any]]:
    rows = [_reporting()[table][key] for key in dict.fromkeys(keys)]
    return [row for row in rows if nation in row.get("nations", (nation,))]


def note(key: str) -> dict[str, Any]:
    found: dict[str, Any] = _reporting()["notes"][key]
    return found


def field_lists(found: Iterable[Procedure], nation: str) -> list[dict[str, Any]]:
    """What a referral of these kinds says (fact 24)."""
    return _in(nation, "fields", [one.fields for one in found if one.fields])


def questions(found: Iterable[Procedure]) -> dict[str, Any] | None:
    """The questions for an immediate referral, where a procedure asks them (fact 16)."""
    return _reporting()["questions"] if any(one.questions for one in found) else None
