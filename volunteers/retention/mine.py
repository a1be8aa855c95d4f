from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.retention import OUR_DEFAULT, entries_of, people_gone_by
from safeguard.retention import Rows, Rule, Then
from volunteers.models import FamilyTalk, SelfCheck


def talks_over(day: date) -> Rows:
    """Long ago, or with a family that has gone."""
    return FamilyTalk.objects.filter(Q(held_on__lte=day) | Q(about__in=people_gone_by(day)))


RULES = [
    Rule(
        "volunteers.SelfCheck",
        _("That somebody looked at their own privacy settings"),
        _("The charity asks for it twice a year, and must see who has not done it. More is not known of it."),
        months=24,
        counted_from=_("the day on which it was done"),
        over=lambda day: SelfCheck.objects.filter(done_on__lte=day),
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: SelfCheck.objects.filter(person__in=entries_of(person)),
    ),
    Rule(
        "volunteers.FamilyTalk",
        _("Talks with families about screens at home"),
        _("Whoever works with a family sees what was talked about, and when a talk is due again."),
        months=36,
        counted_from=_("the day of the talk, or the day on which the family left"),
        over=talks_over,
        then=Then.DELETE,
        source=OUR_DEFAULT,
        of=lambda person: FamilyTalk.objects.filter(about__in=entries_of(person)),
    ),
]
