"""Who looks after whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from organisations.plain_forms import DayField, PlainWords
from people.forms.births import SURE, AsksWhetherSure, question_between
from people.models import Authority, CareLink, Person, Relationship, digits
from people.permissions import SEE_ORDERS
from people.visibility import listed_to

NEW = ("new_name", "new_email", "new_phone")


class CareForm(AsksWhetherSure, PlainWords, forms.ModelForm):
    """What is known of a carer. The court's order is a field only for those who may see it."""

    asked_about = "relationship"

    class Meta:
        model = CareLink
        fields = ["relationship", "authority", "lives_with", "contact_first", "court_order"]
        labels = {
            "relationship": _("Who is the carer to this person?"),
            "authority": _("By what right does the carer decide?"),
            "lives_with": _("The person lives with this carer"),
            "contact_first": _("Contact this carer first"),
            "court_order": _("What a court has ordered"),
        }
        help_texts = {
            "authority": _(
                "As far as you know. A yes of this carer counts once somebody has confirmed it. Parents decide for a "
                "child; for an adult who cannot decide, an attorney or a deputy does, and nobody else."
            ),
            "court_order": _("What the charity has to observe, in a few words. Keep the order itself elsewhere."),
        }
        widgets = {"authority": forms.RadioSelect}

    def __init__(self, *args: Any, by: Person, cared_for: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.cared_for = by, cared_for
        self.fields["relationship"].choices = [("", _("Choose")), *Relationship.choices]
        self.fields["authority"].choices = Authority.choices
        if not SEE_ORDERS.allows(by):
            del self.fields["court_order"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        carer = self.carer_of(given)
        if carer is not None:
            born, other = self.cared_for.date_of_birth, carer.date_of_birth
            self.ask_once(question_between(born, other, given.get("relationship", "")))
        given.pop(SURE, None)
        return given

    def carer_of(self, given: dict[str, Any]) -> Person | None:
        carer: Person = self.instance.carer
        return carer


class NewCareForm(CareForm):
    """A carer who is in the list, or one who comes into it with this."""

    carer = forms.ModelChoiceField(
        label=_("Who is the carer?"),
        queryset=None,
        required=False,
        empty_label=_("Somebody who is not in the list yet"),
    )
    new_name = forms.CharField(
        label=_("Full name, if the carer is not in the list yet"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    new_email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
    )
    new_phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "class": "input--20", "autocomplete": "off"}),
    )
    starts_on = DayField(label=_("Since when?"), initial=timezone.localdate)

    field_order = ["carer", *NEW, "relationship", "authority", "lives_with", "contact_first", "court_order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        people = listed_to(self.by, today).current(today).exclude(pk=self.cared_for.pk)
        self.fields["carer"].queryset = people.only("name", "known_as", "organisation_id", "date_of_birth")

    def clean_new_name(self) -> str:
        return " ".join(self.cleaned_data["new_name"].split())

    def clean_new_phone(self) -> str:
        phone: str = self.cleaned_data["new_phone"]
        if phone and not digits(phone):
            raise ValidationError(gettext("Enter a telephone number, such as 07700 900123."))
        return phone

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "carer" in given and "new_name" in given and bool(given["carer"]) == bool(given["new_name"]):
            both = gettext("Choose somebody of the list, or write a new name; not both.")
            self.add_error("carer", both if given["carer"] else gettext("Say who the carer is."))
        return given

    def carer_of(self, given: dict[str, Any]) -> Person | None:
        return given.get("carer")


class ConfirmAuthorityForm(PlainWords, forms.Form):
    seen = forms.CharField(
        label=_("What did you see, or who told you?"),
        max_length=300,
        help_text=_("Such as: birth certificate; letter of the council of 4 June; the sealed order."),
    )
    on = DayField(label=_("On which day?"), initial=timezone.localdate)


class EndCareForm(PlainWords, forms.Form):
    on = DayField(label=_("What is the last day?"), initial=timezone.localdate)


class CaredForFilter(forms.Form):
    """The boxes above the people whom the charity cares for."""

    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, required=False, empty_label=_("Any"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.all()
