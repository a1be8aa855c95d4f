"""What nobody needs any more: the worker's old runs and the files of handled tasks."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from reminders.models import JobRun

RUNS_KEPT = timedelta(days=14)
MESSAGES_KEPT = timedelta(days=2)


def tidy() -> int:
    """Remove them. Returns how many files and rows went."""
    rows, _by_model = JobRun.objects.filter(started_at__lt=timezone.now() - RUNS_KEPT).delete()
    return rows + _old_messages()


def _old_messages() -> int:
    """The embedded broker keeps a file for every handled message."""
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("processed_folder")
    if not folder:
        return 0
    oldest = time.time() - MESSAGES_KEPT.total_seconds()
    old = [path for path in settings.VAR.glob("queue/processed/*") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
