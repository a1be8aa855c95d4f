"""What people's services leave to the worker: mails, and long lists."""

from __future__ import annotations

import smtplib

from celery import shared_task

from organisations.models import Organisation
from people import mails
from safeguard.scoping import acting_for


@shared_task(autoretry_for=(smtplib.SMTPException, OSError), retry_backoff=30, max_retries=6)
def send_invitation(organisation_id: int, person_id: int) -> None:
    with acting_for(Organisation.objects.get(pk=organisation_id)):
        mails.send_invitation(person_id)


@shared_task
def finish_import(organisation_id: int, upload_id: int, person_id: int) -> None:
    from people.services import imports

    with acting_for(Organisation.objects.get(pk=organisation_id)):
        imports.finish_asked(upload_id, person_id)
