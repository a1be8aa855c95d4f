"""Checks and words for regular tasks."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duties.models import Duty, Manner
from organisations.plain_forms import DayField
from people.models import RoleLabel
from people.roles import Role
from policies.models import Policy


class DutyForm(forms.ModelForm):
    """Set up or change a task."""

    first_due_on = DayField(label=_("First due on"), help_text=_("For example 27 3 2027."))
    policy = forms.ModelChoiceField(
        label=_("Policy"),
        queryset=Policy.objects.none(),
        required=False,
        help_text=_("The policy that promises it, if there is one here."),
        empty_label=_("No policy"),
    )
    roles = forms.MultipleChoiceField(
        label=_("Who does it?"),
        choices=Role,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply."),
    )

    class Meta:
        model = Duty
        fields = ["title", "what", "policy", "roles", "by_everybody", "every_months", "first_due_on"]
        error_messages = {
            "title": {"required": _("Say what is to be done.")},
            "every_months": {"required": _("Enter a number of months, such as 12.")},
        }
        help_texts = {
            "by_everybody": _("Otherwise one of them does it for all, and writes down what they found."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = RoleLabel.objects.by_role()
        self.fields["roles"].choices = [(role, labels[role]) for role in Role.values]
        self.fields["policy"].queryset = Policy.objects.live().order_by("title")

    def validate_constraints(self) -> None:
        """The service says in a sentence when the name is taken."""


class DoForm(forms.Form):
    """Confirm, or write down what was found."""

    done_on = DayField(label=_("Done on"), initial=timezone.localdate)
    findings = forms.CharField(
        label=_("What did you find?"), widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000
    )
    put_right = forms.CharField(
        label=_("What is to be put right, and by whom?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=20_000,
    )

    def __init__(self, *args: Any, by_everybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].error_messages["required"] = _(
            "Write what you found; “nothing to put right” is an answer."
        )
        if by_everybody:  # whoever does it for themselves only confirms
            for name in ("done_on", "findings", "put_right"):
                del self.fields[name]

    def clean_done_on(self) -> date:
        return not_to_come(self.cleaned_data["done_on"])


class TellForm(forms.Form):
    """Who was told, when and how."""

    people = forms.TypedMultipleChoiceField(
        label=_("Who was told?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick those who were told.")},
    )
    told_on = DayField(label=_("On which day?"), initial=timezone.localdate)
    manner = forms.ChoiceField(
        label=_("How?"),
        choices=[choice for choice in Manner.choices if choice[0] != Manner.SELF],
        widget=forms.RadioSelect,
        initial=Manner.MEETING,
    )

    def __init__(self, *args: Any, waiting: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = waiting

    def clean_told_on(self) -> date:
        return not_to_come(self.cleaned_data["told_on"])


def not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come. Enter the day on which it was done."))
    return day
