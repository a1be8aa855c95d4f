"""Who the charity is, where it is reached, and how its pages look. Asked here for the settings and the first steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations import logos
from organisations.models import Organisation
from organisations.plain_forms import LINES, LinesField, PlainWords


class CharityForm(PlainWords, forms.ModelForm):
    """Who the charity is."""

    class Meta:
        model = Organisation
        fields = ["name", "nation"]
        widgets = {"nation": forms.RadioSelect}
        labels = {"name": _("What is your charity called?"), "nation": _("Where does it work?")}
        help_texts = {"nation": _("The nation decides whom you call and which words and deadlines you see.")}
        error_messages = {
            "name": {"required": _("Enter the charity's name.")},
            "nation": {"required": _("Choose the nation.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nation"].choices = [choice for choice in self.fields["nation"].choices if choice[0]]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class AddressForm(PlainWords, forms.ModelForm):
    """Where the charity is reached, and by which number the regulator knows it."""

    class Meta:
        model = Organisation
        fields = ["address", "charity_number", "regulator"]
        widgets = {"address": forms.Textarea(attrs=LINES), "charity_number": forms.TextInput({"class": "input--20"})}
        labels = {
            "address": _("What is the postal address?"),
            "charity_number": _("Charity number"),
            "regulator": _("Who registered it?"),
        }
        help_texts = {
            "address": _("It stands at the head of every printed page."),
            "charity_number": _("Leave it empty if the charity is not registered."),
            "regulator": _("We fill in the regulator of your nation when you leave this empty."),
        }


class NeighboursForm(PlainWords, forms.ModelForm):
    """The bodies whose names stand on many pages and are typed once (WY-117)."""

    languages = LinesField(
        label=_("Languages you work in"),
        required=False,
        longest_line=60,
        most_lines=40,
        help_text=_("One on each line."),
    )

    class Meta:
        model = Organisation
        fields = ["local_partnership", "police_force", "languages"]
        labels = {
            "local_partnership": _("Local safeguarding partnership, board or committee"),
            "police_force": _("Police force"),
        }
        help_texts = {"local_partnership": _("Typed once here; every page and every pack uses this spelling.")}


class LogoForm(PlainWords, forms.Form):
    logo = forms.FileField(
        label=_("Your logo"),
        help_text=_(
            "A PNG or JPEG file of at most 4 megabytes. It is scaled down and everything hidden in it is removed."
        ),
        error_messages={"required": _("Choose a picture."), "empty": _("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    def clean_logo(self) -> Any:
        file = self.cleaned_data["logo"]
        if not file:
            return file
        try:
            logos.re_encoded(file)
        except logos.LogoRefused as refused:
            raise ValidationError(str(refused)) from refused
        file.seek(0)
        return file


class ColourForm(PlainWords, forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["brand_colour"]
        labels = {"brand_colour": _("Your colour")}
        help_texts = {
            "brand_colour": _(
                "Written as # and six figures or letters from a to f, such as #114b5f. "
                "We darken it where words would be hard to read. Leave it empty to use ours."
            )
        }
        widgets = {"brand_colour": forms.TextInput({"class": "input--10", "autocomplete": "off"})}

    def clean_brand_colour(self) -> str:
        return self.cleaned_data["brand_colour"].lower()
