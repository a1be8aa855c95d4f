"""Trustees decide, the chair signs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.roles import TRUSTEES
from policies.models import Decision, PolicyVersion
from safeguard.forms import SeveralRowsField
from safeguard.partial_date_forms import PartialDateFormField
from safeguard.partial_dates import EARLIEST_YEAR, LATEST_YEAR


class DayInput(forms.DateInput):
    """The browser's own date box; without one, a text box that takes 2026-11-20 and 20/11/2026."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "input--20", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of the years that the calendars of the software have."""

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            words = {"year": day.year, "first": EARLIEST_YEAR, "last": LATEST_YEAR}
            sentence = _("Check the year: %(year)s is not between %(first)s and %(last)s.")
            raise forms.ValidationError(sentence, code="year", params=words)
        return day


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    kwargs.setdefault("error_messages", {})
    kwargs["error_messages"] = {
        "required": _("Enter a day, such as 17/6/2026."),
        "invalid": _("Enter a day, such as 17/6/2026."),
    } | kwargs["error_messages"]
    return DayField(label=label, widget=DayInput, **kwargs)


class DecideForm(forms.Form):
    """A trustee's answer to the wording that is on the screen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you approve the text or send it back.")},
    )
    conditions = forms.CharField(
        label=_("Conditions, or why you send it back"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    minute_reference = forms.CharField(
        label=_("Minute reference"),
        required=False,
        max_length=200,
        help_text=_("If it was decided at a meeting, such as “June 2026, item 5”."),
    )
    meeting_on = day_field(_("Day of the meeting"), required=False)

    def clean_meeting_on(self) -> date | None:
        return not_in_the_future(self.cleaned_data["meeting_on"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("decision") == Decision.REFUSE and not typed.get("conditions", "").strip():
            self.add_error("conditions", _("Say why you send it back, so that the writers know what to change."))
        return typed


class MinuteForm(forms.Form):
    """What a meeting decided, for the trustees who were there."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    present = SeveralRowsField(
        label=_("Who approved it at the meeting?"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the trustees who approved it.")},
    )
    minute_reference = forms.CharField(
        label=_("Minute reference"),
        max_length=200,
        help_text=_("Such as “June 2026, item 5”."),
        error_messages={"required": _("Enter where the minutes record it.")},
    )
    meeting_on = day_field(_("Day of the meeting"))
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = Person.objects.current().holding(*TRUSTEES).with_roles()

    def clean_meeting_on(self) -> date | None:
        return not_in_the_future(self.cleaned_data["meeting_on"])


class SignForm(forms.Form):
    """The chair's typed name, office and day: for one text or for several."""

    name = forms.CharField(
        label=_("Type your full name"),
        max_length=300,
        help_text=_("Typing it here is your signature."),
        error_messages={"required": _("Type your name to sign.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    office = forms.CharField(
        label=_("Your office"), max_length=200, error_messages={"required": _("Enter your office, such as chair.")}
    )
    signed_on = day_field(_("Day of the signature"))

    def clean_signed_on(self) -> date | None:
        return not_in_the_future(self.cleaned_data["signed_on"])


class SignOffForm(SignForm):
    """One text: the dates that follow from it may be set too."""

    read = forms.BooleanField(
        label=_("I have read the text, or what changed in it"),
        error_messages={"required": _("Read the text, or what changed in it, and tick the box.")},
    )
    adopted = PartialDateFormField(
        label=_("Adopted on"),
        required=False,
        help_text=_("The day on which the trustees adopted it. Reviews are counted from here."),
    )
    next_review = PartialDateFormField(
        label=_("Next review"), required=False, help_text=_("Leave it empty to count from the day of adoption.")
    )
    absence = forms.CharField(
        label=_("Why you sign for the chair"), required=False, max_length=200, help_text=_("For a deputy.")
    )

    def __init__(self, *args: Any, is_deputy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_deputy:
            del self.fields["absence"]


class QueueForm(SignForm):
    """Several texts with one typed name: each is ticked after it was read."""

    chosen = SeveralRowsField(
        label=_("Read, and to be signed"),
        queryset=PolicyVersion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one text that you have read."),
            "invalid_choice": _("One of the texts is no longer waiting. Look at the list again."),
        },
    )

    field_order = ("chosen", "name", "office", "signed_on")

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = waiting


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you not sign it?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why, so that the writers know what to change.")},
    )


def not_in_the_future(day: date | None) -> date | None:
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(_("This day lies in the future."))
    return day
