"""The check-out of somebody who leaves, or is suspended."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import PlainWords


class ConfirmForm(PlainWords, forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("For example who has it now. Leave it empty where nothing needs saying."),
    )


class AddForm(PlainWords, forms.Form):
    title = forms.CharField(
        label=_("What is to be given back or handed over?"),
        max_length=200,
        help_text=_("For example a key to the hall, a folder of registers, a charity phone."),
    )
    hint = forms.CharField(label=_("To whom, and where?"), required=False, max_length=300)
