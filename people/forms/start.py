"""The questions of /start/ that are asked nowhere else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.forms.charity import LogoForm
from organisations.plain_forms import PlainWords
from people.roles import Role

NAME = forms.TextInput(attrs={"autocomplete": "name"})
QUESTIONS = {
    Role.CHAIR: (_("Who is the chair of trustees?"), _("The chair signs policies off and appoints trustees.")),
    Role.LEAD: (_("Who is the safeguarding lead?"), _("The person whom everybody tells when they are worried.")),
    Role.SAFEGUARDING_TRUSTEE: (
        _("Which trustee looks after safeguarding?"),
        _("This trustee keeps the contact register, beside the lead."),
    ),
    Role.COORDINATOR: (
        _("Who looks after volunteers?"),
        _("This person sends agreements out and sees who has signed."),
    ),
}


class StarterForm(PlainWords, forms.Form):
    """Who sets the charity up; whoever is signed in is not asked for an address."""

    name = forms.CharField(label=_("What is your name?"), max_length=300, widget=NAME)
    email = forms.EmailField(
        label=_("What is your e-mail address?"),
        help_text=_("We send a code to it, to see that it is yours."),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["email"]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class OptionalLogoForm(LogoForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["logo"].required = False
        self.fields["logo"].label = _("Do you have a logo?")


class HolderForm(PlainWords, forms.Form):
    """Who holds one of the first roles."""

    who = forms.ChoiceField(
        choices=[("me", _("I am")), ("other", _("Somebody else")), ("nobody", _("Nobody yet, or I do not know"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Their name"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].label, self.fields["who"].help_text = QUESTIONS[role]
        self.fields["who"].error_messages["required"] = _("Choose who it is.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["name"] = " ".join(values.get("name", "").split())
        if values.get("who") == "other" and not values["name"]:
            self.add_error("name", gettext("Enter the name."))
        return values


class InviteForm(PlainWords, forms.Form):
    """The last question, beside the answers."""

    invite = forms.BooleanField(
        label=_("Send an invitation to everybody with an e-mail address now"), required=False, initial=True
    )
