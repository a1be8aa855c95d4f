"""The charity's own addresses for telling it something without signing in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.models import RaiseLink
from incidents.verbs import Verb
from people.models import Person
from safeguard.verification import new_code

LETTERS = 12  # it stands on posters: short enough to type, long enough that nobody stumbles upon it


@transaction.atomic
def make(*, label: str, for_children: bool, by: Person) -> RaiseLink:
    token = new_code().replace("-", "").lower()[:LETTERS]
    link: RaiseLink = RaiseLink.objects.create(token=token, label=label, for_children=for_children, made_by=by)
    record(Verb.LINK, link, by=by)
    return link


@transaction.atomic
def end(link: RaiseLink, *, by: Person) -> None:
    """Ended twice, it ended once."""
    if RaiseLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now()):
        record(Verb.LINK_ENDED, link, by=by)


def behind(token: str) -> RaiseLink | None:
    """The link of this token, ended ones too: it is opened before its charity is known."""
    if len(token) > 32:
        return None
    found: RaiseLink | None = (
        RaiseLink.objects.across_organisations().select_related("organisation").filter(token=token.lower()).first()
    )
    return found
