"""What somebody was offered and completed, and the certificates of their induction."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Section, section
from volunteers.models import Completion, InductionCertificate, TrainingLetter, TrainingOffer

COVERED: set[str] = {
    "volunteers.Completion.person",
    "volunteers.InductionCertificate.person",
    "volunteers.TrainingLetter.person",
    "volunteers.TrainingOffer.person",
}
REASONS: dict[str, str] = {
    "volunteers.Completion.recorded_by": IN_THEIR_WORK,
    "volunteers.Completion.taken_back_by": IN_THEIR_WORK,
    "volunteers.InductionCertificate.issued_by": IN_THEIR_WORK,
    "volunteers.TrainingLetter.queued_by": IN_THEIR_WORK,
    "volunteers.TrainingOffer.offered_by": IN_THEIR_WORK,
    "volunteers.TrainingSession.recorded_by": IN_THEIR_WORK,
}
DONE = ("topic", "done_on", "expires_on", "session", "evidence", "code", "taken_back_at", "why_taken_back")


def about(person: Person) -> Iterator[Section]:
    entries = entries_of(person).order_by().values("pk")
    done = Completion.objects.filter(person__in=entries).select_related("topic", "session__topic")
    yield section("volunteers.training", _("Training that you completed"), done, DONE, about=person)
    offers = TrainingOffer.objects.filter(person__in=entries).select_related("topic")
    fields = ("topic", "offered_on", "due_on", "happens", "place", "closed_on")
    yield section("volunteers.offers", _("Training that you were offered"), offers, fields, about=person)
    letters = TrainingLetter.objects.filter(person__in=entries).select_related("topic")
    fields = ("topic", "queued_at", "sent_at", "problem")
    yield section("volunteers.training_letters", _("E-mails about training"), letters, fields, about=person)
    made = InductionCertificate.objects.filter(person__in=entries)
    fields = ("person_name", "completed_on", "parts", "code", "issued_at")
    yield section("volunteers.induction", _("Certificates of your induction"), made, fields, about=person)
