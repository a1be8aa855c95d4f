"""What is kept beside the text of a policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from people.models import Person, RoleLabel
from people.roles import Role
from people.visibility import not_only_cared_for
from policies.models import DocumentClass, Policy
from safeguard.partial_date_forms import PartialDateFormField


class DetailsForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300, error_messages={"required": _("Enter a title.")})
    document_classes = forms.MultipleChoiceField(
        label=_("Kind of document"),
        choices=DocumentClass.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that fit."),
        error_messages={"required": _("Choose at least one kind.")},
    )
    scope = forms.CharField(
        label=_("What it covers"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    protected_people = forms.CharField(
        label=_("Whose data and safety it protects"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    audience = forms.MultipleChoiceField(
        label=_("Whom it binds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are asked to sign it, where an agreement names it."),
    )
    owner = forms.ModelChoiceField(
        label=_("Who owns it?"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The owner is reminded when it is due for review."),
    )
    project = forms.ModelChoiceField(
        label=_("For one project only"), queryset=Project.objects.none(), required=False, empty_label=_("For all")
    )
    interval_months = forms.IntegerField(
        label=_("Months between reviews"),
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "input--5"}),
    )
    last_reviewed = PartialDateFormField(label=_("Last reviewed"), required=False)
    next_review = PartialDateFormField(
        label=_("Next review"), required=False, help_text=_("It may be a month, such as May 2027.")
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = RoleLabel.objects.by_role()
        self.fields["audience"].choices = [(role, labels[role]) for role in Role.values]
        here = not_only_cared_for(timezone.localdate())
        self.fields["owner"].queryset = here | Person.objects.filter(pk=policy.owner_id)
        projects = Project.objects.all()
        self.fields["project"].queryset = projects
        if policy.project_id is None and not projects.exists():
            del self.fields["project"]

    @staticmethod
    def initial_of(policy: Policy) -> dict[str, Any]:
        return {name: getattr(policy, name) for name in DetailsForm.base_fields}


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the policy is withdrawn.")},
    )
