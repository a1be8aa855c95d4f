"""The boxes above the list of policies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import RoleLabel
from people.roles import Role
from policies import due
from policies.models import Policy, PolicyQuerySet


class FilterForm(forms.Form):
    """What is asked for; an address that was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Words in the title"), required=False, max_length=300)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All that are kept")),
            ("overdue", _("Overdue for review")),
            ("due", _("Due soon")),
            ("draft", _("With a draft")),
            ("unsigned", _("Not signed")),
            ("withdrawn", _("Withdrawn")),
        ],
    )
    binds = forms.ChoiceField(label=_("Binding"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = RoleLabel.objects.by_role()
        self.fields["binds"].choices = [("", _("All")), *((role, labels[role]) for role in Role.values)]

    def policies(self, today: date) -> PolicyQuerySet:
        self.full_clean()
        asked = self.cleaned_data
        found: PolicyQuerySet = Policy.objects.all()
        match asked.get("show"):
            case "withdrawn":
                found = found.exclude(withdrawn_on=None)
            case "overdue":
                found = found.in_force().overdue(today)
            case "due":
                found = found.in_force().due_within(due.SOON, today)
            case "draft":
                found = found.live().drafted()
            case "unsigned":
                found = found.live().unsigned()
            case _other:
                found = found.live()
        if asked.get("q"):
            found = found.matching(asked["q"])
        if asked.get("binds"):
            found = found.binding(asked["binds"])
        return found
