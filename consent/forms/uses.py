"""Checks and words for where something is shown, and for taking it down."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.forms.picking import PeopleForm
from consent.models import CHANNELS_OF, NAMED, SHOWN, TAKING, Channel, Check, Means, Stock, Takedown
from organisations.plain_forms import LINES, DayField, LinkField, PlainWords, yes_or_no

MEANS = [(m.value, m.label) for m in Means if m in SHOWN]
PLACES = [(c.value, c.label) for c in Channel if c in CHANNELS_OF[Means.PICTURE] and c not in TAKING]
DONE, STAYS, AGREED = "done", "stays", "agreed"


class UseFields(forms.Form):
    """What is shown, and where it can be found again."""

    what = forms.CharField(
        label=_("What is shown?"),
        max_length=300,
        help_text=_("So that somebody else finds it, for example: three children with a kite. Names are not needed."),
    )
    means = forms.ChoiceField(label=_("What is it?"), choices=MEANS, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("Where is it shown?"), choices=PLACES)
    channel_name = forms.CharField(label=_("If it is another platform: which one?"), max_length=120, required=False)
    link = LinkField(
        label=_("Web address"),
        max_length=500,
        required=False,
        help_text=_("Of the post or page itself, so that it can be taken down at once."),
    )
    place = forms.CharField(
        label=_("Where exactly, if it has no web address"),
        max_length=300,
        required=False,
        help_text=_("For example: leaflet “Summer 2026”, page 3, 500 copies."),
    )
    what_for = forms.CharField(label=_("What is it for?"), max_length=200)
    identifying = yes_or_no(_("Can people be recognised, or are they named?"))
    used_on = DayField(label=_("Shown since"), initial=timezone.localdate)
    already_shown = yes_or_no(
        _("Is it shown already?"),
        yes=_("Yes, I found it there"),
        no=_("No, it goes out now"),
    )
    approve = forms.BooleanField(label=_("I have seen it, and as a trustee I approve it"), required=False)

    def clean_used_on(self) -> date:
        day: date = self.cleaned_data["used_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        means, channel = cleaned.get("means"), cleaned.get("channel")
        if means and channel and channel not in CHANNELS_OF[Means(means)]:
            self.add_error("channel", gettext("This cannot be shown there. Choose another place."))
        if channel in NAMED and "channel_name" in cleaned and not cleaned["channel_name"]:
            self.add_error("channel_name", gettext("Enter the name of the platform."))
        if not {"link", "place"} & set(self.errors) and not (cleaned.get("link") or cleaned.get("place")):
            self.add_error("link", gettext("Enter the web address, or say below where exactly it is shown."))
        return cleaned


class UseForm(UseFields, PeopleForm):
    """A use with the people in it. What was asked before fixes the people, what it is and where it goes."""

    field_order = ("what", "means", "channel", "channel_name", "link", "place", "what_for", "identifying", "people")

    def __init__(self, *args: Any, check_made: Check | None, may_approve: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check_made = check_made
        if check_made is not None:
            for name in ("means", "channel", "channel_name", "identifying", "people"):
                del self.fields[name]
        if not may_approve:
            del self.fields["approve"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.check_made is None:
            if cleaned.get("identifying") and not cleaned.get("people") and "people" not in self.errors:
                self.add_error("people", gettext("Choose who can be recognised or is named in it."))
            return cleaned
        check = self.check_made
        asked = {name: getattr(check, name) for name in ("means", "channel", "channel_name", "identifying", "picture")}
        return {**cleaned, **asked, "people": [row.person for row in check.people.select_related("person")]}


class FilterForm(forms.Form):
    """Which uses; what is no choice asks for less, and is no error."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    channel = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("Everywhere")), *PLACES])
    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("Still shown")),
            ("recognised", _("Still shown, people can be recognised")),
            ("gone", _("Taken down")),
            ("all", _("All")),
        ],
    )

    def value(self, name: str) -> str:
        self.full_clean()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))


class TakedownForm(PlainWords, forms.Form):
    """What became of it."""

    result = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[
            (DONE, _("It is taken down")),
            (STAYS, _("It cannot be taken back")),
            (AGREED, _("There is a yes again, so it stays")),
        ],
        widget=forms.RadioSelect,
        initial=DONE,
    )
    on = DayField(label=_("Taken down on"), initial=timezone.localdate, required=False)
    outcome = forms.CharField(
        label=_("What did you do?"),
        help_text=_("Where it cannot be taken back: why not, and what you tried."),
        max_length=500,
        required=False,
        widget=forms.Textarea(LINES),
    )
    stock = forms.ChoiceField(label=_("Printed copies that are left"), choices=Stock.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, takedown: Takedown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if takedown.use.channel != Channel.PRINT:
            del self.fields["stock"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("result") == STAYS and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", gettext("Say why it cannot be taken back, and what you tried."))
        return cleaned


class ToldForm(PlainWords, forms.Form):
    on = DayField(label=_("Told on"), initial=timezone.localdate)
    how = forms.CharField(label=_("How?"), max_length=200, help_text=_("For example: by telephone, to the carer."))


class YearForm(forms.Form):
    """A year of the calendar. What is no year is this one."""

    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200, required=False)
