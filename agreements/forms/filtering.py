"""Whom a list shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.audience import STAGES
from agreements.states import Status


class PeopleFilterForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    stage = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(stage.key, stage.label) for stage in STAGES.values()]
        self.fields["stage"].choices = [("", _("Everybody")), ("outstanding", _("Everybody who is missing")), *stages]

    def value(self, name: str) -> str:
        """What was asked for, or nothing where the address was typed badly."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name in self.cleaned_data else ""


class AgreementFilterForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Open agreements and drafts")), (Status.CLOSED, _("Closed agreements"))],
    )
