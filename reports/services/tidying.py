"""What the worker looks after by itself: prints that were left lying, and files whose time has run out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from audit.services import transition
from organisations.models import Organisation
from reports.models import Pack
from reports.states import Status
from safeguard.refusals import Refused
from safeguard.scoping import acting_for

WAITED = timedelta(minutes=2)  # for a message of the queue that may have been lost


def resume(task: Any, *, now: datetime) -> int:
    """Hand out again what waits too long and what a worker began and left. Returns how many."""
    everywhere = Pack.objects.across_organisations()
    left = everywhere.abandoned(now) | everywhere.filter(status=Status.WAITING, asked_at__lt=now - WAITED)
    found = list(left.select_related("organisation").order_by("pk"))
    for pack in found:
        with acting_for(pack.organisation):
            if pack.status == Status.BUILDING:
                put_back(pack)
        task.delay(pack.organisation_id, pack.pk)
    return len(found)


def put_back(pack: Pack) -> None:
    try:
        transition(pack, to=Status.WAITING, by=None)
    except Refused:
        pass  # the worker came to its end after all


def remove_old_files(*, now: datetime) -> int:
    """Take away the files whose time has run out; their records stay, so that paper can still be checked."""
    keys = Pack.objects.across_organisations().run_out(now).values_list("organisation_id", flat=True)
    return sum(remove_in(organisation, now) for organisation in Organisation.objects.filter(pk__in=set(keys)))


def remove_in(organisation: Organisation, now: datetime) -> int:
    with acting_for(organisation):
        expired = list(Pack.objects.run_out(now))
        for pack in expired:
            remove(pack)
        return len(expired)


@transaction.atomic
def remove(pack: Pack) -> None:
    name = pack.file
    transition(pack, to=Status.EXPIRED, by=None, file="")
    transaction.on_commit(lambda: default_storage.delete(name))
