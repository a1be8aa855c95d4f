"""For machines: is the installation well? Says nothing about anybody."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from reminders.models import Job, JobRun
from safeguard import pdf, vault_keeping

ROOM_NEEDED = 200 * 1024 * 1024  # bytes


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, there is room on the disk, and what is sealed can be opened; else 503."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        run = JobRun.last_finished(Job.SEND)
        database, keys = True, not vault_keeping.problem()
    except DatabaseError:
        run, database, keys = None, False, True  # not known
    room = shutil.disk_usage(settings.VAR).free > ROOM_NEEDED
    age = int((timezone.now() - run.started_at).total_seconds()) if run else None
    facts = {"database": database, "disk": room, "keys": keys, "pdf": pdf.is_available()}
    facts |= {"seconds_since_worker_ran": age}
    return JsonResponse(facts, status=200 if database and room and keys else 503)
