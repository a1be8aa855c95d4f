"""What the invited are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import PlainWords
from people.models import User


class PasswordForm(PlainWords, forms.Form):
    password = forms.CharField(
        label=_("Choose a password"),
        required=False,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 10 characters; three words are easy to keep. Without one you get a code each time you sign in."
        ),
    )

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if password:
            try:
                validate_password(password, self.user)
            except ValidationError as weak:
                raise ValidationError(weak.messages) from weak
        return password


class OtherAddressForm(PlainWords, forms.Form):
    email = forms.EmailField(
        label=_("An address that only you read"),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
