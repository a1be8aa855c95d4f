"""For which time the numbers are; what was typed badly asks for this year, and is no error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.services.summary import ALL, Period


class PeriodForm(forms.Form):
    year = forms.ChoiceField(label=_("Year"), required=False)
    quarter = forms.ChoiceField(
        label=_("Quarter"),
        required=False,
        choices=[
            ("", _("The whole year")),
            ("1", _("January to March")),
            ("2", _("April to June")),
            ("3", _("July to September")),
            ("4", _("October to December")),
        ],
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [*((str(year), str(year)) for year in years), (ALL, _("All years"))]
        self.fields["year"].initial = str(timezone.localdate().year)

    def period(self) -> Period:
        self.full_clean()
        year = self.cleaned_data.get("year") or str(timezone.localdate().year)
        if year == ALL:
            return Period()
        quarter = self.cleaned_data.get("quarter")
        return Period(int(year), int(quarter) if quarter else None)
