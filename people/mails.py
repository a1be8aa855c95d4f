"""The mails about people. A link is made when its mail is written, and is nowhere else."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from people import links
from people.models import Person, Purpose
from safeguard.addresses import whole
from safeguard.mailing import write

INVITATION_LIFETIME = timedelta(days=14)


def send_invitation(person_id: int) -> None:
    """Invite the person, unless they have left, have a sign-in or want no mail by now."""
    person = Person.objects.get(pk=person_id)
    if person.user_id or not person.is_here(timezone.localdate()) or not person.can_be_mailed:
        return
    links.revoke(person, purpose=Purpose.INVITATION)
    token = links.issue(person, Purpose.INVITATION, lifetime=INVITATION_LIFETIME)
    context = {
        "person": person,
        "address": whole(reverse("invitation", args=[token])),
        "last_day": timezone.localdate() + INVITATION_LIFETIME,
    }
    write("people/mail/invitation", to=person.email, context=context).send()
