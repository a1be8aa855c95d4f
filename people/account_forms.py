"""The forms of the sign-in in our own words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMAIL_MISSING = _("Type your e-mail address.")
PASSWORD_MISSING = _("Type your password, or let us send you a code.")
CODE_MISSING = _("Type the code.")
PASSWORD_HELP = _("At least 10 characters. Three or four words are easy to keep and hard to guess.")


class OurWords:
    """Labels and errors that say what to do; nothing stands in a box that looks like an answer."""

    fields: dict[str, forms.Field]
    labels: dict[str, str | Promise] = {}
    missing: dict[str, str | Promise] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in self.missing:
                field.error_messages["required"] = self.missing[name]


class LoginForm(OurWords, account.LoginForm):
    labels = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device"),
    }
    missing = {"login": EMAIL_MISSING, "password": PASSWORD_MISSING}


class RequestLoginCodeForm(OurWords, account.RequestLoginCodeForm):
    labels = {"email": _("E-mail address")}
    missing = {"email": EMAIL_MISSING}


class ConfirmLoginCodeForm(OurWords, account.ConfirmLoginCodeForm):
    labels = {"code": _("The code from the mail")}
    missing = {"code": CODE_MISSING}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    labels = {"email": _("E-mail address")}
    missing = {"email": EMAIL_MISSING}


class NewPassword(OurWords):
    """Twice the same; one sentence of help instead of the list of what is refused."""

    labels = {
        "oldpassword": _("The password that you have now"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    missing = {
        "oldpassword": _("Type the password that you have now."),
        "password1": _("Type a new password."),
        "password2": _("Type the new password once more."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    labels = {"password": _("Password")}
    missing = {"password": _("Type your password.")}


class SecondStepForm(OurWords, second_step.AuthenticateForm):
    missing = {"code": CODE_MISSING}


class SecondStepAgainForm(OurWords, second_step.ReauthenticateForm):
    missing = {"code": CODE_MISSING}


class ActivateAppForm(OurWords, totp.ActivateTOTPForm):
    labels = {"code": _("The six figures that the app shows now")}
    missing = {"code": _("Type the six figures that the app shows now.")}

    def clean_code(self) -> str:
        """Whoever has no password can prove themself by the app from now on, and is not asked to at once."""
        code: str = super().clean_code()
        record_authentication(context.request, self.user, method="mfa", type="totp", reauthenticated=True)
        return code


class AddPasskeyForm(OurWords, passkeys.AddWebAuthnForm):
    labels = {"name": _("What do you call it?"), "passwordless": _("Let it sign me in by itself, without a password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = ""


class RenamePasskeyForm(OurWords, passkeys.EditWebAuthnForm):
    labels = {"name": _("Name")}
    missing = {"name": _("Type a name, such as: my phone.")}
