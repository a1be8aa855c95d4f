"""Checks and words for tasks from a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from organisations.plain_forms import DayField, PlainWords
from people.models import PersonQuerySet


class GiveForm(NoPictures, PlainWords, forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who does it?"),
        queryset=None,
        empty_label=_("Choose somebody"),
        error_messages={
            "required": _("Choose who does it."),
            "invalid_choice": _("Choose somebody from the list."),
        },
    )
    what = forms.CharField(
        label=_("What is to be done?"),
        help_text=_(
            "Only this is shown to them, never the case. Name nobody whom they need not know: "
            "“Please look for the attendance sheets of 3 March and bring them to me.”"
        ),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what is to be done.")},
    )
    due_on = DayField(label=_("By when?"), help_text=_("For example 27 3 2027."))

    def __init__(self, *args: Any, people: PersonQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(gettext("This day is over. Choose a day to come."))
        return day


class AnswerForm(NoPictures, PlainWords, forms.Form):
    text = forms.CharField(
        label=_("What did you do?"),
        help_text=_("It goes to whoever asked you, and stands in a confidential record."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you did, or that you could not do it and why.")},
    )
