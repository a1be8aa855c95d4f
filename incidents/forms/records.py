"""The form of a record, made from what its kind asks (incidents.records). Nothing in it has to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.forms.moments import WithMoment
from incidents.forms.no_pictures import NoPictures
from incidents.records import asking
from incidents.regulators import regulators
from organisations.plain_forms import DayField, LinkField, PlainWords
from safeguard.scoping import active_organisation

LONGEST = 20_000


class RecordForm(NoPictures, PlainWords, WithMoment):
    """`fields_asked` are those of the kind, or of what a row that follows asks."""

    def __init__(
        self,
        *args: Any,
        form: asking.Form,
        fields_asked: Sequence[asking.Field],
        people: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, moment_label=form.at, **kwargs)
        self.asked, self.people = fields_asked, people
        for field in fields_asked:
            made = self._made(field)
            if made is not None:
                self.fields[field.key] = made

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not self.answers():
            raise ValidationError(_("Write down at least one thing, then save it. The rest can follow."))
        return values

    def answers(self) -> dict[str, Any]:
        return {
            field.key: self.cleaned_data[field.key]
            for field in self.asked
            if field.key in self.fields and self.cleaned_data.get(field.key)
        }

    def _made(self, field: asking.Field) -> forms.Field | None:
        common: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.hint}
        if field.kind == asking.TEXT:
            return forms.CharField(max_length=500, **common)
        if field.kind == asking.LONG:
            return forms.CharField(max_length=LONGEST, widget=forms.Textarea({"rows": 3}), **common)
        if field.kind == asking.DAY:
            return DayField(**common)
        if field.kind == asking.LINK:
            return LinkField(max_length=500, **common)
        if field.kind == asking.CHOICE:
            choices = list((field.choices or {}).items())
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        if field.kind == asking.REGULATORS:
            today, nation = timezone.localdate(), active_organisation().nation
            choices = [(one.key, one.name) for one in regulators(nation, today)]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        many = list(self.people if field.kind == asking.PEOPLE else (field.choices or {}).items())
        if not many:
            return None
        return forms.MultipleChoiceField(choices=many, widget=forms.CheckboxSelectMultiple, **common)
