"""Work of the worker: reading long documents, and forgetting imports that nobody finished."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from organisations.models import Organisation
from safeguard.scoping import acting_for


@shared_task
def read_import(organisation_id: int, draft_id: int) -> None:
    """Read one document. A draft that was thrown away meanwhile, or was read before, is left alone."""
    from policies.models import ImportDraft
    from policies.services import importing

    with acting_for(Organisation.objects.get(pk=organisation_id)):
        draft = ImportDraft.objects.filter(pk=draft_id).select_related("person").first()
        if draft is not None:
            importing.read(draft)


@shared_task
def forget_imports() -> None:
    """Every night: what was begun a month ago and never finished goes, with its file."""
    from policies.services import importing

    for organisation in Organisation.objects.all():
        with acting_for(organisation):
            importing.forget_expired(now=timezone.now())
