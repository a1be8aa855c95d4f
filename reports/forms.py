"""What is asked before a print, an export or a check. Forms check, and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.exports import REGISTERS
from reports.models import Redaction
from reports.services.asking import DOCUMENTS_AT_MOST
from reports.uploads import Seen
from safeguard.forms import SeveralRowsField
from safeguard.verification import ALPHABET, LENGTH, tidy

ALL, CHOSEN = "all", "chosen"
TYPED_LIKE = {"0": "O", "1": "I"}  # they are in no code: somebody misread them


class PackForm(forms.Form):
    """Which documents, for whom, with which names."""

    which = forms.ChoiceField(label=gettext_lazy("Which policies?"), widget=forms.RadioSelect, initial=ALL)
    policies = SeveralRowsField(
        label=gettext_lazy("Only these"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=gettext_lazy("Title on the cover"), max_length=120)
    recipient = forms.CharField(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy(
            "Stands on the cover, and tells you later whom to send a new one. Such as: our insurer."
        ),
        max_length=200,
        required=False,
    )
    redaction = forms.ChoiceField(
        label=gettext_lazy("Names of people"),
        help_text=gettext_lazy(
            "Without names, every full name that the software knows is left out. Read the pack before you hand it on: "
            "a first name alone, or somebody the charity does not keep in its list, is not recognised."
        ),
        choices=Redaction,
        initial=Redaction.NONE,
        widget=forms.RadioSelect,
    )
    with_register = forms.BooleanField(label=gettext_lazy("Add the list of those who have signed"), required=False)

    def __init__(self, *args: Any, in_force: Any, may_see_signatures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = in_force
        self.fields["policies"].queryset = in_force
        self.fields["title"].initial = _("Policy pack")
        count = self.count = in_force.count()
        every = ngettext("The policy in force", "All %(n)d policies in force", count) % {"n": count}
        self.fields["which"].choices = [(ALL, every), (CHOSEN, _("Only some of them"))]
        self.fields["policies"].error_messages |= {
            "invalid_choice": _("One of the policies is no longer in force. Choose again."),
            "invalid_pk_value": _("One of the policies is no longer in force. Choose again."),
        }
        self.fields["title"].error_messages["required"] = _("Enter a title for the cover.")
        if not may_see_signatures:
            del self.fields["with_register"]

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        chosen = list(self.in_force) if asked.get("which") == ALL else list(asked.get("policies") or [])
        if asked.get("which") == CHOSEN and not chosen and "policies" not in self.errors:
            self.add_error("policies", _("Choose at least one policy."))
        if len(chosen) > DOCUMENTS_AT_MOST:
            words = {"most": DOCUMENTS_AT_MOST, "chosen": len(chosen)}
            self.add_error("which", _("A pack holds %(most)d documents at most, and these are %(chosen)d.") % words)
        return asked | {"chosen": chosen, "with_register": asked.get("with_register", False)}


class VerifyForm(forms.Form):
    """A code from paper, the file itself, or both."""

    code = forms.CharField(
        label=gettext_lazy("The code on the paper"),
        help_text=gettext_lazy(
            "Sixteen letters and figures, such as K7QD-2M4P-XW3H-9RTC. Hyphens and spaces do not matter."
        ),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            {"class": "input--20 code", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the file"),
        help_text=gettext_lazy("Only a fingerprint of the file is compared. The file itself is not kept."),
        required=False,
        allow_empty_file=True,
    )

    def clean_code(self) -> str:
        code: str = tidy(self.cleaned_data["code"])
        letters = code.replace("-", "")
        if code and (len(letters) != LENGTH or set(letters) - set(ALPHABET)):
            raise forms.ValidationError(
                _("A code has sixteen letters and figures, and never the figures 0 and 1 or the letters O and I.")
            )
        return code

    def clean_file(self) -> Seen | None:
        seen: Seen | None = self.cleaned_data["file"]
        if seen and seen.is_too_large:
            largest = filesizeformat(settings.MAX_UPLOAD_BYTES)
            raise forms.ValidationError(_("This file is larger than %(largest)s.") % {"largest": largest})
        return seen

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if not self.errors and not asked.get("code") and not asked.get("file"):
            raise forms.ValidationError(_("Enter the code that is printed on the paper, or choose the file."))
        return asked


class ExportForm(forms.Form):
    """Which register leaves the software, as what, and what for."""

    register = forms.ChoiceField(label=gettext_lazy("Which register?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        choices=[
            ("xlsx", gettext_lazy("Spreadsheet for Excel or LibreOffice (.xlsx)")),
            ("csv", gettext_lazy("Plain table (.csv)")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        help_text=gettext_lazy("It is noted with your name and the time."),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [(key, register.label) for key, register in REGISTERS.items()]
        self.fields["register"].error_messages["required"] = _("Choose a register.")
        self.fields["reason"].error_messages["required"] = _("Enter what you need it for.")
