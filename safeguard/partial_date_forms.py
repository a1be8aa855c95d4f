"""A text box for a date as people write it, which asks when the text can be read two ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from safeguard.partial_dates import LONGEST_TYPED, PIVOT, PartialDate, read


class Answer(NamedTuple):
    """What the form sent: the text in the box and the key of the reading chosen, if one was."""

    text: str
    chosen: str = ""


class PartialDateInput(forms.Widget):
    """The box keeps the field's own name; the readings, when the text has several, are radio buttons beside it.

    Nothing is remembered between requests: the readings are worked out again from the text.
    """

    template_name = "widgets/partial_date.html"
    input_type = "text"
    pivot = PIVOT

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Answer:
        return Answer((data.get(name) or "").strip(), data.get(f"{name}_reading") or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        answer = answer_for(value, pivot=self.pivot)
        reading = read(answer.text, pivot=self.pivot)
        box = {"maxlength": LONGEST_TYPED, "autocomplete": "off", "id": f"id_{name}"}
        context = super().get_context(name, answer.text, box | (attrs or {}))
        widget = context["widget"]
        widget["type"] = self.input_type
        widget["typed"] = reading.typed
        widget["readings"] = [
            {
                "id": f"{widget['attrs']['id']}_reading_{number}",
                "choice": choice,
                "checked": choice.key == answer.chosen,
            }
            for number, choice in enumerate(reading.choices if reading.value and reading.question else ())
        ]
        return context


class HiddenPartialDateInput(forms.HiddenInput):
    """Carries the text of a date that is not asked for now."""

    def format_value(self, value: Any) -> str | None:
        return answer_for(value).text or None


class PartialDateFormField(forms.Field):
    """Cleans to a PartialDate, or None for a blank box.

    A text that can be read two ways is refused once, with the question; sent again with a reading chosen it is
    accepted. `pivot` is the one of `read`.
    """

    widget = PartialDateInput
    default_error_messages = {
        "required": _("Enter a date, such as 17 June 2020, or a month, such as June 2020."),
        "unfinished": _("Write the date again with its year, such as 17 June 2020."),
    }

    def __init__(self, *, pivot: int = PIVOT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pivot = pivot
        self.widget.pivot = pivot

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        answer = answer_for(value, pivot=self.pivot)
        reading = read(answer.text, pivot=self.pivot)
        if not reading.typed or reading.is_certain:
            return reading.value
        choice = reading.choose(answer.chosen)
        if choice is None:
            raise forms.ValidationError(reading.question, code="question" if reading.value else "invalid")
        if choice.value is None:
            raise forms.ValidationError(self.error_messages["unfinished"], code="unfinished")
        return choice.value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            before, after = answer_for(initial, pivot=self.pivot), answer_for(data, pivot=self.pivot)
            return before.text != after.text or self.to_python(before) != self.to_python(after)
        except forms.ValidationError:
            return True


def answer_for(value: Any, *, pivot: int = PIVOT) -> Answer:
    """What the box shows, and the reading marked in it, for what a form or a model gives.

    A date is shown as it was typed, as long as that text can be read as this date; otherwise in words.
    """
    if isinstance(value, Answer):
        return value
    if isinstance(value, date):
        value = PartialDate.from_date(value)
    if not isinstance(value, PartialDate):
        return Answer("" if value is None else str(value))
    readings = {choice.value for choice in read(value.typed, pivot=pivot).choices}
    return Answer(value.typed if value in readings else str(value), value.iso)
