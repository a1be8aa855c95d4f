"""Where the policies of charities differ. Each question is asked once, here, for the settings and the first steps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.models import Settings
from organisations.plain_forms import LINES, LinesField, PlainWords, yes_or_no

DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


class ContactRules(PlainWords, forms.ModelForm):
    direct_messages_by_register = yes_or_no(
        _("May workers message a child directly?"),
        yes=_("Only when it stands in the contact register"),
        no=_("We do not keep a contact register"),
    )
    contact_register_keeper = forms.ChoiceField(
        label=_("Who keeps the contact register?"),
        choices=[("safeguarding_trustee", _("The safeguarding trustee")), ("lead", _("The safeguarding lead"))],
        widget=forms.RadioSelect,
    )
    other_hours = LinesField(
        label=_("Other hours on some days"),
        required=False,
        most_lines=7,
        help_text=_("One day on each line, such as: Friday 22:00 to 09:00."),
    )

    class Meta:
        model = Settings
        fields = [
            "children_as_contacts",
            "former_young_people",
            "direct_messages_by_register",
            "contact_register_keeper",
            "quiet_from",
            "quiet_until",
        ]
        labels = {
            "children_as_contacts": _("May workers have children as contacts on their own accounts?"),
            "former_young_people": _("And young people who are adults now?"),
            "quiet_from": _("From when in the evening is nobody written to?"),
            "quiet_until": _("Until when in the morning?"),
        }
        widgets = {
            "children_as_contacts": forms.RadioSelect,
            "former_young_people": forms.RadioSelect,
            "quiet_from": forms.TimeInput({"type": "time", "class": "input--10"}, format="%H:%M"),
            "quiet_until": forms.TimeInput({"type": "time", "class": "input--10"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_weekday = self.instance.quiet_hours_by_weekday
        self.initial.setdefault(
            "other_hours", [f"{DAYS[int(day)]} {hours[0]} to {hours[1]}" for day, hours in sorted(by_weekday.items())]
        )

    def clean_other_hours(self) -> list[str]:
        for line in self.cleaned_data["other_hours"]:
            _hours_of(line)
        return self.cleaned_data["other_hours"]

    def values(self) -> dict[str, Any]:
        """The settings that this form asks for, as the service takes them."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return values | {"quiet_hours_by_weekday": dict(_hours_of(line) for line in self.cleaned_data["other_hours"])}


def _hours_of(line: str) -> tuple[str, tuple[str, str] | list[str]]:
    """("4", ["22:00", "09:00"]) for "Friday 22:00 to 09:00". Raises ValidationError."""
    words = re.fullmatch(r"(\w+),?:?\s+(\d{1,2}[:.]\d{2})\s*(?:to|-|–|until)\s*(\d{1,2}[:.]\d{2})", line, re.IGNORECASE)
    names = {str(name).casefold(): number for number, name in enumerate(DAYS)}
    try:
        if words is None:
            raise ValueError(line)
        start, end = (time.fromisoformat(words[part].replace(".", ":").zfill(5)) for part in (2, 3))
        return str(names[words[1].casefold()]), [f"{start:%H:%M}", f"{end:%H:%M}"]
    except (ValueError, KeyError):
        raise ValidationError(
            gettext("“%(line)s” cannot be read. Write it like this: Friday 22:00 to 09:00.") % {"line": line}
        ) from None


class AccountRules(PlainWords, forms.ModelForm):
    platforms_need_assessment = yes_or_no(
        _("Which platforms may be used?"),
        yes=_("Only those that were looked at for risks and approved"),
        no=_("Any"),
    )

    class Meta:
        model = Settings
        fields = [
            "account_approver",
            "minimum_admins",
            "minimum_monitors",
            "platforms_need_assessment",
            "comment_answer_days",
            "house_rules",
        ]
        labels = {
            "account_approver": _("Who approves a new social-media account?"),
            "minimum_admins": _("How many people must be able to get into each account, at least?"),
            "minimum_monitors": _("How many people must watch each account, at least?"),
            "comment_answer_days": _("Within how many working days is a public comment answered?"),
            "house_rules": _("What must everybody who posts keep to?"),
        }
        widgets = {
            "account_approver": forms.RadioSelect,
            "minimum_admins": forms.NumberInput({"class": "input--5"}),
            "minimum_monitors": forms.NumberInput({"class": "input--5"}),
            "comment_answer_days": forms.NumberInput({"class": "input--5"}),
            "house_rules": forms.Textarea(attrs=LINES),
        }
        help_texts = {"house_rules": _("One rule on each line. They stand on the page “Who to call” and in print.")}


