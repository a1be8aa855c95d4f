"""Checks and words for what agencies were told. Nothing but the time is asked for; the rest can be added later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.moments import WithMoment
from incidents.forms.no_pictures import NoPictures
from incidents.identifiers import Identifier
from incidents.models import Method
from organisations.models import AgencyContact, AgencyKind
from organisations.plain_forms import LINES, DayField, PlainWords


class ReferralForm(NoPictures, PlainWords, WithMoment):
    """An agency from the charity's list, or another one by its name. `identifier` is asked for where it is given."""

    agency = forms.ModelChoiceField(
        label=_("Which agency?"),
        queryset=AgencyContact.objects.none(),
        required=False,
        empty_label=_("Another one, or not in the list"),
    )
    agency_name = forms.CharField(label=_("Its name, if it is not in the list"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("What kind of agency is it, if it is not in the list?"),
        choices=[("", _("Choose if you can")), *AgencyKind.choices],
        required=False,
    )
    method = forms.ChoiceField(label=_("How did you tell them?"), choices=Method.choices, required=False)
    contact = forms.CharField(label=_("Whom did you speak to?"), max_length=300, required=False)
    reference = forms.CharField(
        label=_("Their reference"),
        help_text=_("Ask for one: it helps when you ring again."),
        max_length=200,
        required=False,
    )
    what = forms.CharField(
        label=_("What did you tell them?"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    advice = forms.CharField(
        label=_("What did they advise?"), required=False, max_length=20_000, widget=forms.Textarea(attrs=LINES)
    )
    why_agency = forms.CharField(label=_("Why this agency?"), required=False, max_length=1000)
    address = forms.CharField(
        label=_("Web address, where something was seen online"),
        help_text=_("The address alone. Do not open it again, and put in no picture."),
        required=False,
        max_length=2000,
    )
    identifier = forms.CharField(required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    acknowledged = forms.BooleanField(label=_("They said that they have it"), required=False)
    chase_on = DayField(
        label=_("When do you ask again, if you hear nothing?"), help_text=_("For example 27 3 2027."), required=False
    )

    field_order = ("agency", "agency_name", "kind", "day", "at", "method")

    def __init__(
        self, *args: Any, agencies: Iterable[AgencyContact], identifier: Identifier | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if identifier is None:
            del self.fields["identifier"]
        else:
            field = self.fields["identifier"]
            field.label, field.help_text = identifier.label, identifier.hint
        self.fields["agency"].queryset = AgencyContact.objects.in_order()
        self.fields["agency"].choices = [
            ("", _("Another one, or not in the list")),
            *((one.pk, f"{one.name}: {one.purpose}") for one in agencies),
        ]
        self.fields["day"].label = _("On which day were they told?")

    def words(self) -> dict[str, Any]:
        """For incidents.services.referrals.refer."""
        found = dict(self.cleaned_data)
        for name in ("day", "at"):
            del found[name]
        found["referred_at"] = found.pop("moment")
        found["kind"] = found["kind"] or AgencyKind.OTHER
        found["method"] = found["method"] or Method.PHONE
        return found


class HeardForm(NoPictures, PlainWords, forms.Form):
    text = forms.CharField(
        label=_("What did they say?"),
        help_text=_("Or that you asked again, and whom."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reference = forms.CharField(label=_("Their reference, if it is new"), max_length=200, required=False)
    acknowledged = forms.BooleanField(label=_("They said that they have it"), required=False)
    chase_on = DayField(
        label=_("When do you ask again?"), help_text=_("Leave it empty if you need not."), required=False
    )
    outcome = forms.CharField(label=_("Outcome, if there is one"), max_length=2000, required=False)
    ended = forms.BooleanField(label=_("Nothing more is expected of them"), required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)
