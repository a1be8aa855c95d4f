"""Whether somebody is suspended: a neutral act."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, NOT_YET, NOTE, TEXT, Field, Form, is_one_of

FORM = Form(
    kind=RecordKind.SUSPENSION,
    asks_at_once=True,
    lead=_(
        "A complaint alone is enough to think about it. Suspension is a neutral act that protects everybody. It is no "
        "finding and no punishment."
    ),
    at=_("When was it considered?"),
    clauses=("RW-47",),
    settled_when=is_one_of("decision", "suspended", "limited", "not"),
    warning=_("If the police or the council are involved, ask them before you tell the person."),
    fields=(
        Field("person", _("Whom is it about?"), TEXT, asked=True),
        Field(
            "prompted",
            _("What prompted it?"),
            CHOICE,
            {
                "complaint": _("A complaint"),
                "concern": _("A concern"),
                "advice": _("Advice of the police or the council"),
                "finding": _("A finding"),
            },
            asked=True,
        ),
        Field(
            "decision",
            _("What was decided?"),
            CHOICE,
            {
                "suspended": _("Suspended for the time being"),
                "limited": _("Other duties, or never alone, for the time being"),
                "not": _("Not suspended"),
            }
            | NOT_YET,
            asked=True,
            later=True,
        ),
        Field("reasons", _("Why?"), asked=("decision", ("suspended", "limited", "not")), later=True),
        Field("lead", _("Which safeguarding lead decided?"), TEXT, asked=True, later=True),
        Field("trustee", _("Which trustee decided with them?"), TEXT, asked=True, later=True),
        Field("advice", _("What did the police or the council advise?"), later=True),
        Field("told", _("How and by whom was the person told, and what support were they offered?"), later=True),
        Field("decide_by", _("If it is not decided yet: by which day?"), DAY, is_due=True, later=True),
        NOTE,
    ),
)
