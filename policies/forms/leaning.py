"""Companions, references, appendices and extracts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policies.forms.deciding import day_field
from policies.forms.reviewing import place
from policies.models import CompanionKind, LinkResult, Policy, PolicyVersion, ReferenceKind
from policies.states import Status
from safeguard.partial_date_forms import PartialDateFormField


class CompanionForm(forms.Form):
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("As this policy names it."),
        error_messages={"required": _("Enter the title of the document.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=CompanionKind.choices, widget=forms.RadioSelect, initial="document"
    )
    document = forms.ModelChoiceField(
        label=_("Which of your policies is it?"),
        queryset=Policy.objects.none(),
        required=False,
        empty_label=_("Not filed here yet"),
    )
    mandatory = forms.BooleanField(
        label=_("It must be read together with this policy"),
        required=False,
        help_text=_("It is then printed with it and offered for signing."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=600)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Policy.objects.exclude(pk=policy.pk)


class ReferenceForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300, error_messages={"required": _("Enter a title.")})
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ReferenceKind.choices, widget=forms.RadioSelect, initial="guidance"
    )
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    dated = PartialDateFormField(label=_("Date or edition"), required=False)
    link = forms.CharField(label=_("Web address"), required=False, max_length=600)
    purpose = forms.CharField(label=_("What it is for"), required=False, max_length=300)
    audience = forms.CharField(label=_("For whom"), required=False, max_length=200)
    age_group = forms.CharField(
        label=_("Age group"), required=False, max_length=60, help_text=_("Such as “under 5”, where it is for children.")
    )
    applicability = forms.CharField(
        label=_("When it applies"), required=False, max_length=200, help_text=_("Such as “where appropriate”.")
    )

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        if not link:
            return ""
        if "://" not in link:
            link = f"https://{link}"
        try:
            URLValidator(schemes=["http", "https"])(link)
        except ValidationError:
            raise forms.ValidationError(_("Enter a web address, such as https://www.nspcc.org.uk.")) from None
        return link


class CheckLinkForm(forms.Form):
    result = forms.ChoiceField(
        label=_("What did you find?"),
        choices=LinkResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    replaced_by = forms.CharField(label=_("What has taken its place?"), required=False, max_length=300)


class CheckAppendixForm(forms.Form):
    still_applies = forms.TypedChoiceField(
        label=_("Does it still apply?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    review_on = day_field(_("Look again on"), required=False)

    def clean_review_on(self) -> Any:
        day = self.cleaned_data["review_on"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("Enter a day in the future."))
        return day


class ExtractForm(forms.Form):
    """Which clause quotes which document (IL-4)."""

    anchor = forms.ChoiceField(label=_("Which clause quotes another document?"))
    source = forms.ModelChoiceField(
        label=_("Which document does it quote?"),
        queryset=PolicyVersion.objects.none(),
        help_text=_("You are told when a newer version of it comes into force."),
        error_messages={"required": _("Choose the document that is quoted.")},
    )

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anchor"].choices = [(c.anchor, place(c)) for c in version.clauses.all()]
        sources = PolicyVersion.objects.filter(status=Status.IN_FORCE).select_related("policy")
        self.fields["source"].queryset = sources.exclude(policy=version.policy_id)
