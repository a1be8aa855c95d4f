"""The worker's runs, noted so that a page can say when it last looked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from organisations.models import Organisation
from reminders.models import JobRun


def for_every_organisation(job: str, task: Any) -> None:
    """Hand one task to the queue for each organisation, so that one of them never holds up another."""

    def hand_out() -> int:
        keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            task.delay(key)
        return len(keys)

    recorded(job, hand_out)


def recorded(job: str, work: Callable[[], int]) -> None:
    """Do the work and note when it began and ended; a run without an end did not get through."""
    run = JobRun.objects.create(job=job)
    count = work()
    JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), organisations=count)
