"""Somebody is asked to save a chat and to hand it over."""

from django.utils.translation import gettext_lazy as _

from incidents.models import RecordKind
from incidents.records.asking import CHOICE, DAY, NOTE, TEXT, YES_NO, Field, Form

FORM = Form(
    kind=RecordKind.CHAT_EXPORT,
    lead=_("Somebody is asked to save a chat and hand it over. What arrives, and what is refused, is added later."),
    at=_("When were they asked?"),
    clauses=("RW-60",),
    settled_when=lambda answers: bool(answers.get("received_on")) or answers.get("refused") == "yes",
    warning=_(
        "Never ask for a chat in which there may be sexual images of a child: nobody looks at them, copies them or "
        "sends them on. Ring the police first and do what they say."
    ),
    fields=(
        Field(
            "asked_by",
            _("Who asks for it?"),
            CHOICE,
            {"charity": _("The charity"), "statutory": _("A statutory body")},
            asked=True,
        ),
        Field("body", _("If a statutory body: which one?"), TEXT, asked=("asked_by", ("statutory",))),
        Field("chat", _("Which chat, and from when until when?"), TEXT, asked=True),
        Field("person", _("Who is asked to save it?"), TEXT, asked=True),
        Field("due_on", _("By when?"), DAY, is_due=True, asked=True, later=True),
        Field("received_on", _("When did it arrive?"), DAY, later=True),
        Field(
            "stored",
            _("Where is it kept?"),
            TEXT,
            hint=_("For example: sealed envelope 3, in the safe."),
            later=True,
        ),
        Field("refused", _("Was it refused?"), CHOICE, YES_NO, later=True),
        Field("refusal", _("What did they say?"), later=True),
        NOTE,
    ),
)
