"""How long positions, unfinished applications, answers about checks online and letters are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from people.retention import OUR_DEFAULT, end_of, entries_of, people_gone_by
from safeguard.retention import Rows, Rule, Then
from volunteers.models import CheckPermission, OnlineCheck, VolunteerLetter
from volunteers.services.applicants import KEPT_MONTHS

EXISTS = _("as long as the charity is kept here")
ASKED = _("What a position asked for at a time must have an answer years later.")


def _led_to_a_check() -> Exists:
    return Exists(OnlineCheck.objects.filter(permission_given=OuterRef("pk")))


def permissions_over(day: date) -> Rows:
    """Of applicants whose application was closed by that day, and of people who had left by then."""
    closed = Q(person=None, application__closed_on__lte=day)
    return CheckPermission.objects.filter(closed | Q(person__in=people_gone_by(day))).exclude(_led_to_a_check())


def permissions_of(person: Any) -> Rows:
    entries = entries_of(person).order_by().values("pk")
    return CheckPermission.objects.filter(Q(person__in=entries) | Q(application__person__in=entries))


def letters_of(person: Any) -> Rows:
    entries = entries_of(person).order_by().values("pk")
    return VolunteerLetter.objects.filter(Q(person__in=entries) | Q(application__person__in=entries))


RULES = [
    Rule("volunteers.RequiredCheck", _("Which checks a position asked for"), ASKED, as_long_as=EXISTS),
    Rule(
        "volunteers.VolunteerLetter",
        _("E-mails to applicants, parents and referees; none quotes an application"),
        _("Whether somebody was told can be asked as long as the application is kept."),
        months=KEPT_MONTHS,
        counted_from=_("the day on which the e-mail was written"),
        over=lambda day: VolunteerLetter.objects.filter(queued_at__lte=end_of(day)),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        concerns=letters_of,
    ),
    Rule(
        "volunteers.CheckPermission",
        _("Answers to the question whether somebody may be looked up online"),
        _("The charity must be able to show that nobody was looked up who had not agreed."),
        months=KEPT_MONTHS,
        counted_from=_("the day on which the application was closed, or on which somebody who was taken on left"),
        over=permissions_over,
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=permissions_of,
        needed=lambda rows, person, today: rows.filter(_led_to_a_check()),
        needed_because=_("Somebody was looked up by this answer; it shows that they had agreed."),
    ),
    Rule(
        "volunteers.ApplicationDraft",
        _("Unfinished applications"),
        _("What somebody has typed and not sent is theirs alone; only their code opens it."),
        as_long_as=_("the number of days that the charity has chosen, 30 at first; then it is deleted by itself"),
    ),
    Rule(
        "volunteers.Position",
        _("Positions that people volunteer for"),
        _("Applications, checks and placements belong to them; they name nobody."),
        as_long_as=EXISTS,
    ),
    Rule("volunteers.Recruitment", _("How the charity takes people on"), ASKED, as_long_as=EXISTS),
]
