"""Checks and words for what is written into the chronology."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents import happened
from incidents.forms.no_pictures import NoPictures
from incidents.models import EntryKind
from incidents.services.entries import WRITTEN_BY_PEOPLE
from organisations.plain_forms import PastDayField, PlainWords

LONGEST = 20_000  # characters


class WhenField(forms.CharField):
    """Whatever people say: the minute, a day, a season, or nothing that has a day. No answer is refused."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("When did it happen?"))
        kwargs.setdefault(
            "help_text",
            _(
                "As exactly as you know, in your own words: “27 March 2027 at 14:30”, “yesterday evening”, "
                "“summer 2019”, “when I was about nine”. Leave it empty if it is happening now."
            ),
        )
        super().__init__(required=False, max_length=500, **kwargs)

    def clean(self, value: Any) -> happened.Happened:
        return happened.read(super().clean(value) or "", today=timezone.localdate())


class EntryForm(NoPictures, PlainWords, forms.Form):
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("What you saw, heard, did or decided. Keep to the words that were used; say what is your opinion."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what happened.")},
    )
    happened = WhenField()
    kind = forms.ChoiceField(
        label=_("What kind of entry is it?"),
        choices=[(kind.value, kind.label) for kind in WRITTEN_BY_PEOPLE],
        initial=EntryKind.NOTE,
        required=False,
    )
    who = forms.CharField(label=_("Who was there, or spoke?"), max_length=1000, required=False)
    language = forms.CharField(
        label=_("Language, if it is not English"),
        help_text=_("Write the words above as they were said. Put the translation below: both are kept."),
        max_length=100,
        required=False,
    )
    translation = forms.CharField(
        label=_("Translation"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or EntryKind.NOTE


class CorrectionForm(NoPictures, PlainWords, forms.Form):
    text = forms.CharField(
        label=_("What is right?"),
        help_text=_("Say what was wrong and what is right. The old entry stays as it is, with a link to this one."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what is right.")},
    )
    happened = WhenField(
        label=_("When did it happen, if that was wrong?"), help_text=_("Leave it empty if the time was right.")
    )


class DisagreementForm(NoPictures, PlainWords, forms.Form):
    who = forms.CharField(label=_("Who says so?"), max_length=300)
    text = forms.CharField(
        label=_("What do they say?"),
        help_text=_("In their own words, as far as you can."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what they say.")},
    )


class PlaceForm(NoPictures, PlainWords, forms.Form):
    """On which day it happened. `offered` are days that the words may mean: none of them is chosen beforehand."""

    ANOTHER = "another"

    chosen = forms.ChoiceField(
        label=_("On which of these days?"),
        help_text=_("Ask whoever told us, if you can do so safely. Nothing is taken from the words unasked."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a day, or another one.")},
    )
    day = PastDayField(label=_("On which day did it happen?"), required=False)
    is_about = forms.BooleanField(label=_("It was about then, not certainly on this day"), required=False)
    how = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: her mother said so on the telephone."),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, offered: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {day.isoformat(): day for day in offered}
        chosen: Any = self.fields["chosen"]
        chosen.choices = [
            *((key, date_format(day, "l j F Y")) for key, day in self.days.items()),
            (self.ANOTHER, _("Another day")),
        ]
        if not offered:
            del self.fields["chosen"]
        else:
            self.fields["day"].label = _("Which other day?")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        chosen = found.pop("chosen", self.ANOTHER)
        if chosen in self.days:
            found["day"] = self.days[chosen]
        elif found.get("day") is None and not self.errors:
            self.add_error("day", gettext("Enter the day, such as 17 June 2026."))
        return found
