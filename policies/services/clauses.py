"""The clauses of a version follow from its text; what a person said about one goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from policies.importing.carrying import carry_anchors
from policies.importing.clauses import split
from policies.importing.parsed import ParsedClause
from policies.models import Clause, PolicyVersion
from safeguard.partial_dates import PartialDate

SAID = ("kind", "dated", "audience", "is_definition")  # what a person may have corrected


def replace(
    version: PolicyVersion,
    *,
    earlier: PolicyVersion | None = None,
    rows: Sequence[Clause] = (),
    said: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Clause]:
    """Write the clauses of `version.body`. `rows` are those of the text before, `earlier` the version that text was.

    A clause that is still there keeps its anchor and what was said about it; one whose words are the same keeps its
    date of origin too (RW-30). `said` has corrections by anchor and goes before all.
    """
    cut = split(version.body)
    before = {row.anchor: row for row in rows}
    if rows:
        cut = carry_anchors(rows, cut)
    made = [row_of(version, clause, position) for position, clause in enumerate(cut)]
    for row, clause in zip(made, cut, strict=True):
        if (old := before.get(clause.previously)) is not None:
            take_over(row, old, origin_of(old, earlier, version))
        for name, value in (said or {}).get(row.anchor, {}).items():
            setattr(row, name, value)
    version.clauses.all().delete()
    return Clause.objects.bulk_create(made)


def row_of(version: PolicyVersion, clause: ParsedClause, position: int) -> Clause:
    return Clause(
        version=version,
        anchor=clause.anchor,
        parent=clause.parent,
        number=clause.number[:20],
        heading=clause.heading[:600],
        html=clause.html,
        level=clause.level,
        kind=clause.kind.value,
        dated=clause.origin,  # type: ignore[misc]
        audience=", ".join(clause.audience)[:200],
        is_definition=clause.is_definition,
        position=position,
    )


def take_over(row: Clause, old: Clause, origin: PartialDate | None) -> None:
    row.kind, row.audience, row.is_definition = old.kind, old.audience, old.is_definition
    if row.html == old.html:
        row.dated = old.dated or origin


def origin_of(old: Clause, earlier: PolicyVersion | None, version: PolicyVersion) -> PartialDate | None:
    """The date of the version in which these words stood first; none for words of this very version."""
    if earlier is None or earlier.pk == version.pk:
        return None
    return earlier.dated or earlier.adopted or earlier.signed_on


def with_amendments(version: PolicyVersion) -> str:
    """The text and, below it, the amendments that hold, each under a heading with its date, to be worked in.

    Variations with an end are no part of it: they run on by themselves.
    """
    html = version.body
    for amendment in version.amendments.in_force():
        if not amendment.is_temporary:
            words = {"heading": amendment.heading, "dated": amendment.dated}
            html += f"<h2>{escape(_('Amendment: %(heading)s, %(dated)s') % words)}</h2>{amendment.body}"
    return html
