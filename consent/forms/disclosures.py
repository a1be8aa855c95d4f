"""Checks and words for what is passed to third parties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.models import Basis, Question
from consent.services.disclosures import OnRecord
from organisations.models import LocalProtocol
from organisations.plain_forms import DayField, PlainWords


class PassOnForm(PlainWords, forms.Form):
    """What was passed on, to whom, and on which ground. Fields that the ground does not need stay empty."""

    what = forms.CharField(
        label=_("What was passed on?"),
        help_text=_("The kind of information, such as “address and date of birth”. Do not repeat the information."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    purpose = forms.CharField(label=_("What for?"), max_length=300)
    passed_on = DayField(label=_("On which day?"), help_text=_("For example 27 3 2027."))
    how = forms.CharField(
        label=_("How?"), help_text=_("For example by telephone, or by secure e-mail."), max_length=200
    )
    basis = forms.ChoiceField(
        label=_("On which ground?"),
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say on which ground it was passed on.")},
    )
    question = forms.ModelChoiceField(
        label=_("With consent: which yes?"),
        queryset=Question.objects.none(),
        required=False,
        empty_label=_("Choose the yes on record"),
        error_messages={"invalid_choice": _("There is no yes on record for this. Ask first, or name another ground.")},
    )
    recipient = forms.CharField(
        label=_("Without consent: to whom?"),
        help_text=_("The organisation, and the person if you know the name."),
        max_length=300,
        required=False,
    )
    protocol = forms.ModelChoiceField(
        label=_("With a local protocol: which one?"),
        queryset=LocalProtocol.objects.none(),
        required=False,
        empty_label=_("Choose the protocol"),
        error_messages={"invalid_choice": _("Choose a protocol from the list.")},
    )
    reasons = forms.CharField(
        label=_("Without consent: why?"),
        help_text=_("Why nobody was asked, or why it could not wait. With a protocol, name its section."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, on_record: Sequence[OnRecord], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.question.pk for one in on_record]
        self.fields["question"].queryset = Question.objects.filter(pk__in=keys)
        self.fields["question"].label_from_instance = in_words
        if not keys:
            self.fields["question"].empty_label = _("There is no yes on record")
        self.fields["protocol"].queryset = LocalProtocol.objects.order_by("name")

    def clean_passed_on(self) -> date:
        day: date = self.cleaned_data["passed_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come. Enter the day on which it was passed on."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        basis = found.get("basis")
        if basis == Basis.CONSENT:
            if "question" in found and found["question"] is None:
                self.add_error("question", self._which_yes())
        elif basis:
            if not found.get("recipient", "").strip() and "recipient" not in self.errors:
                self.add_error("recipient", gettext("Enter to whom it was passed on."))
            if not found.get("reasons", "").strip() and "reasons" not in self.errors:
                self.add_error("reasons", self._why(basis))
            if basis == Basis.PROTOCOL and "protocol" in found and found["protocol"] is None:
                self.add_error("protocol", gettext("Choose the protocol."))
        return found

    def _which_yes(self) -> str:
        if self.fields["question"].queryset.exists():
            return gettext("Choose the yes on which it was passed on.")
        return gettext("There is no yes on record for this person. Ask the family first, or name another ground.")

    @staticmethod
    def _why(basis: str) -> str:
        if basis == Basis.PROTOCOL:
            return gettext("Name the section of the protocol on which you rely, and say why.")
        return gettext("Say why it was passed on without consent.")


def in_words(question: Question) -> str:
    return gettext("To %(recipient)s: %(purpose)s") % {"recipient": question.channel_name, "purpose": question.what_for}


class FilterForm(forms.Form):
    """What is asked for; what was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name or recipient"), required=False, max_length=300)
    status = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        choices=[("", _("Any")), ("without", _("Without consent")), *Basis.choices],
    )

    def asked(self) -> dict[str, str]:
        self.full_clean()
        return {name: str(self.cleaned_data.get(name, "")) for name in ("q", "status")}
