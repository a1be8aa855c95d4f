"""Checks and words for who sees a case, and for the way in for an emergency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from incidents.access import RIGHTS, VIEW
from incidents.forms.no_pictures import NoPictures
from incidents.models import Routing
from incidents.services.glass import HOURS
from organisations.plain_forms import PlainWords
from people.models import Person

GIVEN = [(right, words) for right, words in RIGHTS.items() if right != VIEW]
WHO_SEES_IT = {
    Routing.LEADS: _("The safeguarding lead and deputies, and whoever is let in"),
    Routing.TRUSTEES: _("The chair and the safeguarding trustee, and whoever is let in; no lead or deputy"),
    Routing.NAMED: _("Only those who are let in by name"),
}


class RightsForm(NoPictures, PlainWords, forms.Form):
    """Whoever is let in sees the case; more than that is chosen."""

    rights = forms.MultipleChoiceField(
        label=_("What else may they do?"),
        help_text=_("They see the case in any case. Tick as little as they need."),
        choices=GIVEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LetInForm(RightsForm):
    person = forms.ModelChoiceField(
        label=_("Whom do you let in?"),
        help_text=_("People with a sign-in. They are told by e-mail that something was opened to them, and not what."),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
    )
    field_order = ("person", "rights")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class AsideForm(NoPictures, PlainWords, forms.Form):
    person = forms.ModelChoiceField(
        label=_("Who is to see nothing of it?"),
        help_text=_("It counts at once, whatever their role."),
        queryset=Person.objects.none(),
        empty_label=_("Choose a person"),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class RoutingForm(NoPictures, PlainWords, forms.Form):
    routing = forms.ChoiceField(
        label=_("Who sees this case by their role?"), choices=list(WHO_SEES_IT.items()), widget=forms.RadioSelect
    )


class AskForm(NoPictures, PlainWords, forms.Form):
    reason = forms.CharField(
        label=_("Why can it not wait, and why can nobody else look?"),
        help_text=_("Others read this. Do not name any child, and do not say what it is about."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OpenForm(NoPictures, PlainWords, forms.Form):
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[(str(n), format_lazy(_("{n} hours"), n=n)) for n in HOURS],
        coerce=int,
        widget=forms.RadioSelect,
    )
