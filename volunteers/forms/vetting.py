"""Checks and words for the log of criminal-record checks. No field takes what a certificate says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.nations import Nation
from organisations.plain_forms import DayField, LinesField, PastDayField, PlainWords, yes_or_no
from people.models import Person
from people.permissions import own_family
from safeguard.scoping import active_organisation
from volunteers.models import Application, VettingDecision, Workforce
from volunteers.permissions import VET
from volunteers.services.criminal_checks import Seen
from volunteers.services.vetting import is_regulated_today
from volunteers.vetting import Kind, all_kinds, is_regulated, kinds

LONGEST_NUMBER = 30
ANSWERS = [(one.value, one.label) for one in VettingDecision if one != VettingDecision.WAITING]


class NumberField(forms.CharField):
    """The number of a certificate, and nothing that could be its content."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_NUMBER, **kwargs)
        self.error_messages["max_length"] = _("Enter only the number. What the certificate says is not kept.")
        self.widget.attrs |= {"class": "input--20", "autocomplete": "off", "inputmode": "text"}

    def clean(self, value: Any) -> str:
        number: str = super().clean(value)
        bare = "".join(sign for sign in number if sign not in " -/.")
        if number and not (bare.isascii() and bare.isalnum() and 2 * sum(map(str.isdigit, bare)) >= len(bare)):
            raise ValidationError(
                gettext("Enter only the number, such as 001 234 567 890. What the certificate says is not kept."),
                code="number",
            )
        return number


