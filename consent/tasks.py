"""What the worker does for consent. Each task opens a scope and calls one service."""

from __future__ import annotations

from celery import shared_task

from consent.services import contact_mails
from organisations.models import Organisation
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def tell_of_override(organisation_id: int, override_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        contact_mails.send(override_id)
