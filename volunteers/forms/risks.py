"""Checks and words for risk assessments and exceptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import LINES, DayField, PastDayField, PlainWords
from volunteers.models import RiskAssessment
from volunteers.services import exemptions

LONGEST = 5000
AGAIN = _("Within twelve months. For example 27 3 2027.")


class RiskForm(PlainWords, forms.Form):
    why = forms.ChoiceField(label=_("Why is it needed?"), choices=RiskAssessment.Why.choices, widget=forms.RadioSelect)
    risk = forms.CharField(
        label=_("What could go wrong?"),
        help_text=_("Do not write down what a certificate says."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs=LINES),
    )
    measures = forms.CharField(
        label=_("What do we do about it?"),
        help_text=_("For example: never alone with children, and a colleague always in the room."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs=LINES),
    )
    starts_on = PastDayField(label=_("From which day?"), help_text=_("For example 27 3 2026."))
    review_on = DayField(label=_("When is it looked at again?"), help_text=AGAIN)


class LookAgainForm(PlainWords, forms.Form):
    measures = forms.CharField(
        label=_("What do we do about it?"), max_length=LONGEST, widget=forms.Textarea(attrs=LINES)
    )
    review_on = DayField(label=_("When is it looked at again?"), help_text=AGAIN)


class ExemptionForm(PlainWords, forms.Form):
    what = forms.ChoiceField(label=_("From what?"))
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("What makes it right for this person, and what you do instead."),
        max_length=2000,
        widget=forms.Textarea(attrs=LINES),
    )
    starts_on = DayField(label=_("From which day?"), help_text=_("For example 27 3 2026."))
    ends_on = DayField(label=_("Until which day?"), help_text=_("At most twelve months."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = exemptions.choices(timezone.localdate())
