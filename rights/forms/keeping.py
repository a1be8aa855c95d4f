"""Checks and words for periods, holds, disposals, erasures and copies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import DayField, PlainWords
from rights.forms.requests import lines
from rights.models import DataRequest
from rights.services.periods import LONGEST
from safeguard.retention import rules


class PeriodForm(PlainWords, forms.Form):
    months = forms.IntegerField(
        label=_("Months"),
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"class": "input--5"}),
        help_text=_("36 are three years, 72 are six."),
        error_messages={"invalid": _("Enter a number of months, such as 36.")},
    )
    reason = lines(
        _("Why so long, and not longer or shorter?"),
        rows=3,
        longest=500,
        help_text=_("Name the law, the insurer or the funder that asks for it, or your own reason."),
    )


class HoldForm(PlainWords, forms.Form):
    rule = forms.ChoiceField(label=_("Which records?"), required=False)
    reason = lines(
        _("Why must they stay?"),
        rows=3,
        longest=500,
        help_text=_("For example: a claim is open, the regulator asks. Name nobody."),
    )
    starts_on = DayField(label=_("From"), initial=timezone.localdate)
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Leave it open if you do not know."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((rule.key, str(rule.title)) for rule in rules().values()), key=lambda choice: choice[1])
        self.fields["rule"].choices = [("", _("Every kind of record")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        return given


class ReasonForm(PlainWords, forms.Form):
    """One question for a reason; its words come from the page."""

    reason = lines(_("Why?"), rows=3, longest=300)


class EraseForm(PlainWords, forms.Form):
    reason = lines(_("Why is this person's data erased?"), rows=3, longest=500)
    request = forms.ModelChoiceField(
        label=_("For which request?"), queryset=None, required=False, empty_label=_("No request")
    )

    def __init__(self, *args: Any, about: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request"].queryset = DataRequest.objects.unfinished().filter(  # type: ignore[attr-defined]
            about=about
        )


class CopyForm(PlainWords, forms.Form):
    """For whom a copy is made."""

    receiver = forms.ChoiceField(
        label=_("Who gets it?"),
        choices=[
            ("self", _("The person themself, or somebody whom they sent")),
            ("parent", _("A parent or carer")),
        ],
        widget=forms.RadioSelect,
        initial="self",
    )
    carer = forms.ModelChoiceField(label=_("Which parent or carer?"), queryset=None, required=False, empty_label="–")
    request = forms.ModelChoiceField(
        label=_("For which request?"), queryset=None, required=False, empty_label=_("No request")
    )

    def __init__(self, *args: Any, about: Any, carers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carer"].queryset = carers  # type: ignore[attr-defined]
        self.fields["request"].queryset = DataRequest.objects.unfinished().filter(  # type: ignore[attr-defined]
            about=about
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("receiver") == "parent" and not given.get("carer") and "carer" not in self.errors:
            self.add_error("carer", _("Choose the parent or carer who gets the copy."))
        if given.get("receiver") == "self":
            given["carer"] = None
        return given
