"""What somebody answered about checks online, and which letters went out about their application."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Section, section
from volunteers.models import Application, CheckPermission, LetterKind, VolunteerLetter

COVERED: set[str] = {"volunteers.CheckPermission.person", "volunteers.VolunteerLetter.person"}
REASONS = {
    "volunteers.CheckPermission.recorded_by": IN_THEIR_WORK,
    "volunteers.VolunteerLetter.queued_by": IN_THEIR_WORK,
}


def about(person: Person) -> Iterator[Section]:
    entries = entries_of(person).order_by().values("pk")
    yield from _sections(Q(person__in=entries) | Q(application__person__in=entries), person)


def about_applicant(application: Application) -> Iterator[Section]:
    """Of somebody who is not in the list of people."""
    yield from _sections(Q(application=application), application)


def _sections(theirs: Q, about: Person | Application) -> Iterator[Section]:
    yield section(
        "volunteers.permissions",
        _("Your answers about checks online"),
        CheckPermission.objects.filter(theirs),
        ["is_given", "wording", "version", "how", "answered_at", "taken_back_at"],
        about=about,
    )
    # Whom we wrote to for a reference stands with the references, and is another person's.
    letters = VolunteerLetter.objects.filter(theirs).exclude(kind=LetterKind.REFERENCE)
    yield section(
        "volunteers.letters",
        _("E-mails about your application"),
        letters,
        ["kind", "queued_at", "sent_at", "problem"],
        about=about,
    )
