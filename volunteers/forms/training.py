"""A topic set up or changed, and the boxes above the list of gaps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from organisations.models import Project
from organisations.plain_forms import LINES, PlainWords
from people.models import RoleLabel
from people.roles import INSIDERS, Role
from policies.models import Policy
from safeguard.paging import as_key
from volunteers.models import Topic

TRAINED = [role for role in Role.values if role in INSIDERS | {Role.ADMINISTRATOR}]
"""Those whom a charity trains: everybody who does its work."""


class TopicForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]  # Django takes none at run time
    roles = forms.MultipleChoiceField(
        label=_("Who needs it?"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply. Whoever gets such a role later needs it too."),
        error_messages={"required": _("Choose at least one role.")},
    )
    project = forms.ModelChoiceField(
        label=_("Only in this project"), queryset=Project.objects.none(), required=False, empty_label=_("Everywhere")
    )
    policy = forms.ModelChoiceField(
        label=_("Policy that it is about"),
        queryset=Policy.objects.none(),
        required=False,
        empty_label=_("No policy"),
        help_text=_("The lights then show who is trained on it."),
    )
    agreement = forms.ModelChoiceField(
        label=_("Agreement whose signature completes it"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=_("None: it is ticked off here"),
        help_text=_("For example the confidentiality agreement. Nobody ticks it off; the signature counts."),
    )

    class Meta:
        model = Topic
        fields = (
            *("title", "kind", "what", "roles", "project", "policy", "agreement"),
            *("every_months", "within_days", "is_required"),
        )
        widgets = {"kind": forms.RadioSelect, "what": forms.Textarea(attrs=LINES)}
        help_texts = {
            "title": _("It stands on lists and on the certificate."),
            "what": _("In a few sentences. They stand on the certificate too."),
            "every_months": _("For example 24. Leave it empty where it counts for good."),
            "within_days": _("After somebody came or got the role. For example 28."),
            "is_required": _("Leave it out for what is only offered: nobody then has a gap."),
        }
        error_messages = {
            "every_months": {"invalid": _("Enter a number of months, such as 24.")},
            "within_days": {"invalid": _("Enter a number of days, such as 28.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = RoleLabel.objects.by_role()
        self.fields["roles"].choices = [(role, labels[role]) for role in TRAINED]
        self.fields["project"].queryset = Project.objects.all()
        self.fields["policy"].queryset = Policy.objects.live().order_by("title")
        open_ones = Q(pk__in=Agreement.objects.open().values("pk")) | Q(pk=self.instance.agreement_id)
        self.fields["agreement"].queryset = Agreement.objects.filter(open_ones).order_by("title")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if agreement := given.get("agreement"):
            self._check_roles(agreement, given.get("roles", []))
        if agreement and given.get("every_months"):
            self.add_error("every_months", _("Leave this empty: the agreement says for how long a signature counts."))
        return given

    def _check_roles(self, agreement: Agreement, roles: list[str]) -> None:
        """Whoever is not asked to sign could never complete it."""
        labels = RoleLabel.objects.by_role()
        if others := [labels[role] for role in roles if role not in agreement.roles]:
            words = _gettext("This agreement is not for: %(roles)s. Take them out here, or add them to the agreement.")
            self.add_error("roles", words % {"roles": ", ".join(others)})

    def validate_constraints(self) -> None:
        """The service says in a sentence when the name is taken."""


class GapForm(forms.Form):
    """What is asked for; an address that was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label=_("Any")
    )

    def __init__(self, *args: Any, topics: list[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = [topic for topic in topics if topic.is_required]
        self.fields["topic"].choices = [("", _("Any")), *((str(t.pk), str(t)) for t in self.topics)]
        self.fields["project"].queryset = Project.objects.all()

    @property
    def asked(self) -> dict[str, Any]:
        self.full_clean()
        return self.cleaned_data

    @property
    def chosen(self) -> list[Topic]:
        """The topic that is asked for, or all of them."""
        key = as_key(self.asked.get("topic") or "")
        return [topic for topic in self.topics if topic.pk == key] or self.topics
