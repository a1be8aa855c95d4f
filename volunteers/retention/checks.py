"""How long what a check online found is kept: each check has a day of its own, and that it was done stays (fact 41)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.retention import OUR_DEFAULT, entries_of
from safeguard.retention import Rows, Rule, Then
from volunteers.models import OnlineCheck
from volunteers.services import check_purge

WITH_THE_CHECK = _("as long as the check; it can be read by nobody once the key of the check is destroyed")
WHY = _("A decision must be explained to whoever asks about it, and no longer than they can ask.")


def over(day: date) -> Rows:
    """Finished checks whose day has come. What is worked on has no end."""
    return OnlineCheck.objects.filter(status__in=["closed", "called_off"], shredded_at=None, purge_on__lte=day)


def about(person: Any) -> Rows:
    """For a legal hold: the checks of a person, as a volunteer or as the applicant they were."""
    entries = entries_of(person).order_by().values("pk")
    return OnlineCheck.objects.filter(Q(person__in=entries) | Q(application__person__in=entries))


WITH_CHECKS = {
    "volunteers.CheckGrant": _("Who was let in to an online check"),
    "volunteers.Finding": _("What an online check found"),
    "volunteers.Discussion": _("Talks about what an online check found"),
    "volunteers.CheckDecision": _("Decisions on what an online check found"),
    "volunteers.CommitteeShare": _("That the committee was told of what an online check found"),
}

RULES: list[Rule] = [
    *[Rule(model, title, WHY, as_long_as=WITH_THE_CHECK) for model, title in WITH_CHECKS.items()],
    Rule(
        "volunteers.OnlineCheck",
        _("What online checks found; that they were done stays"),
        WHY,
        months=0,
        counted_from=_(
            "the day each check has of its own: one month after nothing was found, six months after a cause for "
            "concern was shared, and at once where it was somebody else"
        ),
        over=over,
        then=Then.SHRED,
        source=OUR_DEFAULT,
        shred=check_purge.shred,
        concerns=about,
    ),
    Rule(
        "volunteers.CheckSwitch",
        _("Decisions to switch online checks on or off"),
        _("Why people were looked up must have an answer later."),
        as_long_as=_("as long as the charity is kept here"),
    ),
]
