"""Celery only says "look now": what is to be printed stands in the database, and a lost task loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from organisations.models import Organisation
from reports.services import building, tidying
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def build(organisation_id: int, pack_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        building.build(pack_id)


@shared_task(ignore_result=True)
def resume() -> None:
    tidying.resume(build, now=timezone.now())


@shared_task(ignore_result=True)
def remove_old_files() -> None:
    tidying.remove_old_files(now=timezone.now())
