"""Checks and words for the steps of a case and for the steps that a charity adds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from incidents.procedures import Procedure
from incidents.states import StepStatus
from organisations.plain_forms import LINES, PlainWords


class DecideForm(NoPictures, PlainWords, forms.Form):
    to = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[(StepStatus.DONE, _("It is done")), (StepStatus.NOT_NEEDED, _("It is not needed"))],
        initial=StepStatus.DONE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is done or not needed.")},
    )
    note = forms.CharField(
        label=_("What was done, or why it is not needed"),
        help_text=_("A few words. If it is not needed, say why."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=LINES),
    )


class UndoForm(NoPictures, forms.Form):
    why = forms.CharField(label=_("Why"), required=False, max_length=1000)


class OwnStepForm(NoPictures, PlainWords, forms.Form):
    text = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("One sentence. Name nobody: it is shown in every case of this kind."),
        max_length=500,
        error_messages={"required": _("Write down what is to be done.")},
    )
    after = forms.ChoiceField(label=_("After which step?"), required=False)
    is_required = forms.BooleanField(label=_("It is asked for in every case"), required=False, initial=True)

    def __init__(self, *args: Any, procedure: Procedure, nation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(step.name, step.text[:100]) for step in procedure.steps(nation)]
        self.fields["after"].choices = [("", _("At the end")), *steps]


class EndOwnStepForm(NoPictures, PlainWords, forms.Form):
    why = forms.CharField(
        label=_("Why is it no longer used?"),
        max_length=300,
        error_messages={"required": _("Say why it is no longer used.")},
    )
