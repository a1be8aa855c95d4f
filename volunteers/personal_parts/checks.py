"""What somebody may read of checks online about themself: all of it, with what was found and what they answered.

Whoever looks at their data for them, or makes a copy, reads that a check was done and nothing of what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Fact, Record, Section
from volunteers.composing.checks import Line, fact_lines, parts
from volunteers.models import Application, OnlineCheck

COVERED: set[str] = {"volunteers.OnlineCheck.person"}
DONE_AT_WORK = """
OnlineCheck.assigned_to OnlineCheck.assigned_by CheckSwitch.decided_by Discussion.by CheckDecision.decided_by
CommitteeShare.by
"""
REASONS: dict[str, str] = {f"volunteers.{name}": IN_THEIR_WORK for name in DONE_AT_WORK.split()}


def about(person: Person) -> Iterator[Section]:
    entries = entries_of(person).order_by().values("pk")
    yield _section(Q(person__in=entries) | Q(application__person__in=entries))


def about_applicant(application: Application) -> Iterator[Section]:
    """That somebody who is not in the list of people was looked up, and how; nothing of what came of it."""
    came = Line(
        _("What came of it"), _("It is not in this copy. Those who were let in to the check can print it for them.")
    )
    records = [_record([*fact_lines(check, sees=False), came]) for check in _rows(Q(application=application))]
    yield Section("volunteers.checks", _("Online checks"), tuple(records))


def _section(theirs: Q) -> Section:
    records, instead = [], []
    for check in _rows(theirs):
        records.append(
            _record([*fact_lines(check, sees=True), *(line for part in parts(check) for line in part.lines)])
        )
        instead.append(_record([*fact_lines(check, sees=False), Line(_("What came of it"), _read_by_themself())]))
    return Section("volunteers.checks", _("Online checks"), tuple(records), instead=tuple(instead))


def _rows(theirs: Q) -> QuerySet[OnlineCheck]:
    rows: QuerySet[OnlineCheck] = OnlineCheck.objects.filter(theirs).select_related(
        *("application__position", "person", "assigned_to", "assigned_by"),
        *("permission_given", "switch__version__policy", "switch__clause"),
    )
    return rows.order_by("assigned_at", "pk")


def _read_by_themself() -> str:
    return _(
        "The person reads it when they sign in and look at their own data. It is not in a copy that somebody else "
        "makes; those who were let in to the check can print it for them."
    )


def _record(lines: list[Line]) -> Record:
    return Record(tuple(_fact(line) for line in lines))


def _fact(line: Line) -> Fact:
    """Names of those who did it are other people's."""
    return Fact(line.key, line.value, of_another=line.whose is not None, whose=line.whose)
