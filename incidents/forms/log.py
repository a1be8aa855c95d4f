"""What is asked of the log; what was typed badly asks for less, and is no error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.triage import kinds
from incidents.models import Severity
from incidents.states import CaseStatus
from organisations.plain_forms import DayField

UNFINISHED = "unfinished"


class LogForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Any")), (UNFINISHED, _("Not finished")), *CaseStatus.choices],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=lambda: [("", _("Any")), *plain_kinds()])
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", _("Any")), *Severity.choices, ("none", _("Not said yet"))]
    )
    since = DayField(label=_("Received from"), required=False)
    until = DayField(label=_("Received until"), required=False)
    danger = forms.BooleanField(label=_("Danger now"), required=False)
    online = forms.BooleanField(label=_("Online"), required=False)
    worker = forms.BooleanField(label=_("About somebody who works with us"), required=False)
    low = forms.BooleanField(label=_("Low-level concerns as well"), required=False)

    def asked(self) -> dict[str, Any]:
        self.full_clean()
        return {name: self.cleaned_data.get(name) for name in self.fields}


def plain_kinds() -> list[tuple[Any, Any]]:
    """Without hints, for a drop-down list."""
    return [(group, [(key, str(label).split(" (")[0]) for key, label in options]) for group, options in kinds()]


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Names or words"),
        help_text=_("The first three letters of a name are enough. What you type is kept nowhere."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def typed(self) -> str:
        self.full_clean()
        return str(self.cleaned_data.get("q", ""))
