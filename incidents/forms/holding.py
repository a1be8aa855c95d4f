"""Checks and words for waiting at an agency's request."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from organisations.plain_forms import DayField


class HoldForm(NoPictures, forms.Form):
    agency = forms.CharField(
        label=_("Who asks us to wait?"),
        help_text=_("For example the police of our area, or the council."),
        required=False,
        max_length=200,
    )
    contact = forms.CharField(label=_("Name and number of the person"), required=False, max_length=300)
    reason = forms.CharField(
        label=_("With what do they ask us to wait, and why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    look_again_on = DayField(
        label=_("When do we ask again?"),
        help_text=_("For example 27 3 2027. You are reminded on that day."),
        required=False,
    )

    def clean_look_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_again_on"]
        if day and day < timezone.localdate():
            raise ValidationError(gettext("This day is over. Enter a day to come."))
        return day


class ResumeForm(NoPictures, forms.Form):
    why = forms.CharField(
        label=_("Who said that we can go on?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AskAgainForm(HoldForm):
    """The agency still wants us to wait."""

    agency = contact = reason = None  # type: ignore[assignment]
    said = forms.CharField(
        label=_("What did they say?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("said", "look_again_on")
