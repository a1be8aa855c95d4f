"""What a charity promises by being one: it says who it is, and its list of numbers is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import AgencyContact
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.scoping import active_organisation

# This floor does not know people's roles; these are the names that people/roles.py gives them.
KEEPERS = frozenset({"chair", "lead", "administrator"})


def commitments(*, today: date) -> Iterator[Commitment]:
    yield _details()
    yield _numbers(today)


def _details() -> Commitment:
    charity = active_organisation()
    wanted = {
        _("the postal address"): charity.address,
        _("the local safeguarding partnership"): charity.local_partnership,
        _("the logo"): charity.logo,
    }
    missing = [words for words, value in wanted.items() if not value]
    return Commitment(
        key="organisations.details",
        title=_("The charity's details are complete"),
        state=State.NEW if missing else State.KEPT,
        reason=_("Not filled in yet: %(missing)s.") % {"missing": ", ".join(missing)}
        if missing
        else _("Nothing is missing."),
        url=address("settings:overview"),
        answered_by=KEEPERS,
        action=_("Fill in the details"),
        clause="WY-117",
    )


def _numbers(today: date) -> Commitment:
    """Numbers that came with the software and that nobody here has checked count as not started (fact 23)."""
    agencies = list(AgencyContact.objects.all())
    stale = [agency for agency in agencies if agency.is_stale(today)]
    never = [agency for agency in agencies if agency.last_verified_on is None]
    if not agencies:
        state, reason = State.BROKEN, _("There is no agency in the list.")
    elif len(never) == len(agencies):
        state, reason = State.NEW, _("Nobody at the charity has checked the numbers yet.")
    elif stale:
        state = State.AT_RISK
        reason = ngettext(
            "One number has not been checked for a year.", "%(n)s numbers have not been checked for a year.", len(stale)
        ) % {"n": len(stale)}
    else:
        state, reason = State.KEPT, _("Every number was checked within the last year.")
    return Commitment(
        key="organisations.agency_numbers",
        title=_("The numbers of agencies are checked every year"),
        state=state,
        reason=reason,
        url=address("settings:agencies"),
        answered_by=KEEPERS,
        action=_("Check the numbers"),
        clause="RW-87",
        number=len(agencies) - len(stale),
        of=len(agencies),
    )
