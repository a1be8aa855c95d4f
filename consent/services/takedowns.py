"""What is taken down when somebody withdraws."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consent.models import Answer, Takedown, Use


@transaction.atomic
def because_of(answer: Answer) -> list[Takedown]:
    """A takedown, due today, for each use that is still to be seen and that this answer covered (E-32)."""
    question = answer.question
    shown = Use.objects.standing().of(answer.subject).filter(means=question.means, channel=question.channel)
    waiting = set(Takedown.objects.open().filter(subject=answer.subject).values_list("use", flat=True))
    return [
        Takedown.objects.create(use=use, subject=answer.subject, answer=answer, due_on=timezone.localdate())
        for use in shown
        if use.pk not in waiting
    ]
