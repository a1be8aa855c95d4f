"""The boxes above the single central record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from people.roles import WORKERS, Role
from volunteers.services.record import Gap
from volunteers.services.record_people import ANY_GAP, Asked, Who


class RecordFilter(forms.Form):
    """What is asked for; an address that was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    role = forms.ChoiceField(label=_("Role"), required=False)
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, required=False, empty_label=_("Any"))
    who = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("Everybody who is here")), *Who.choices]
    )
    gap = forms.ChoiceField(
        label=_("What is missing"),
        required=False,
        choices=[("", _("All the same")), (ANY_GAP, _("Anything: everybody with a gap")), *Gap.choices],
    )

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Any")), *((r, labels[r]) for r in Role.values if r in WORKERS)]
        self.fields["project"].queryset = Project.objects.all()

    def asked(self) -> Asked:
        self.full_clean()
        given = self.cleaned_data
        project = given.get("project")
        return Asked(
            words=given.get("q") or "",
            role=given.get("role") or "",
            project=project.pk if project else None,
            who=given.get("who") or "",
            gap=given.get("gap") or "",
        )
