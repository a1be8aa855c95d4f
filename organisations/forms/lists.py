"""Projects, agencies and local protocols."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import AgencyContact, LocalProtocol, Project
from organisations.plain_forms import DayField, LinesField, LinkField, PlainWords


class ProjectForm(PlainWords, forms.ModelForm):
    parent = forms.ModelChoiceField(
        label=_("Is it part of another one?"), queryset=None, required=False, empty_label=_("No")
    )
    starts_on = DayField(label=_("Running since"), required=False)
    ends_on = DayField(label=_("Running until"), required=False)

    class Meta:
        model = Project
        fields = ["name", "parent", "starts_on", "ends_on", "contact_name", "contact_phone", "online_page"]
        labels = {
            "name": _("What is the project, site or activity called?"),
            "contact_name": _("Whom do carers reach while it runs?"),
            "contact_phone": _("Under which number?"),
            "online_page": _("Where is its page online?"),
        }
        help_texts = {"online_page": _("Leave it empty if it has none.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Project.objects.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        return values

    def validate_constraints(self) -> None:
        """The service says it in better words."""


class ProjectsForm(PlainWords, forms.Form):
    """The first list of projects, as a new charity types it."""

    projects = LinesField(
        label=_("Which projects, sites or regular activities do you have?"),
        required=False,
        help_text=_("One on each line. You can add dates, contacts and pages later."),
    )


class AgencyForm(PlainWords, forms.ModelForm):
    link = LinkField(label=_("Web address"), required=False, max_length=300)

    class Meta:
        model = AgencyContact
        fields = ["name", "kind", "purpose", "phone", "out_of_hours", "link", "area", "source"]
        labels = {
            "name": _("Agency"),
            "kind": _("What kind of agency is it?"),
            "purpose": _("When do you call it?"),
            "out_of_hours": _("Outside office hours"),
            "source": _("Where did you find this?"),
        }


class ProtocolForm(PlainWords, forms.ModelForm):
    link = LinkField(label=_("Web address"), required=False, max_length=300)

    class Meta:
        model = LocalProtocol
        fields = ["name", "area", "link", "version"]
        labels = {
            "name": _("What is the protocol called?"),
            "area": _("For which area?"),
            "version": _("Version or date"),
        }
