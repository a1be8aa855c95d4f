"""How long regular tasks are kept."""

from django.utils.translation import gettext_lazy as _

from duties.models import Round
from safeguard.retention import Rule

EXISTS = _("as long as the charity is kept here")
KEPT = _("That the charity did what its policies promise is asked years later.")

RULES = [
    Rule(
        "duties.Round",
        _("What was done and found"),
        KEPT,
        as_long_as=EXISTS,
        of=lambda person: Round.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows,
        needed_because=_("That a check was done stays, without the name of the person, whose record is anonymous."),
    ),
    Rule("duties.Duty", _("Regular tasks"), KEPT, as_long_as=EXISTS),
]
