"""Checks and words for pausing a reminder."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.services.pausing import LONGEST


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("In hand until"),
        help_text=_("The reminders rest up to this day. At most three months ahead, for example 27/3/2027."),
        widget=forms.DateInput(attrs={"class": "input--10", "inputmode": "numeric"}),
        error_messages={
            "required": _("Enter the day up to which the reminders rest."),
            "invalid": _("This day could not be read. Write it with its year, such as 27/3/2027."),
        },
    )
    reason = forms.CharField(
        label=_("What is being done?"),
        max_length=300,
        error_messages={"required": _("Say in a few words what is being done.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if until > self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day within three months. You can pause it again later."))
        return until
