"""Giving roles, ending them, and what the charity calls them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from organisations.plain_forms import DayField, PlainWords
from people.models import Person, RoleLabel
from people.permissions import may_name_deputy, roles_to_give
from people.roles import Role
from people.visibility import not_only_cared_for


class GiveRoleForm(PlainWords, forms.Form):
    role = forms.ChoiceField(label=_("Which role?"), widget=forms.RadioSelect)
    starts_on = DayField(label=_("From which day?"), initial=timezone.localdate)
    ends_on = DayField(label=_("Until which day?"), required=False, help_text=_("Leave it empty if no end is planned."))
    project = forms.ModelChoiceField(
        label=_("Only for one project?"), queryset=None, required=False, empty_label=_("No")
    )
    deputy_for = forms.ModelChoiceField(
        label=_("Standing in for somebody who is away?"),
        queryset=None,
        required=False,
        empty_label=_("No"),
        help_text=_("A deputy may do all that the role may do, until the last day."),
    )
    appointed_by = forms.CharField(
        label=_("Who decided it?"),
        required=False,
        max_length=300,
        help_text=_("Such as: the board on 4 June 2026, minute 5."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, by: Person, to: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.given = by, roles_to_give(by, to)
        labels = RoleLabel.objects.by_role()
        offered = [role for role in Role.values if role in self.given or may_name_deputy(by, role)]
        self.fields["role"].choices = [(role, labels[role]) for role in offered]
        self.fields["project"].queryset = Project.objects.all()
        self.fields["deputy_for"].queryset = not_only_cared_for(timezone.localdate()).exclude(pk=to.pk)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        role = values.get("role")
        if role and role not in self.given and values.get("deputy_for") != self.by:
            self.add_error("deputy_for", gettext("You can name a deputy for yourself. The chair appoints for good."))
        return values


class EndRoleForm(PlainWords, forms.Form):
    on = DayField(label=_("What is the last day?"), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class RoleNamesForm(PlainWords, forms.Form):
    """One box for each role, filled with what the charity says now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, label in RoleLabel.objects.by_role().items():
            ours = str(Role(role).label)
            self.fields[role] = forms.CharField(label=ours, initial=label, required=False, max_length=100, strip=True)
