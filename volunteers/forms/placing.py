"""A position for somebody who is here, and its last day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import DayField, PlainWords
from volunteers.models import Position


class PlaceForm(PlainWords, forms.Form):
    position = forms.ChoiceField(label=_("Which position?"))
    starts_on = DayField(
        label=_("From which day?"),
        initial=timezone.localdate,
        help_text=_("For somebody who does it already, the day on which they began."),
    )

    def __init__(self, *args: Any, positions: Iterable[Position], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = {str(one.pk): one for one in positions}
        named = [(key, one.title) for key, one in self.positions.items()]
        self.fields["position"].choices = [("", gettext("Choose one")), *named]

    def clean_position(self) -> Position:
        return self.positions[self.cleaned_data["position"]]


class EndPlacementForm(PlainWords, forms.Form):
    on = DayField(label=_("What is their last day in it?"), initial=timezone.localdate)
