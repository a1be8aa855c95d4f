"""Somebody saw an image: the exception."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import NOTE, TEXT, Field, Form

FORM = Form(
    kind=RecordKind.VIEWING,
    asks_at_once=True,
    lead=_(
        "Somebody saw an image. It is an exception, and it is written down who saw it, why, on whose authority, when."
    ),
    at=_("When was it seen?"),
    clauses=("WY-107",),
    warning=_(
        "Images stay unviewed. Nobody looks at, copies, prints, saves or sends on a sexual image of a child, and "
        "nobody asks a child to show one. If one was seen, say so here and do not look again. No picture is ever kept "
        "here."
    ),
    fields=(
        Field("who", _("Who saw it?"), TEXT, asked=True),
        Field("reason", _("Why was there a clear need to look, or how did it come about?"), asked=True),
        Field(
            "authority",
            _("Who allowed it?"),
            TEXT,
            hint=_("A name. If it was seen by accident, write “nobody, by accident”."),
            asked=True,
        ),
        Field("where", _("Where, and who else was there?"), TEXT),
        Field("after", _("What was done with the device or the page afterwards?"), later=True),
        NOTE,
    ),
)
