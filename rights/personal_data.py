"""What was asked about somebody's data, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from rights.models import DataRequest, Disposal, Paper
from safeguard.personal_data import IN_THEIR_WORK, Section, section

COVERED = {
    "rights.DataRequest.asker",
    "rights.DataRequest.about",
    "rights.Paper.person",
    "rights.Disposal.person",
}
ON_HOLD = gettext_lazy("a hold may be about a claim in which the charity seeks advice; the lead decides by hand")
DONE_AT_WORK = """
RetentionPeriod.changed_by LegalHold.placed_by LegalHold.lifted_by DataRequest.recorded_by DataRequest.closed_by
Pause.by RequestNote.by Disposal.proposed_by Disposal.first_by Disposal.second_by Disposal.rejected_by
DisposalItem.left_out_by Ending.first_by Ending.second_by Ending.rejected_by Paper.asked_by Paper.receiver
"""
REASONS = {f"rights.{name}": IN_THEIR_WORK for name in DONE_AT_WORK.split()} | {"rights.LegalHold.person": ON_HOLD}


def about(person: Person) -> Iterator[Section]:
    asked = DataRequest.objects.filter(Q(about=person) | Q(asker=person)).select_related("asker")
    fields = (
        *("number", "kind", "asker_name", "about_name", "capacity", "route", "words", "received_on", "identity"),
        *("due_on", "extension_reason", "acknowledged_on", "outcome", "refusal", "answered_on"),
    )
    yield section(
        "rights.requests",
        _("Requests about your data"),
        asked,
        fields,
        about=person,
        giver="asker",
        another=("asker_name", "words"),
    )
    copies = Paper.objects.filter(person=person)
    yield section("rights.copies", _("Copies of your data"), copies, ("asked_at", "made_at", "redacted"), about=person)
    lists = Disposal.objects.filter(person=person)
    yield section(
        "rights.erasures", _("Erasure of your data"), lists, ("number", "status", "reason", "done_at"), about=person
    )
