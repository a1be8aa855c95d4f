"""What the worker does for agreements. Each task opens a scope and calls one service; a lost task loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from agreements.models import Signature
from agreements.services import ending, letters, receipts
from organisations.models import Organisation
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def send_letter(organisation_id: int, letter_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        letters.send(letter_id)


@shared_task(ignore_result=True)
def make_receipt(organisation_id: int, signature_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        receipts.make_if_possible(Signature.objects.get(pk=signature_id))


@shared_task(ignore_result=True)
def keep_up_all() -> None:
    """Every few minutes: who left, what ran out, which rules changed, which letters were left behind."""
    for key in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        keep_up.delay(key)


@shared_task(ignore_result=True)
def keep_up(organisation_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        ending.keep_up(today=timezone.localdate())
        letters.send_waiting()
        receipts.make_missing()
