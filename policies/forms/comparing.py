"""Which two versions are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.models import PolicyVersion


class CompareForm(forms.Form):
    """`from` and `to` are reserved words of Python and of the address alike: the fields carry their names."""

    def __init__(self, *args: Any, versions: Sequence[PolicyVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(version.number), name_of(version)) for version in versions]
        self.fields["from"] = forms.ChoiceField(label=_("Earlier"), choices=choices)
        self.fields["to"] = forms.ChoiceField(label=_("Later"), choices=choices)
        if len(versions) > 1:
            self.fields["from"].initial, self.fields["to"].initial = str(versions[1].number), str(versions[0].number)

    def chosen(self, versions: Sequence[PolicyVersion]) -> tuple[PolicyVersion | None, PolicyVersion | None]:
        """The two versions asked for; the newest two where nothing sensible was asked."""
        by_number = {str(version.number): version for version in versions}
        if self.is_bound and self.is_valid():
            return by_number[self.cleaned_data["from"]], by_number[self.cleaned_data["to"]]
        if len(versions) > 1:
            return versions[1], versions[0]
        return None, None


def name_of(version: PolicyVersion) -> str:
    return f"{version.name} ({version.get_status_display().lower()})"
