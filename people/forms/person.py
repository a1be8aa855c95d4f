"""What is known of somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from organisations.plain_forms import DayField, PlainWords
from people.forms.births import SURE, AsksWhetherSure, BirthdayField, question_about
from people.models import Person, RoleLabel, digits
from people.permissions import roles_to_give
from people.roles import Role
from people.visibility import not_only_cared_for

KEPT_BACK = "restricted"


class ContactForm(PlainWords, forms.ModelForm):
    """What somebody may change about themself."""

    class Meta:
        model = Person
        fields = ["known_as", "email", "phone", "safe_contact", "do_not_email", "language"]
        labels = {
            "known_as": _("Known as"),
            "email": _("E-mail address"),
            "phone": _("Telephone"),
            "safe_contact": _("Safe way to make contact"),
            "do_not_email": _("Do not send e-mails to this person"),
            "language": _("Preferred language"),
        }
        help_texts = {
            "known_as": _("What people call them, if it is not the full name."),
            "email": _("Several people may share an address. Leave it empty where there is none."),
            "safe_contact": _("For example: ring on weekdays only; leave no message."),
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            "phone": forms.TextInput(attrs={"type": "tel", "class": "input--20", "autocomplete": "off"}),
            "known_as": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        error_messages = {"email": {"invalid": _("Enter an e-mail address such as name@example.org.")}}

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and not digits(phone):
            raise ValidationError(gettext("Enter a telephone number, such as 07700 900123."))
        return phone


class PersonForm(AsksWhetherSure, ContactForm):
    """The whole of it, for those who keep the list."""

    date_of_birth = BirthdayField(label=_("Date of birth"), required=False)
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, required=False, empty_label=_("None"))
    line_manager = forms.ModelChoiceField(
        label=_("Line manager or team leader"), queryset=None, required=False, empty_label=_("None")
    )

    class Meta(ContactForm.Meta):
        fields = [
            "name",
            *ContactForm.Meta.fields,
            "date_of_birth",
            "age_band",
            "adult_at_risk",
            "contact_preference",
            "interpreter",
            "project",
            "line_manager",
            KEPT_BACK,
        ]
        labels = ContactForm.Meta.labels | {
            "name": _("Full name"),
            "age_band": _("Age band"),
            "adult_at_risk": _("Adult at risk: needs care or support, and may not be able to protect themself"),
            "contact_preference": _("Whom to contact"),
            "interpreter": _("Interpreter"),
            KEPT_BACK: _("Keep the contact details back: only the chair and the safeguarding lead see them"),
        }
        help_texts = ContactForm.Meta.help_texts | {
            "name": _("As the person writes it, in any script."),
            "age_band": _("Where the date of birth is not known, such as: 16 to 17."),
            "contact_preference": _("Where somebody lives with parents or carers, these are usually contacted first."),
            "interpreter": _("Whether one is needed, for which language, and how to reach one."),
        }

    def __init__(self, *args: Any, may_move_sign_in: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_move_sign_in:
            del self.fields["email"]
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["contact_preference"].required = False  # whoever leaves it out changes nothing
        self.fields["date_of_birth"].help_text = _("Leave it empty if you do not know: then no rule guesses.")
        self.fields["project"].queryset = Project.objects.all()
        leaders = not_only_cared_for(timezone.localdate()).exclude(pk=self.instance.pk)
        if self.instance.line_manager_id:
            leaders = leaders | Person.objects.filter(pk=self.instance.line_manager_id)
        self.fields["line_manager"].queryset = leaders.only("name", "known_as", "organisation_id")

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise ValidationError(gettext("Enter the person's name."))
        return name

    def clean_date_of_birth(self) -> Any:
        born = self.cleaned_data["date_of_birth"]
        if born and born > timezone.localdate():
            raise ValidationError(
                gettext("This day is still to come. Enter the date of birth, or nothing if you do not know it.")
            )
        return born

    def clean_contact_preference(self) -> str:
        return self.cleaned_data["contact_preference"] or self.instance.contact_preference

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.ask_once(question_about(given.get("date_of_birth"), self.instance))
        given.pop(SURE, None)
        return given


class NewPersonForm(PersonForm):
    """Somebody new, with the roles held from the day of joining."""

    joined_on = DayField(label=_("Joined on"), initial=timezone.localdate)
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)

    field_order = ["name", "known_as", "email", "phone", "roles", "joined_on"]

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given, labels = roles_to_give(by), RoleLabel.objects.by_role()
        self.fields["roles"].choices = [(role, labels[role]) for role in Role.values if role in given]
        if by.holds(Role.CHAIR):
            return
        self.fields["roles"].help_text = _("The chair gives the other roles, on the person's page.")
