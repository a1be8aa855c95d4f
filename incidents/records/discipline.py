"""What followed for somebody who broke a rule or the law."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import LINK, MANY, NOTE, TEXT, Field, Form

FORM = Form(
    kind=RecordKind.DISCIPLINE,
    lead=_("What followed for somebody who broke a rule or the law: by the police, the governing body, or a court."),
    at=_("When was it decided?"),
    clauses=("WY-27", "WY-44"),
    fields=(
        Field("person", _("For whom?"), TEXT, asked=True),
        Field(
            "actions",
            _("What kind of action?"),
            MANY,
            {
                "criminal": _("Criminal: by the police and the courts"),
                "disciplinary": _("Disciplinary: by the charity"),
                "civil": _("Civil: a claim, or an order of a court"),
                "none": _("None"),
            },
            asked=True,
            later=True,
        ),
        Field("circumstances", _("Ages and circumstances that count")),
        Field("what", _("What was decided?"), asked=True, later=True),
        Field("body", _("Who decided?"), TEXT, hint=_("For example the governing body."), asked=True, later=True),
        Field("minute", _("Where is the decision?"), TEXT, hint=_("For example: minute 7 of 3 June."), later=True),
        Field("link", _("Web address of the decision, if it has one"), LINK, later=True),
        Field("ended", _("How it ended"), later=True),
        NOTE,
    ),
)
