"""What somebody answered about checks online, and which letters went out about their application."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Section, section
from volunteers.models import CheckPermission, LetterKind, VolunteerLetter

COVERED: set[str] = {"volunteers.CheckPermission.person", "volunteers.VolunteerLetter.person"}
REASONS = {
    "volunteers.CheckPermission.recorded_by": IN_THEIR_WORK,
    "volunteers.VolunteerLetter.queued_by": IN_THEIR_WORK,
}


def about(person: Person) -> Iterator[Section]:
    entries = entries_of(person).order_by().values("pk")
    theirs = Q(person__in=entries) | Q(application__person__in=entries)
    yield section(
        "volunteers.permissions",
        _("Your answers about checks online"),
        CheckPermission.objects.filter(theirs),
        ["is_given", "wording", "version", "how", "answered_at", "taken_back_at"],
        about=person,
    )
    # Whom we wrote to for a reference stands with the references, and is another person's.
    letters = VolunteerLetter.objects.filter(theirs).exclude(kind=LetterKind.REFERENCE)
    yield section(
        "volunteers.letters",
        _("E-mails about your application"),
        letters,
        ["kind", "queued_at", "sent_at", "problem"],
        about=person,
    )
