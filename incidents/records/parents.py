"""Parents and carers are told, or not, and why."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, NOTE, TEXT, Field, Form, is_one_of

FORM = Form(
    kind=RecordKind.PARENTS,
    lead=_("Whether the parents or carers were told about what happened and how it is handled, or why not."),
    at=_("When were they told, or when was it decided?"),
    clauses=("WY-75", "WY-106"),
    settled_when=is_one_of("informed", "yes", "no"),
    warning=_("If telling them could put somebody in danger, ask the council or the police first."),
    fields=(
        Field("about", _("Whose parents or carers?"), TEXT, asked=True),
        Field(
            "informed",
            _("Were they told?"),
            CHOICE,
            {"yes": _("Yes"), "no": _("No"), "later": _("Not yet")},
            asked=True,
            later=True,
        ),
        Field("who", _("Who was told?"), TEXT, asked=("informed", ("yes",)), later=True),
        Field("by_whom", _("Who told them?"), TEXT, asked=("informed", ("yes",)), later=True),
        Field("how", _("How?"), TEXT, hint=_("For example by telephone, or at the door."), later=True),
        Field(
            "content",
            _("What were they told?"),
            hint=_("About what happened, and about how it is handled."),
            asked=("informed", ("yes",)),
            later=True,
        ),
        Field("said", _("What did they say?"), later=True),
        Field("reason", _("If they were not told: why not?"), asked=("informed", ("no", "later")), later=True),
        Field("tell_by", _("If not yet: by which day?"), DAY, is_due=True, later=True),
        NOTE,
    ),
)
