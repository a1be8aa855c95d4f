"""What a person fills in who reads and answers: a name, a reason, never a drawing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import AgeGroup, AgreementRequest, ExactText
from organisations.plain_forms import LINES, PlainWords
from people.forms.person import BirthdayField
from people.models import Person, folded
from people.roles import Role

PINNED = "agreements.pinned"
LONGEST_WORDS = 4000  # characters of a reason


def pinned(request: AgreementRequest, text: ExactText) -> str:
    """What the page carries along: whose it is, and the fingerprint of the text on it."""
    return signing.dumps([request.agreement_id, request.person_id, text.fingerprint], salt=PINNED)


class TextField(forms.CharField):
    """Finds the text that stood on the page again, and takes nothing that we did not put there."""

    widget = forms.HiddenInput

    def __init__(self, *, asked: AgreementRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asked = asked

    def clean(self, value: Any) -> ExactText:
        try:
            agreement, person, fingerprint = signing.loads(value or "", salt=PINNED)
        except (signing.BadSignature, ValueError, TypeError):
            agreement = person = fingerprint = None
        if (agreement, person) != (self.asked.agreement_id, self.asked.person_id):
            raise ValidationError(gettext("The page was not complete. Read the text below, and sign again."))
        text: ExactText | None = ExactText.objects.filter(agreement=agreement, fingerprint=fingerprint).first()
        if text is None:
            raise ValidationError(gettext("The page was not complete. Read the text below, and sign again."))
        return text


class NameField(forms.CharField):
    """A full name, as its owner writes it, in any script."""

    def __init__(self, *, person: Person, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your full name"))
        kwargs.setdefault("help_text", _("Typing your name is your signature. You need not draw anything."))
        kwargs.setdefault("error_messages", {"required": _("Type your full name to sign.")})
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}))
        super().__init__(max_length=300, **kwargs)
        self.person = person

    def clean(self, value: Any) -> str:
        name = " ".join(super().clean(value).split())
        if not name or folded(name) in {folded(self.person.name), folded(self.person.known_as)} - {""}:
            return name
        if sum(letter.isalpha() for letter in name) < 2:
            raise ValidationError(gettext("Type your full name, not initials, such as Ada Byron."))
        return name


class ConfirmForm(PlainWords, forms.Form):
    """ "Are you …?", with the date of birth where the agreement asks for it (E-14)."""

    def __init__(self, *args: Any, asks_birth_date: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_birth_date:
            self.fields["birth_date"] = BirthdayField(
                label=_("Your date of birth"),
                help_text=_("So that we know that it is you. For example 17 June 1985."),
            )


class SignForm(PlainWords, forms.Form):
    """The name, and that the text was read and understood (WY-9)."""

    understood = forms.BooleanField(
        label=_("I have read the whole text and I understand it."),
        error_messages={"required": _("Tick the box when you have read the text and understand it.")},
    )

    def __init__(self, *args: Any, asked: AgreementRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(asked=asked)
        self.fields["typed_name"] = NameField(person=asked.person)
        if asked.agreement.age_group == AgeGroup.YOUNG:
            self.fields["parent_email"] = forms.EmailField(
                label=_("E-mail address of a parent or carer"),
                help_text=_("They get a copy. They need not do anything."),
                required=False,
                error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
            )
        if asked.person.holds(Role.CARER):
            self.fields["on_behalf_of"] = forms.CharField(
                label=_("Do you also sign for somebody whom you care for?"),
                help_text=_("Type their full name. Leave it empty if you sign for yourself alone."),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        say_of_the_page(self)
        return found

    @property
    def attested(self) -> str:
        return str(self.fields["understood"].label)


class OtherAnswer:
    RESERVE, DECLINE, PAPER = "reserve", "decline", "paper"
    CHOICES = [
        (RESERVE, _("I sign, but there is something I do not agree with")),
        (DECLINE, _("I do not sign")),
        (PAPER, _("I would like to sign on paper")),
    ]  # the page says beside each what follows from it


class OtherForm(PlainWords, forms.Form):
    """Everything but a plain yes."""

    answer = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=OtherAnswer.CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    words = forms.CharField(
        label=_("What is it about?"),
        help_text=_("Say it in your own words. The charity reads it, and somebody talks to you."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs=LINES),
    )

    def __init__(self, *args: Any, asked: AgreementRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed_name"] = NameField(
            person=asked.person,
            required=False,
            help_text=_("Only if you sign with a reservation."),
        )
        self.fields["text"] = TextField(asked=asked)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        say_of_the_page(self)
        answer = found.get("answer")
        if answer in {OtherAnswer.RESERVE, OtherAnswer.DECLINE} and not found.get("words", "").strip():
            self.add_error("words", gettext("Say in a few words why, so that somebody can talk to you about it."))
        if answer == OtherAnswer.RESERVE and "typed_name" not in self.errors and not found.get("typed_name"):
            self.add_error("typed_name", gettext("Type your full name to sign."))
        return found


def say_of_the_page(form: forms.Form) -> None:
    """What is wrong with the hidden field is said of the page: nobody can look for it beside a box."""
    if "text" in form.errors:
        form.add_error(None, form.errors.pop("text"))
