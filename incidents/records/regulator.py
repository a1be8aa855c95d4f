"""Whether a regulator is told, with reasons either way."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, NOT_YET, NOTE, REGULATORS, TEXT, YES_NO_UNSURE, Field, Form

FORM = Form(
    kind=RecordKind.REGULATOR,
    asks_at_once=True,
    lead=_("Whether a regulator is told, and why or why not."),
    at=_("When was it decided, or talked about?"),
    settled_when=lambda answers: (
        answers.get("decision") == "not" or (answers.get("decision") == "report" and bool(answers.get("reported_on")))
    ),
    fields=(
        Field("regulator", _("Which one?"), REGULATORS, asked=True),
        Field("serious", _("Is it a serious incident?"), CHOICE, YES_NO_UNSURE, asked=True, later=True),
        Field(
            "left",
            _("About somebody who works with us: did they leave, or were they moved or removed, because of harm?"),
            CHOICE,
            YES_NO_UNSURE | {"resigned": _("They resigned before it was decided")},
            hint=_("For barring. The duty to refer holds as well if they resigned."),
            later=True,
        ),
        Field(
            "decision",
            _("Is it reported?"),
            CHOICE,
            {"report": _("Yes, it is reported"), "not": _("No, it is not reported")} | NOT_YET,
            asked=True,
            later=True,
        ),
        Field("reasons", _("Why, or why not?"), asked=("decision", ("report", "not")), later=True),
        Field("decided_by", _("Who decided?"), TEXT, asked=("decision", ("report", "not")), later=True),
        Field("reported_on", _("Reported on"), DAY, asked=("decision", ("report",)), later=True),
        Field("reported_by", _("Who reported it, and on whose authority?"), TEXT, later=True),
        Field("reference", _("Their reference"), TEXT, later=True),
        Field("answer", _("What did they answer?"), later=True),
        Field("decide_by", _("If it is not done yet: by which day?"), DAY, is_due=True, later=True),
        NOTE,
    ),
)
