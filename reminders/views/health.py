"""For machines: is the installation well? Says nothing about anybody."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from reminders.models import Job, JobRun
from safeguard import pdf

ROOM_NEEDED = 200 * 1024 * 1024  # bytes


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and there is room on the disk; else 503. The rest is information."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        run = JobRun.last_finished(Job.SEND)
        database = True
    except DatabaseError:
        run, database = None, False
    room = shutil.disk_usage(settings.VAR).free > ROOM_NEEDED
    age = int((timezone.now() - run.started_at).total_seconds()) if run else None
    facts = {"database": database, "disk": room, "pdf": pdf.is_available(), "seconds_since_worker_ran": age}
    return JsonResponse(facts, status=200 if database and room else 503)
