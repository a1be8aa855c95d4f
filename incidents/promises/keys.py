"""The confidential records can be opened: the key file is there, and it is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from people.roles import Role
from safeguard import vault, vault_keeping
from safeguard.commitments import Commitment, State

ANSWERED_BY = frozenset({Role.LEAD, Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.ADMINISTRATOR})


def commitments(*, today: date) -> Iterator[Commitment]:
    is_there = not vault_keeping.problem()
    try:
        vault.keyring()
    except vault.KeyFileMissing:
        is_there = False
    if is_there:
        state, reason = State.KEPT, _("The key file is there. Keep a copy of it, apart from the backups.")
    else:
        state = State.BROKEN
        reason = _(
            "The key to the confidential records is missing. Concerns can be neither read nor raised here until the "
            "administrator puts back its copy. Write new concerns on paper, and ring whoever must know."
        )
    yield Commitment(
        key="incidents.keys",
        title=_("The confidential records can be opened"),
        state=state,
        reason=reason,
        url=reverse("help_page", args=["administrator"]) + "#keys",
        answered_by=ANSWERED_BY,
        action=_("What to do"),
    )
