"""Celery only says "look now": what is to be done stands in the database, and a lost task loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from organisations.models import Organisation
from safeguard.scoping import acting_for


@shared_task(ignore_result=True)
def look_all() -> None:
    """Every night, charity by charity."""
    for key in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        look.delay(key)


@shared_task(ignore_result=True)
def look(organisation_id: int) -> None:
    """What has run out is proposed, what was approved and left behind is done, old copies are removed."""
    from rights.services import disposals, endings, papers

    with acting_for(Organisation.objects.get(pk=organisation_id)):
        disposals.carry_out_left_behind(today=timezone.localdate())
        disposals.propose_due(today=timezone.localdate())
        endings.propose_due(today=timezone.localdate())
        papers.make_left_behind(now=timezone.now())
        papers.remove_old_files(now=timezone.now())


@shared_task(ignore_result=True)
def carry_out(organisation_id: int, disposal_id: int) -> None:
    from rights.services import disposals

    with acting_for(Organisation.objects.get(pk=organisation_id)):
        disposals.carry_out(disposal_id, today=timezone.localdate())


@shared_task(ignore_result=True)
def make_paper(organisation_id: int, paper_id: int) -> None:
    from rights.services import papers

    with acting_for(Organisation.objects.get(pk=organisation_id)):
        papers.make(paper_id)
