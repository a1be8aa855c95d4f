"""Checks and words for what volunteers do themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import LINES, DayField, PlainWords
from volunteers import family_talks, self_check

LONGEST_NOTE = 1000


def _with_hint(point: Any) -> tuple[str, Any]:
    """A choice, and on a line of its own what helps with it."""
    return point.key, format_html('{}<br><span class="hint small">{}</span>', point.title, point.hint)


class SelfCheckForm(PlainWords, forms.Form):
    """Every point is ticked once it was looked at. Nobody asks which accounts."""

    items = forms.MultipleChoiceField(
        label=_("Tick each point when you have looked at it"),
        help_text=_("Tick a point that does not concern you as well. Nobody else looks, and only the day is kept."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick each point when you have looked at it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [_with_hint(point) for point in self_check.POINTS]

    def clean_items(self) -> list[str]:
        found: list[str] = self.cleaned_data["items"]
        if len(set(found)) < len(self_check.KEYS):
            raise ValidationError(gettext("Go through the points that are left, and tick them as well."))
        return found


class TalkForm(PlainWords, forms.Form):
    """What was talked about with a family, and when."""

    held_on = DayField(label=_("On which day did you talk?"), help_text=_("For example 27 3 2026."))
    points = forms.MultipleChoiceField(
        label=_("What did you talk about?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what you came to. The rest can wait for the next talk."),
        error_messages={"required": _("Tick at least one point that you talked about.")},
    )
    note = forms.CharField(
        label=_("What do they wish to do, or to know more about?"),
        help_text=_("Nothing private, and no worry about somebody’s safety: for that, raise a concern."),
        widget=forms.Textarea(attrs=LINES),
        max_length=LONGEST_NOTE,
        required=False,
    )
    again_on = DayField(
        label=_("When do you wish to talk again?"),
        help_text=_("Leave it empty, and you are asked again after a year."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["points"].choices = [_with_hint(point) for point in family_talks.POINTS]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise ValidationError(gettext("Enter a day that has come. A talk is noted after it took place."))
        if day.year < self.today.year - family_talks.OLDEST_YEARS:
            raise ValidationError(gettext("That is too long ago. Look at the year."))
        return day

    def clean_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["again_on"]
        if day is None:
            return None
        if day <= self.today:
            raise ValidationError(gettext("Enter a day that is still to come, or leave it empty."))
        if day.year > self.today.year + family_talks.OLDEST_YEARS:
            raise ValidationError(gettext("That is too far ahead. Look at the year."))
        return day


class QuestionForm(forms.Form):
    """Words by which a rule is found."""

    q = forms.CharField(
        label=_("May I …?"),
        max_length=200,
        required=False,
        help_text=_("For example: accept a friend request, post a picture."),
    )


class WhoForm(forms.Form):
    """Words of a name in the list of families."""

    q = forms.CharField(label=_("Name"), max_length=200, required=False)
