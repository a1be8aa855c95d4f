"""Tasks as lines of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from duties.standing import Standing
from people.models import RoleLabel
from people.roles import Role


@dataclass(frozen=True)
class Row:
    """One task: who, how often, and how it stands in words and as a kind of tag."""

    standing: Standing
    who: str
    status: str
    kind: str


def as_rows(standings: Iterable[Standing], today: date) -> list[Row]:
    labels = RoleLabel.objects.by_role()
    rows = [Row(each, _who(each, labels), *_status(each, today)) for each in standings]
    return sorted(rows, key=lambda row: (row.standing.due_on, str(row.standing.duty)))


def _who(standing: Standing, labels: dict[str, str]) -> str:
    roles = [labels[role] for role in Role.values if role in standing.duty.roles]
    return get_text_list(roles, _("and") if standing.duty.by_everybody else _("or"))


def _status(standing: Standing, today: date) -> tuple[str, str]:
    day = date_format(standing.due_on, "j F Y")
    if not standing.doers:
        return _("Nobody holds the role"), "bad"
    if standing.due_on > today:
        return _("Due on %(day)s") % {"day": day}, "info"
    if not standing.waiting:
        return _("Done"), "good"
    if standing.duty.by_everybody:
        return _("%(done)s of %(all)s") % {"done": standing.done, "all": len(standing.doers)}, "soon"
    return _("Was due on %(day)s") % {"day": day}, "bad" if standing.is_late(today) else "soon"
