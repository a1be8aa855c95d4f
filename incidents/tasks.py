"""What the worker does for concerns. Each task opens a scope and calls one service."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from incidents.services import alerting, letters, prints
from organisations.models import Organisation
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def send_letter(organisation_id: int, letter_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        letters.send(letter_id)


@shared_task(ignore_result=True)
def keep_up_all() -> None:
    """Every few minutes: what nobody has opened, which letters were left behind, which copies wait or have run out."""
    for key in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        keep_up.delay(key)


@shared_task(ignore_result=True)
def keep_up(organisation_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        alerting.told_again(now=timezone.now())
        letters.send_waiting()
        prints.make_left_behind(now=timezone.now())
        prints.take_away_old(now=timezone.now())


@shared_task(ignore_result=True)
def make_print(organisation_id: int, print_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        prints.make(print_id)