class ApplyForm(PlainWords, forms.Form):
    kind = forms.ChoiceField(label=_("Which check?"), error_messages={"required": _("Choose which check it is.")})
    workforce = forms.ChoiceField(label=_("For work with whom?"), choices=Workforce.choices, widget=forms.RadioSelect)
    applied_on = PastDayField(label=_("When was it applied for?"), help_text=_("For example 27 3 2026."))

    def __init__(self, *args: Any, about: Application | Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = grouped(timezone.localdate())
        if isinstance(about, Application) and not is_regulated_today(about.position):
            choices = [
                (nation, [(key, label) for key, label in found if not is_regulated(key)]) for nation, found in choices
            ]
            self.fields["kind"].help_text = _(
                "Checks with a barred list are not offered: the position is not marked as regulated work, and the law "
                "allows them for nothing else."
            )
        self.fields["kind"].choices = [NOT_CHOSEN, *choices]


class SeenForm(PlainWords, forms.Form):
    """What is written down of a certificate. With `kind` it is one that was applied for here."""

    kind = forms.ChoiceField(label=_("Which check?"), error_messages={"required": _("Choose which check it is.")})
    is_own_certificate = yes_or_no(
        _("Is it the person's own certificate?"),
        yes=_("Yes, they brought it, and nobody here asked for it"),
        no=_("No, we asked for it"),
    )
    workforce = forms.ChoiceField(
        label=_("For work with whom?"),
        help_text=_("A certificate for other work does not count here."),
        choices=Workforce.choices,
        widget=forms.RadioSelect,
    )
    reference = NumberField(
        label=_("Number of the certificate or membership"), help_text=_("For example 001 234 567 890.")
    )
    issued_on = PastDayField(label=_("When was it issued?"), help_text=_("The day on the certificate."))
    seen_on = PastDayField(label=_("When was the original seen?"), help_text=_("For example 27 3 2026."))
    seen_by = forms.ModelChoiceField(
        label=_("Who saw it?"), queryset=Person.objects.none(), empty_label=_("Choose the person")
    )
    viewers = LinesField(
        label=_("Who else saw it on that day?"),
        help_text=_("One name on each line. Only those who need it for the decision may see it."),
        required=False,
        max_length=4000,
        longest_line=200,
        most_lines=10,
    )
    decision = forms.ChoiceField(
        label=_("What was decided?"),
        help_text=_("Where the risk was assessed, write the risk assessment first."),
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )
    decided_on = PastDayField(
        label=_("When was it decided?"), help_text=_("Left empty, it was decided today."), required=False
    )
    update_service = forms.BooleanField(label=_("They are in the update service"), required=False)
    status_checked_on = PastDayField(
        label=_("When was the status last looked up?"),
        help_text=_("Only for the update service, and only if they agreed to it."),
        required=False,
    )
    renew_on = DayField(
        label=_("When is it to be renewed?"),
        help_text=_("Your charity chooses; no law says so. Left empty, it is three years after it was issued."),
        required=False,
    )
    expires_on = DayField(
        label=_("Until when does the membership run?"),
        help_text=_("As the letter says. Left empty, it is worked out from what the law says."),
        required=False,
    )
    has_copy = yes_or_no(_("Is there a copy on paper?"))
    copy_destroy_by = DayField(
        label=_("When is the copy to be destroyed?"),
        help_text=_("Left empty, six months after the decision. Never later."),
        required=False,
    )

    def __init__(self, *args: Any, by: Person, about: Person | None, kind: Kind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is None:
            self.fields["kind"].choices = [NOT_CHOSEN, *grouped()]
        else:
            del self.fields["kind"], self.fields["is_own_certificate"]
        if kind is not None and not kind.update_service:
            del self.fields["update_service"], self.fields["status_checked_on"]
        if not may_run_out(kind):
            del self.fields["expires_on"]
        may_see = Person.objects.current().holding(*VET.roles)
        if about is not None:
            may_see = may_see.exclude(Q(pk=about.pk) | Q(pk__in=own_family(about).values("pk")))
        self.fields["seen_by"].queryset = may_see.order_by("search_text")
        self.fields["seen_by"].initial = by.pk

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        issued_on, seen_on = found.get("issued_on"), found.get("seen_on")
        if issued_on and seen_on and issued_on > seen_on:
            self.add_error("seen_on", gettext("It cannot have been seen before the day on which it was issued."))
        decided_on = found.get("decided_on")
        if decided_on and seen_on and decided_on < seen_on:
            self.add_error("decided_on", gettext("Nothing can have been decided before the original was seen."))
        for name in ("renew_on", "expires_on", "status_checked_on"):
            day = found.get(name)
            if day and issued_on and day < issued_on:
                self.add_error(name, gettext("This is before the day on which it was issued. Check both days."))
        kind = self.kind or all_kinds().get(found.get("kind", ""))
        if found.get("update_service") and kind and not kind.update_service:
            self.add_error("update_service", gettext("There is no update service for this check."))
        if found.get("copy_destroy_by") and not found.get("has_copy"):
            self.add_error("copy_destroy_by", gettext("There is no copy: leave this empty, or say that there is one."))
        return found

    def seen(self) -> Seen:
        """What was typed, without the kind of check."""
        return Seen(**{name: value for name, value in self.cleaned_data.items() if name in Seen.__annotations__})


class ViewerForm(PlainWords, forms.Form):
    name = forms.CharField(label=_("Who saw it?"), max_length=300)
    seen_on = PastDayField(label=_("When?"), help_text=_("For example 27 3 2026."))


class LookUpForm(PlainWords, forms.Form):
    on = PastDayField(label=_("When was the status looked up?"), help_text=_("For example 27 3 2026."))
    is_unchanged = yes_or_no(
        _("What did the update service say?"),
        yes=_("Nothing new: the certificate is still good"),
        no=_("There is something new: a new certificate is needed"),
    )


class CopyForm(PlainWords, forms.Form):
    on = PastDayField(label=_("When was the copy destroyed?"), help_text=_("For example 27 3 2026."))


class FilterForm(forms.Form):
    """What is asked for; what was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    show = forms.ChoiceField(
        label=_("Which?"),
        required=False,
        choices=[
            ("", _("All that count today")),
            ("waiting", _("Not back yet")),
            ("due", _("To be renewed, or running out, within 60 days")),
            ("without", _("People whose position asks for a check that is not there")),
            ("copies", _("With a copy on paper")),
            ("ended", _("Replaced or ended")),
        ],
    )

    def asked(self) -> dict[str, str]:
        self.full_clean()
        return {name: str(self.cleaned_data.get(name, "")) for name in ("q", "show")}


class FindForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=300)

    def asked(self) -> str:
        self.full_clean()
        return str(self.cleaned_data.get("q", ""))


NOT_CHOSEN = ("", _("Choose one"))


def grouped(day: date | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The checks of the charity's own nation, then those of the others as one group; somebody may bring one of them."""
    nation = active_organisation().nation
    own = kinds(nation, day)
    elsewhere = {key: f"{label} ({nations_of(key)})" for one in Nation.values for key, label in kinds(one, day)}
    others = [(key, label) for key, label in elsewhere.items() if key not in dict(own)]
    found = [(str(Nation(nation).label), own), (gettext("From another nation"), others)]
    return [(title, choices) for title, choices in found if choices]


def nations_of(key: str) -> str:
    return ", ".join(str(Nation(one).label) for one in all_kinds()[key].nations)


def may_run_out(kind: Kind | None) -> bool:
    if kind is not None:
        return kind.lapses_years is not None
    own = active_organisation().nation
    return any(one.lapses_years is not None and own in one.nations for one in all_kinds().values())
