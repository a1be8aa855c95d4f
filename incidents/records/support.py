"""Help is offered to whoever is concerned."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, MANY, NOTE, TEXT, YES_NO, Field, Form, is_one_of

FORM = Form(
    kind=RecordKind.SUPPORT,
    lead=_("Help that was offered to anybody concerned: children, families, and whoever told us."),
    at=_("When was it offered?"),
    clauses=("WY-105",),
    settled_when=is_one_of("accepted", "yes", "no"),
    fields=(
        Field("person", _("To whom?"), TEXT, asked=True),
        Field(
            "kinds",
            _("What kind of help?"),
            MANY,
            {
                "counselling": _("Counselling"),
                "protection": _("Immediate protection"),
                "pastoral": _("Pastoral support"),
                "health": _("Health care"),
                "practical": _("Practical help"),
            },
            asked=True,
        ),
        Field("what", _("What exactly?")),
        Field(
            "accepted",
            _("Did they accept it?"),
            CHOICE,
            YES_NO | {"waiting": _("They have not answered yet")},
            asked=True,
            later=True,
        ),
        Field("said", _("What did they say?"), later=True),
        Field("ask_again", _("Ask again on"), DAY, is_due=True, later=True),
        NOTE,
    ),
)
