"""What could happen, and what is done about it."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import DAY, NOTE, PEOPLE, TEXT, Field, Form

FORM = Form(
    kind=RecordKind.RISK,
    lead=_("What could happen, to whom, and what is done about it. There is one for every child concerned."),
    at=_("When was it made?"),
    clauses=("WY-102",),
    keeps_day=True,
    fields=(
        Field("persons", _("Whom is it about?"), PEOPLE),
        Field("others", _("Anybody else?"), TEXT),
        Field("hazards", _("What could harm them?"), hint=_("Who, what, where, how likely, how bad."), asked=True),
        Field(
            "needs",
            _("What do they need?"),
            hint=_("What makes them vulnerable, and what keeps them safe."),
            asked=True,
        ),
        Field("wishes", _("What do they say themselves?")),
        Field("decision", _("What was decided?"), hint=_("Who does what, and by when."), asked=True),
        Field("review_on", _("Look at it again on"), DAY, is_due=True, later=True),
        NOTE,
    ),
)
