"""What somebody else writes down for a person: a signature on paper, a witness, who was told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Means, Method, Understood
from organisations.plain_forms import LINES, DayField, PlainWords, yes_or_no
from people.models import Person, RoleLabel, folded
from people.visibility import listed_to
from policies.models import PolicyVersion
from safeguard.forms import SeveralRowsField
from safeguard.verification import tidy


class CodeForm(PlainWords, forms.Form):
    code = forms.CharField(
        label=_("The code on the paper"),
        help_text=_("Sixteen letters and figures at the foot of the form."),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input--20", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code that is printed on the form.")},
    )

    def clean_code(self) -> str:
        return tidy(self.cleaned_data["code"])


class PaperForm(PlainWords, forms.Form):
    name_as_written = forms.CharField(
        label=_("The name as it is written on the paper"),
        max_length=300,
        error_messages={"required": _("Enter the name that is written on the paper.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    signed_on = DayField(label=_("The day that is on the paper"))
    witness_name = forms.CharField(
        label=_("Who saw the person sign?"),
        help_text=_("The full name of the witness. Not needed if you add a scan."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    scan = forms.FileField(
        label=_("A scan or photograph of the signed page"),
        help_text=_("PDF, JPEG or PNG, at most 10 megabytes. Only the signed page: no other picture."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )
    read_aloud = yes_or_no(_("Was the text read aloud to the person?"))
    reservation = forms.CharField(
        label=_("Did the person write a reservation?"),
        help_text=_("Copy it word for word. It then does not count as signed until somebody has looked at it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=LINES),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"read_aloud": "False"})
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day lies in the future. Enter the day that is on the paper."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("witness_name", "").strip() and not found.get("scan"):
            self.add_error("witness_name", gettext("Name the witness, or add a scan of the signed page."))
        refuse_own_witness(self, self.person)
        return found


class DeviceForm(PlainWords, forms.Form):
    """Before a device of the charity is handed over: who else is there?"""

    witness_name = forms.CharField(
        label=_("Who is the witness?"),
        help_text=_("The full name of somebody else who is with you and sees the person sign."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the full name of the witness.")},
    )
    read_aloud = yes_or_no(_("Will the text be read aloud to the person?"))

    def __init__(self, *args: Any, person: Person, by: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"read_aloud": "False"})
        super().__init__(*args, **kwargs)
        self.person, self.by = person, by

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        refuse_own_witness(self, self.person)
        refuse_own_witness(self, self.by, gettext("You hold the device. Name a second person as the witness."))
        return found


def refuse_own_witness(form: forms.Form, person: Person, sentence: str = "") -> None:
    """Nobody is the witness of their own signature."""
    name = folded(form.cleaned_data.get("witness_name") or "")
    if name and name in {folded(person.name), folded(person.known_as)}:
        form.add_error("witness_name", sentence or gettext("Nobody is their own witness. Name somebody else."))


class SettleForm(PlainWords, forms.Form):
    accepted = yes_or_no(
        _("What did you agree on?"),
        yes=_("We accept the reservation; it counts as signed"),
        no=_("The person is asked again, without it"),
    )
    note = forms.CharField(label=_("What was said"), max_length=4000, widget=forms.Textarea(attrs=LINES))


class PeopleForm(PlainWords, forms.Form):
    """Which document, when, and to whom: everybody of some roles, or people by name."""

    version = forms.ModelChoiceField(
        label=_("Which document?"),
        queryset=PolicyVersion.objects.none(),
        empty_label=_("Choose a document"),
        error_messages={"required": _("Choose a document."), "invalid_choice": _("Choose a document from the list.")},
    )
    on = DayField(label=_("When?"))
    roles = forms.MultipleChoiceField(
        label=_("To everybody who is …"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = SeveralRowsField(
        label=_("And to these people"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose people from the list.")},
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"on": today} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        in_force = PolicyVersion.objects.in_force().without_text().select_related("policy")
        self.fields["version"].queryset = in_force.order_by("policy__title")
        self.fields["version"].label_from_instance = lambda version: f"{version.policy.title} ({version.name})"
        self.fields["roles"].choices = list(RoleLabel.objects.by_role().items())
        self.fields["people"].queryset = listed_to(by, today).current(today)

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day lies in the future. Enter the day on which it happened."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("roles") and not found.get("people"):
            self.add_error("roles", gettext("Choose a role, or people by name."))
        return found

    def chosen(self) -> list[Person]:
        """Everybody who was meant, once."""
        today = timezone.localdate()
        named = {person.pk: person for person in self.cleaned_data["people"]}
        roles = self.cleaned_data["roles"]
        held = Person.objects.current(today).holding(*roles, on=today) if roles else Person.objects.none()
        return list((named | {person.pk: person for person in held}).values())


class ToldForm(PeopleForm):
    method = forms.ChoiceField(label=_("How were they told?"), choices=Method, widget=forms.RadioSelect)
    understood = forms.ChoiceField(label=_("Did they understand it?"), choices=Understood, widget=forms.RadioSelect)
    questions = forms.CharField(
        label=_("What did they ask?"), required=False, max_length=4000, widget=forms.Textarea(attrs=LINES)
    )


class IssuedForm(PeopleForm):
    means = forms.ChoiceField(label=_("How did they get it?"), choices=Means, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
