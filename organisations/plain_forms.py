"""Fields and words that the forms of this house share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safeguard.partial_date_forms import PartialDateFormField
from safeguard.partial_dates import PartialDate

LINES = {"rows": 4}


class PlainWords:
    """Says what to do where an answer was left out; the list at the top of the page puts the question before it."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Answer this question.")


class DayField(PartialDateFormField):
    """A whole day, read the way people write it: the day first."""

    def clean(self, value: Any) -> date | None:
        found: PartialDate | None = super().clean(value)
        if found is not None and found.day is None:
            raise ValidationError(gettext("Enter the day as well, such as 17 June 2020."), code="day")
        return None if found is None else found.earliest


class PastDayField(DayField):
    """A day that has been, or today."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come. Enter today, or a day before."), code="future")
        return day


class LinkField(forms.URLField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid": _("Enter a web address such as https://example.org.")})
        super().__init__(assume_scheme="https", **kwargs)


class LinesField(forms.CharField):
    """Several short texts, one on each line."""

    widget = forms.Textarea(attrs=LINES)

    def __init__(self, *, longest_line: int = 200, most_lines: int = 100, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest_line, self.most_lines = longest_line, most_lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in (super().clean(value) or "").splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > self.most_lines:
            raise ValidationError(gettext("Enter at most %(most)s lines.") % {"most": self.most_lines})
        if any(len(line) > self.longest_line for line in found):
            raise ValidationError(gettext("Each line takes at most %(most)s characters.") % {"most": self.longest_line})
        return found


def yes_or_no(label: str | Promise, *, yes: str | Promise | None = None, no: str | Promise | None = None) -> Any:
    """A question that is answered by one of two radio buttons."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("True", yes or _("Yes")), ("False", no or _("No"))],
        coerce=lambda answer: answer in ("True", True),
        widget=forms.RadioSelect,
    )
