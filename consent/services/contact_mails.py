"""A mail to those who look into a contact that was made in spite of a wish: at once, and naming nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from consent.models import Override
from people import post
from people.models import CareLink, Person, PersonQuerySet
from people.offices import holders
from people.roles import Role
from safeguard import mailing
from safeguard.addresses import whole


def reviewers(override: Override, today: date) -> PersonQuerySet:
    """The lead, and whoever stands in; else the safeguarding trustee, else the chair.

    Never the worker (E-36), nor anybody of the family: it may be about those at home (fact 57).
    """
    carers = CareLink.objects.filter(cared_for=override.opt_out.subject_id).order_by().values_list("carer", flat=True)
    found: PersonQuerySet = Person.objects.filter(pk__in=reviewer_keys(override, set(carers), today))
    return found


def reviewer_keys(override: Override, family: Collection[int], today: date) -> tuple[int, ...]:
    """The keys of the same people, where the family of whom it is about is known already."""
    groups = (holders(role, today=today) for role in (Role.LEAD, Role.SAFEGUARDING_TRUSTEE, Role.CHAIR))
    others = (tuple(key for key in group if key != override.worker_id and key not in family) for group in groups)
    return next(filter(None, others), ())


def tell(override: Override) -> None:
    """Hand the mail to the worker. Where the queue is out of reach, the reminder of the review tells of it."""
    transaction.on_commit(
        lambda: post.hand_over("consent.tasks.tell_of_override", override.organisation_id, override.pk)
    )


def send(key: int) -> int:
    """Write to each of the reviewers who can be written to. Returns how many mails went out."""
    override = Override.objects.select_related("opt_out").get(pk=key)
    sent = 0
    for person in reviewers(override, timezone.localdate()):
        if person.can_be_mailed:
            sent += _send(override, person)
    return sent


def _send(override: Override, person: Person) -> bool:
    mail = mailing.write(
        "consent/contact/mail/override",
        to=person.email,
        context={"name": str(person), "url": whole(override.get_absolute_url()), "review_on": override.review_on},
        message_id=mailing.message_id("contact", f"{override.organisation_id}.{override.pk}.{person.pk}"),
    )
    return post.sent(mail, about=f"contact {override.pk}")
