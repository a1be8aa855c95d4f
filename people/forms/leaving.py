"""Leaving, coming back, dying."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import DayField, PlainWords
from people.models import Person
from people.visibility import not_only_cared_for


class LeaveForm(PlainWords, forms.Form):
    on = DayField(label=_("What is the last day?"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Why does the person leave?"),
        required=False,
        max_length=300,
        help_text=_("A few neutral words. Never write a concern here."),
    )
    team_to = forms.ModelChoiceField(
        label=_("Who leads the team from then on?"), queryset=None, required=False, empty_label=_("Nobody yet")
    )
    confirmed = forms.BooleanField(label=_("I have gone through what is handed over"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Person.objects.filter(line_manager=person).exists():
            self.fields["team_to"].queryset = not_only_cared_for(timezone.localdate()).exclude(pk=person.pk)
        else:
            del self.fields["team_to"]
        self.fields["confirmed"].error_messages["required"] = _("Go through the list, then tick this box.")


class RejoinForm(PlainWords, forms.Form):
    on = DayField(label=_("From which day is the person back?"), initial=timezone.localdate)


class DeathForm(PlainWords, forms.Form):
    on = DayField(
        label=_("On which day did the person die?"), help_text=_("Where it is not known, enter today's date.")
    )
