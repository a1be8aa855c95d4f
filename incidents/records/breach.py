"""Personal data was lost, or came to where it should not be (UK GDPR articles 33 and 34)."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, NOT_YET, NOTE, TEXT, YES_NO, Field, Form

FORM = Form(
    kind=RecordKind.BREACH,
    lead=_("Personal data was lost, sent to the wrong place, seen by somebody who should not, or shared."),
    at=_("When did somebody in the charity first know of it?"),
    clauses=(),
    settled_when=lambda answers: (
        bool(answers.get("told_on")) or (answers.get("told") == "no" and bool(answers.get("reason")))
    ),
    warning=_(
        "The hours count from the moment when somebody in the charity knew of it, weekends and bank holidays included."
    ),
    fields=(
        Field("what", _("What happened, and which data?"), asked=True),
        Field("whose", _("Whose data, and about how many people?"), asked=True),
        Field(
            "risk",
            _("How great is the risk for them?"),
            CHOICE,
            {"none": _("Unlikely to harm anybody"), "risk": _("Likely"), "high": _("High")} | {"unsure": _("Not sure")},
            asked=True,
            later=True,
        ),
        Field("measures", _("What was done at once?"), hint=_("Called back, deleted, passwords changed …"), later=True),
        Field(
            "told",
            _("Is the regulator for data told?"),
            CHOICE,
            {"yes": _("Yes"), "no": _("No")} | NOT_YET,
            asked=True,
            later=True,
        ),
        Field("told_on", _("Told on"), DAY, asked=("told", ("yes",)), later=True),
        Field("reference", _("Their reference"), TEXT, later=True),
        Field("reason", _("If they are not told, or were told late: why?"), asked=("told", ("no",)), later=True),
        Field(
            "individuals",
            _("Were the people told whose data it is?"),
            CHOICE,
            YES_NO | {"not_needed": _("Not needed: the risk is not high")},
            asked=("risk", ("high",)),
            later=True,
        ),
        Field("individuals_reason", _("How they were told, or why not"), asked=("individuals", ("no",)), later=True),
        NOTE,
    ),
)
