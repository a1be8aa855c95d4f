"""Amendments and temporary variations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.roles import TRUSTEES
from policies.forms.deciding import day_field
from policies.forms.reviewing import place
from policies.forms.writing import TextField
from policies.models import ChangeKind, Clause
from safeguard.partial_date_forms import PartialDateFormField


class AmendForm(forms.Form):
    heading = forms.CharField(
        label=_("Heading"),
        max_length=300,
        error_messages={"required": _("Enter a heading, such as “Photographs on trips”.")},
    )
    dated = PartialDateFormField(label=_("Date of the amendment"))
    anchor = forms.ChoiceField(
        label=_("Which clause does it change?"),
        required=False,
        help_text=_("It is shown and printed below that clause."),
    )
    body = TextField(
        label=_("Words of the amendment"), error_messages={"required": _("Write the words of the amendment.")}
    )
    topic = forms.CharField(
        label=_("Platform or topic"), required=False, max_length=200, help_text=_("Such as WhatsApp.")
    )
    change_kind = forms.ChoiceField(
        label=_("What changes?"),
        choices=[(ChangeKind.MATERIAL, ChangeKind.MATERIAL.label), (ChangeKind.WORDING, ChangeKind.WORDING.label)],
        widget=forms.RadioSelect,
        initial=ChangeKind.MATERIAL,
    )
    trigger = forms.CharField(
        label=_("If it is temporary: for as long as …"),
        required=False,
        max_length=300,
        help_text=_("Such as “while the hall is being repaired”."),
    )
    ends_on = day_field(_("If it is temporary: it ends, or is looked at again, on"), required=False)

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.attrs["rows"] = 8
        self.fields["anchor"].choices = [("", _("No one clause")), *((c.anchor, place(c)) for c in clauses)]

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("trigger") and not typed.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("A temporary variation needs a day on which it ends or is looked at again."))
        return typed


class InForceForm(forms.Form):
    authorised_by = forms.ModelChoiceField(
        label=_("Which trustee authorises it?"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Choose the trustee who authorises it.")},
    )
    minute_reference = forms.CharField(label=_("Minute reference"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authorised_by"].queryset = Person.objects.current().holding(*TRUSTEES).with_roles()


class ProlongForm(forms.Form):
    ends_on = day_field(_("It ends, or is looked at again, on"))


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it end?"), max_length=600, error_messages={"required": _("Say why it ends.")}
    )
