"""A day and a time on the wall, which become one moment."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents import happened
from organisations.plain_forms import DayField

TIME = _("Enter a time, such as 15:30. About is good enough.")


class WithMoment(forms.Form):
    """Asks on which day and at what time; now, unless somebody says otherwise. `moment` has both, in UTC.

    In the night when the clocks go back, the first of two equal hours is meant unless "GMT" stands beside the time.
    """

    day = DayField(label=_("Day"), error_messages={"required": _("Enter the day, such as 17 June 2026.")})
    at = forms.CharField(
        label=_("Time"),
        help_text=_("About is good enough."),
        max_length=20,
        widget=forms.TextInput({"class": "input--10"}),
        error_messages={"required": TIME},
    )

    def __init__(self, *args: Any, moment_label: str | Promise = "", once: str = "", **kwargs: Any) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {"day": now.date(), "at": now.strftime("%H:%M")} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if moment_label:
            self.fields["day"].label = moment_label
        self.fields["once"] = forms.UUIDField(widget=forms.HiddenInput, initial=once or None)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "once" in self.errors:  # nobody types it, so nobody is asked to put it right
            del self.errors["once"]
        values["once"] = values.get("once") or uuid.uuid4()
        day, typed = values.get("day"), values.get("at", "")
        if day is None or not typed:
            return values
        wall = _read_time(typed)
        found = happened.moment(day, wall, typed=typed) if wall is not None else None
        if found is None:
            self.add_error("at", str(TIME))
        elif found.at is None:
            self.add_error("day", gettext("Check the year."))
        elif found.at > timezone.now():
            self.add_error("day", gettext("This time is still to come. Enter when it happened."))
        else:
            values["moment"] = found.at
        return values


def _read_time(typed: str) -> time | None:
    digits = typed.upper().replace("GMT", "").replace("BST", "").strip().replace(".", ":")
    for shape in ("%H:%M", "%H:%M:%S", "%H%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"):
        try:
            return datetime.strptime(digits, shape).time()  # noqa: DTZ007
        except ValueError:
            continue
    return None
