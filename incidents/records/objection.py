"""Somebody asks to have what is written about them changed or deleted (UK GDPR articles 16, 17 and 21)."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, MANY, NOT_YET, NOTE, TEXT, Field, Form, is_one_of

FORM = Form(
    kind=RecordKind.OBJECTION,
    lead=_("Somebody asks to have what is written about them changed or deleted."),
    at=_("When did they ask?"),
    settled_when=is_one_of("decision", "corrected", "partly", "kept", "stopped"),
    warning=_(
        "Nothing in this case is changed or deleted. What was wrong is put right by a note beside it; what somebody "
        "disagrees with stays, with their words beside it. How long it is kept, the plan for keeping records says."
    ),
    fields=(
        Field("who", _("Who asks?"), TEXT, asked=True),
        Field(
            "wish",
            _("What do they want?"),
            MANY,
            {
                "correct": _("Something put right"),
                "delete": _("Something deleted"),
                "limit": _("That it is not used for now"),
                "note": _("Their disagreement noted"),
            },
            asked=True,
        ),
        Field("request", _("In their words"), asked=True),
        Field("errors", _("Which facts are wrong, and what is right?"), later=True),
        Field("disagreement", _("What they disagree with, in their words"), later=True),
        Field(
            "decision",
            _("What was decided?"),
            CHOICE,
            {
                "corrected": _("The facts were put right by a note"),
                "partly": _("Some of it was put right by a note"),
                "kept": _("It stays as it is"),
                "stopped": _("They took back what they asked"),
            }
            | NOT_YET,
            asked=True,
            later=True,
        ),
        Field("reasons", _("Why?"), asked=("decision", ("corrected", "partly", "kept")), later=True),
        Field(
            "answered_on",
            _("Answered on"),
            DAY,
            hint=_("Tell them as well that they can complain to the regulator for data."),
            asked=("decision", ("corrected", "partly", "kept")),
            later=True,
        ),
        NOTE,
    ),
)
