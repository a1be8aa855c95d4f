"""Checks and words for looking somebody up on social media."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from organisations.plain_forms import PlainWords, yes_or_no


def lines(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=5000, widget=widget, required=required)


class AskForm(NoPictures, PlainWords, forms.Form):
    who = forms.CharField(label=_("Who is to be looked up?"), max_length=300)
    about_leads = forms.BooleanField(
        label=_("It is about a safeguarding lead or deputy, or somebody close to them"),
        help_text=_("Then the chair or the safeguarding trustee decides, and no lead sees it."),
        required=False,
    )
    purpose = lines(_("What for?"), _("What you need to know, and what will be done with it."))
    proportion = lines(_("Why would nothing less do?"), _("For example: the family was asked, and does not know."))
    where = forms.CharField(
        label=_("Where?"), help_text=_("Such as the name of the platform or page."), max_length=300, required=False
    )
    is_repeat = forms.BooleanField(label=_("It will be looked at more than once"), required=False)


class DecideForm(NoPictures, PlainWords, forms.Form):
    is_allowed = yes_or_no(_("Is it allowed?"))
    reasons = lines(_("Why?"), required=False)


class FoundForm(NoPictures, PlainWords, forms.Form):
    found = lines(
        _("What was found?"),
        _("Only what serves the purpose. Put no picture here, and write “nothing” if nothing was found."),
        rows=5,
    )
