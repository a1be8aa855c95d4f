"""What the worker does for consent. Each task opens a scope and calls one service."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from consent.services import (
    contact_mails,
    ending,
    exceptions_print,
    letters,
    lists,
    paper_forms,
    receipts,
    scanning,
    takedown_mails,
)
from organisations.models import Organisation
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def tell_of_override(organisation_id: int, override_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        contact_mails.send(override_id)


@shared_task(ignore_result=True)
def tell_of_takedown(organisation_id: int, takedown_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        takedown_mails.send(takedown_id)


@shared_task(ignore_result=True)
def send_letter(organisation_id: int, letter_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        letters.send(letter_id)


@shared_task(ignore_result=True)
def make_receipt(organisation_id: int, code: str) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        receipts.make_if_possible(code)


@shared_task(ignore_result=True)
def keep_up_all() -> None:
    """Every few minutes: which letters were left behind, which receipts are missing."""
    for key in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        keep_up.delay(key)


@shared_task(ignore_result=True)
def keep_up(organisation_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        ending.keep_up(today=timezone.localdate())
        letters.send_waiting()
        receipts.make_missing()
        paper_forms.make_waiting()
        scanning.read_left_behind()


@shared_task(ignore_result=True)
def make_list(organisation_id: int, ticket: str, language: str) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        lists.make(ticket, language)


@shared_task(ignore_result=True)
def make_paper_form(organisation_id: int, form_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        paper_forms.make(form_id)


@shared_task(ignore_result=True)
def read_scans(organisation_id: int, batch_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        scanning.read(batch_id)


@shared_task(ignore_result=True)
def make_exceptions(organisation_id: int, ticket: str, language: str) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        exceptions_print.make(ticket, language)