class PictureRules(PlainWords, forms.ModelForm):
    personal_phone_photos = yes_or_no(_("May workers take photos with their own phones?"))
    picture_store = yes_or_no(
        _("May the pictures themselves be kept here, beside the picture log?"),
        yes=_("Yes: small copies without place and camera details, for those who may see the log"),
        no=_("No: the log says who took what and where it is kept, and holds no pictures"),
    )

    class Meta:
        model = Settings
        fields = [
            "child_agreement_age",
            "consent_refresh_months",
            "personal_phone_photos",
            "phone_photo_minimum_age",
            "photo_storage",
            "photo_upload_hours",
            "picture_store",
        ]
        labels = {
            "child_agreement_age": _("From which age is a child asked too, beside the parent?"),
            "consent_refresh_months": _("After how many months is consent asked for again?"),
            "phone_photo_minimum_age": _("Under which age is nobody photographed with a phone?"),
            "photo_storage": _("Where are photos uploaded to?"),
            "photo_upload_hours": _("Within how many hours?"),
        }
        help_texts = {
            "consent_refresh_months": _("A new question starts with this; each question may have months of its own."),
            "photo_storage": _("The place that your photo policy names, such as a shared folder."),
        }
        widgets = {
            "child_agreement_age": forms.NumberInput({"class": "input--5"}),
            "consent_refresh_months": forms.NumberInput({"class": "input--5"}),
            "phone_photo_minimum_age": forms.NumberInput({"class": "input--5"}),
            "photo_upload_hours": forms.NumberInput({"class": "input--5"}),
        }


class PeopleRules(PlainWords, forms.ModelForm):
    prompt_suspension = yes_or_no(
        _("When somebody complains about a worker, are the lead and a trustee asked about suspension?"),
    )
    staff_means = forms.MultipleChoiceField(
        label=_("Who counts as staff in your policies?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    age_bands = LinesField(
        label=_("How closely are children supervised, by age?"),
        required=False,
        most_lines=18,
        help_text=_(
            "One line for each age from which something changes, such as: 10: judged by ability and understanding."
        ),
    )

    class Meta:
        model = Settings
        fields = ["carer_agreement", "prompt_suspension", "staff_means", "age_bands"]
        labels = {"carer_agreement": _("Do carers and parents sign the policy?")}
        widgets = {"carer_agreement": forms.RadioSelect}
        help_texts = {"prompt_suspension": _("Suspension is a neutral act and no finding.")}

    def __init__(self, *args: Any, workers: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_means"].choices = workers or [("staff", _("Staff members")), ("volunteer", _("Volunteers"))]
        if self.instance.age_bands:
            self.initial["age_bands"] = [f"{age}: {words}" for age, words in sorted(self.instance.age_bands)]

    def clean_age_bands(self) -> list[list[Any]]:
        bands: dict[int, str] = {}
        for line in self.cleaned_data["age_bands"]:
            age, colon, words = line.partition(":")
            if not (colon and words.strip() and age.strip().isascii() and age.strip().isdigit() and int(age) <= 25):
                raise ValidationError(
                    gettext("“%(line)s” cannot be read. Write the age, a colon and the words, such as: 10: in sight.")
                    % {"line": line}
                )
            bands[int(age)] = words.strip()
        return [[age, words] for age, words in sorted(bands.items())]


class PolicyRules(PlainWords, forms.ModelForm):
    class Meta:
        model = Settings
        fields = ["review_interval_months", "approval_quorum", "reminders_every_day"]
        labels = {
            "review_interval_months": _("After how many months is a policy reviewed again?"),
            "approval_quorum": _("How many trustees must approve a policy, at least?"),
        }
        help_texts = {"review_interval_months": _("A policy may have an interval of its own.")}
        widgets = {
            "review_interval_months": forms.NumberInput({"class": "input--5"}),
            "approval_quorum": forms.NumberInput({"class": "input--5"}),
        }


class SecondFactorForm(PlainWords, forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Which roles need a second step when signing in?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever holds one of them sets up an authenticator app or a passkey before seeing anything else."),
    )

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = roles


@dataclass(frozen=True)
class Section:
    """One page of questions about where policies differ."""

    key: str
    title: str | Promise
    form: type[forms.ModelForm]


SECTIONS = (
    Section("contact", _("Contact with children and young people"), ContactRules),
    Section("accounts", _("Social-media accounts"), AccountRules),
    Section("pictures", _("Photos and films"), PictureRules),
    Section("workers", _("Carers, staff and volunteers"), PeopleRules),
    Section("policies", _("Policies"), PolicyRules),
)


def values_of(form: forms.ModelForm) -> dict[str, Any]:
    """The settings that a section asks for, as the service takes them."""
    return form.values() if isinstance(form, ContactRules) else dict(form.cleaned_data)
