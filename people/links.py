"""Personal links: made when a mail is written, opened without an account, never shown to the sender."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person, PersonalLink
from safeguard.refusals import Refused

DEFAULT_LIFETIME = timedelta(days=30)


class LinkUnusable(Refused):
    """The link is unknown, out of date or taken back."""


def issue(person: Person, purpose: str, *, about: str = "", lifetime: timedelta = DEFAULT_LIFETIME) -> str:
    """Make a link for one person and return its token, which is not kept and so cannot be shown again."""
    token = secrets.token_urlsafe(32)
    PersonalLink.objects.create(
        person=person,
        purpose=purpose,
        about=about,
        token_hash=_fingerprint(token),
        expires_at=timezone.now() + lifetime,
    )
    return token


def open_link(token: str, purpose: str, *, now: datetime | None = None) -> PersonalLink:
    """The link of this token, with its organisation and person. Opening uses nothing up (E-42).

    Raises LinkUnusable with the sentence to show. The caller opens `acting_for(link.organisation)`.
    """
    now = now or timezone.now()
    links = PersonalLink.objects.across_organisations().select_related("organisation", "person")
    link = links.filter(token_hash=_fingerprint(token), purpose=purpose).first()
    if link is None or link.revoked_at or not link.person.is_here(timezone.localdate(now)):
        raise LinkUnusable(_("This link does not work any more. Ask the charity to send you a new one."))
    if link.expires_at <= now:
        raise LinkUnusable(_("This link is out of date. Ask the charity to send you a new one."))
    return link


def out_of_date(token: str, purpose: str, *, now: datetime | None = None) -> PersonalLink | None:
    """The link of this token if it has only run out, so that its page can offer to send its owner a new one."""
    links = PersonalLink.objects.across_organisations().select_related("organisation", "person")
    link = links.filter(token_hash=_fingerprint(token), purpose=purpose, revoked_at=None).first()
    return link if link and link.expires_at <= (now or timezone.now()) else None


def revoke(person: Person, *, purpose: str | None = None, about: str | None = None) -> int:
    """Take back a person's links, so that mails already sent open nothing."""
    links = PersonalLink.objects.filter(person=person, revoked_at=None)
    if purpose:
        links = links.filter(purpose=purpose)
    if about is not None:
        links = links.filter(about=about)
    return links.update(revoked_at=timezone.now())


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
