"""What the worker does for volunteers. Each task opens a scope and calls one service."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from organisations.models import Organisation
from safeguard.scoping import acting_for
from volunteers.services import (
    certificates,
    drafts,
    induction,
    leavers,
    letters,
    record_count,
    record_prints,
    training_letters,
)


@shared_task(ignore_result=True)
def make_certificate(organisation_id: int, ticket: str) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        certificates.make(ticket)


@shared_task(ignore_result=True)
def make_induction_pack(organisation_id: int, ticket: str) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        induction.make(ticket)


@shared_task(ignore_result=True)
def make_record(organisation_id: int, ticket: str) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        record_prints.make(ticket)


@shared_task(ignore_result=True)
def send_letter(organisation_id: int, letter_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        letters.send(letter_id)


@shared_task(ignore_result=True)
def send_training_letter(organisation_id: int, letter_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        training_letters.send(letter_id)


@shared_task(ignore_result=True)
def keep_up_all() -> None:
    """Every few minutes: letters that were left behind, applications run out, what leavers held, the count of many."""
    for key in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        keep_up.delay(key)


@shared_task(ignore_result=True)
def keep_up(organisation_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        letters.send_waiting()
        training_letters.send_waiting()
        drafts.delete_expired(timezone.localdate())
        leavers.end_work_of_leavers(timezone.localdate())
        leavers.begin_anew_of_returners(timezone.localdate())
        record_count.keep_counted(timezone.localdate())
