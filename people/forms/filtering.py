"""The boxes above the list of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from people.models import Person, PersonQuerySet
from people.roles import Role
from people.visibility import listed_to


class FilterForm(forms.Form):
    """What is asked for; an address that was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    role = forms.ChoiceField(label=_("Role"), required=False)
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, required=False, empty_label=_("Any"))
    status = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[("", _("Those who are here")), ("left", _("Those who left")), ("all", _("Everybody"))],
    )

    def __init__(self, *args: Any, labels: dict[str, str], by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"].choices = [("", _("Any")), *((role, labels[role]) for role in Role.values)]
        self.fields["project"].queryset = Project.objects.all()

    def people(self) -> PersonQuerySet:
        self.full_clean()
        asked, today = self.cleaned_data, timezone.localdate()
        found = listed_to(self.by, today)
        if asked.get("status") == "left":
            found = found.left(today)
        elif asked.get("status") != "all":
            found = found.current(today)
        if asked.get("q"):
            found = found.matching(asked["q"])
        if asked.get("role"):
            found = found.holding(asked["role"], on=today)
        if asked.get("project"):
            found = found.filter(project=asked["project"])
        return found
