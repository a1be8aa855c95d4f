"""Celery only says "look now". Each task opens a scope and calls one service; a lost task loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from organisations.models import Organisation
from reminders.models import Job
from reminders.services import planning, runs, sending, tidying
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def plan_all() -> None:
    runs.for_every_organisation(Job.PLAN, plan_organisation)


@shared_task(ignore_result=True)
def send_all() -> None:
    runs.for_every_organisation(Job.SEND, send_organisation)


@shared_task(ignore_result=True)
def plan_organisation(organisation_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        planning.plan_everything(today=timezone.localdate())


@shared_task(ignore_result=True)
def send_organisation(organisation_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        planning.plan_everything(today=timezone.localdate())
        sending.send(now=timezone.now())


@shared_task(ignore_result=True)
def tidy_up() -> None:
    runs.recorded(Job.TIDY, tidying.tidy)
