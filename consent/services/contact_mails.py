"""A mail to those who look into a contact that was made in spite of a wish: at once, and naming nobody."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from consent.models import Override
from people import post
from people.models import CareLink, Person, PersonQuerySet
from people.roles import Role
from safeguard import mailing
from safeguard.addresses import whole


def reviewers(override: Override, today: date) -> PersonQuerySet:
    """The lead, and whoever stands in; else the safeguarding trustee, else the chair.

    Never the worker (E-36), nor anybody of the family: it may be about those at home (fact 57).
    """
    family = CareLink.objects.filter(cared_for=override.opt_out.subject_id).order_by().values("carer")
    others = Person.objects.current(today).exclude(pk=override.worker_id).exclude(pk__in=family)
    for role in (Role.LEAD, Role.SAFEGUARDING_TRUSTEE):
        found: PersonQuerySet = others.holding(role, on=today)
        if found.exists():
            return found
    return others.holding(Role.CHAIR, on=today)


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
