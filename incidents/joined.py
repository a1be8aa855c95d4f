"""A case and what was joined to it, as far as somebody may see each of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from incidents.access import visible_to
from incidents.models import Case
from people.models import Person
from safeguard.refusals import Refused


def cases_of(case: Case, person: Person) -> list[Case]:
    """The case itself, and the cases that were joined to it and that this person may see as well. One query."""
    return [case, *visible_to(person).filter(joined_to=case).order_by("opened_at", "pk")]


def must_be_open(case: Case) -> None:
    """Nothing is written into a case that is closed, joined to another one, or destroyed. Raises Refused."""
    if case.is_shredded:
        raise Refused(_("The time for which this case was kept is over. Nothing can be written into it."))
    if case.joined_to_id is not None:
        raise Refused(_("This case is joined to another one. Write there, or take the two apart first."))
    if case.is_finished:
        raise Refused(_("This case is closed. Open it again before you write into it."))
