"""Checks and words for evidence in custody and for documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.moments import WithMoment
from incidents.forms.no_pictures import NoPictures
from incidents.models import CustodyItem, CustodyMove, MoveKind
from organisations.plain_forms import PlainWords

LONGEST = 2000


def short(label: Any, help_text: Any = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=500, required=False, **kwargs)


class CustodyForm(NoPictures, PlainWords, WithMoment):
    """Only what it is has to be said; the rest is asked for afterwards."""

    what = forms.CharField(
        label=CustodyItem.WORDS["what"],
        help_text=_("Describe it from outside, for example “black telephone, cracked glass”. Do not look into it."),
        max_length=500,
    )
    is_device = forms.BooleanField(
        label=_("It is a device: a telephone, computer, camera, memory stick or card"), required=False
    )
    owner = short(CustodyItem.WORDS["owner"])
    found = short(CustodyItem.WORDS["found"])
    where = short(CustodyItem.WORDS["where"], _("For example: locked cabinet in the office, upper drawer."))
    seal = short(CustodyItem.WORDS["seal"], _("A bag or an envelope that shows when it was opened, with its number."))
    access = short(CustodyItem.WORDS["access"], _("Who has the key?"))
    off = short(
        CustodyItem.WORDS["off"],
        _("Leave it as it is unless the police say otherwise. If it was switched off, say who did so and when."),
    )
    field_order = ["what", "is_device", "owner", "found", "day", "at", "where", "seal", "access", "off"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, moment_label=_("On which day was it found or handed in?"), **kwargs)

    @property
    def given(self) -> dict[str, Any]:
        names = ("what", "is_device", "owner", "found", "where", "seal", "access", "off", "once")
        return {name: self.cleaned_data[name] for name in names} | {"found_at": self.cleaned_data["moment"]}


class MoveForm(NoPictures, PlainWords, WithMoment):
    kind = forms.ChoiceField(
        label=_("What was done?"),
        choices=MoveKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done with it.")},
    )
    to = short(CustodyMove.WORDS["to"], _("The name, the office and a number of whom it was given to; or the place."))
    receipt = short(CustodyMove.WORDS["receipt"], _("The number of the receipt, or of the police property record."))
    authority = short(
        CustodyMove.WORDS["authority"], _("Needed to open or to destroy it: who at the police said so, and when?")
    )
    why = short(CustodyMove.WORDS["why"])
    seal = short(CustodyMove.WORDS["seal"], _("If it was opened or packed anew."))
    field_order = ["kind", "day", "at", "to", "receipt", "authority", "why", "seal"]

    @property
    def given(self) -> dict[str, Any]:
        names = ("kind", "to", "receipt", "authority", "why", "seal", "once")
        return {name: self.cleaned_data[name] for name in names} | {"at": self.cleaned_data["moment"]}


class DocumentForm(NoPictures, PlainWords, forms.Form):
    """For cases that take documents; for the others it is never made."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("PDF, DOCX, ODT or TXT, words only, up to 5 MB. A file that holds a picture is refused."),
        widget=forms.FileInput({"accept": ".pdf,.docx,.odt,.txt"}),
        error_messages={"required": _("Choose a document."), "empty": _("This file is empty.")},
    )
    what = short(_("What is it?"))
    once = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def given(self) -> dict[str, Any]:
        return {"what": self.cleaned_data["what"], "once": self.cleaned_data["once"]}


class SetAsideForm(NoPictures, forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("In words only, as far as you know it without looking again. You need not answer."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class OpenForm(NoPictures, PlainWords, forms.Form):
    why = forms.CharField(
        label=_("Why does it have to be opened?"),
        help_text=_("It stands in the chronology with your name. Do not open it to see whether it holds an image."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write why it has to be opened, or set it aside.")},
    )


class RemoveForm(NoPictures, PlainWords, forms.Form):
    advice = forms.CharField(
        label=_("Who at the police advised it?"),
        help_text=_("Name, office, day and reference."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )
