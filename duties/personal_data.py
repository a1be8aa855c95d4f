"""Which regular tasks somebody did, or was told of."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duties.models import Round
from people.models import Person
from safeguard.personal_data import IN_THEIR_WORK, Section, section

COVERED = {"duties.Round.person"}
REASONS = {"duties.Round.recorded_by": IN_THEIR_WORK}


def about(person: Person) -> Iterator[Section]:
    rounds = Round.objects.filter(person=person).select_related("duty")
    fields = ("duty", "due_on", "manner", "done_on", "findings", "put_right")
    yield section("duties.rounds", _("Regular tasks that you did"), rounds, fields, about=person)
