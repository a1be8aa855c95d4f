"""Checks and words for notices, and for who was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.languages import CHOICES, LANGUAGES
from consent.models import Notice, NoticeKind, NoticeText, TellingMethod
from consent.telling import BEFORE, NOT_YET, NOW
from organisations.plain_forms import DayField, PlainWords
from people.models import PersonQuerySet
from policies.models import Policy
from safeguard.forms import SeveralRowsField

LONG = {"rows": 12}
LONGEST = 20_000
ASKED = {"yes": True, "no": False, "": None}


class NoticeForm(PlainWords, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("What is it about?"), choices=NoticeKind.choices, widget=forms.RadioSelect)
    to_carers = forms.BooleanField(label=_("Parents and carers are told"), required=False)
    to_beneficiaries = forms.BooleanField(label=_("The people themselves are told"), required=False)
    policy = forms.ModelChoiceField(
        label=_("Policy"),
        help_text=_("The policy that it explains, if there is one here."),
        queryset=Policy.objects.none(),
        required=False,
        empty_label=_("No policy"),
        error_messages={"invalid_choice": _("Choose a policy from the list.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=CHOICES, initial="en")
    text = forms.CharField(label=_("The words"), max_length=LONGEST, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = Policy.objects.live().order_by("title")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("to_carers") and not found.get("to_beneficiaries"):
            self.add_error("to_carers", gettext("Tick who is told."))
        return found


class WordsForm(PlainWords, forms.Form):
    """A new version. Whether families are told again is said, not guessed."""

    text = forms.CharField(label=_("The words"), max_length=LONGEST, widget=forms.Textarea(attrs=LONG))
    language = forms.ChoiceField(label=_("Language"), choices=CHOICES, initial="en")
    widened = forms.TypedChoiceField(
        label=_("What changes?"),
        choices=[
            ("True", _("There is something new in it: whoever was told before is told again")),
            ("False", _("The same in better words: whoever was told before knows enough")),
        ],
        coerce=lambda answer: answer == "True",
        widget=forms.RadioSelect,
    )


class TranslationForm(PlainWords, forms.Form):
    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(label=_("The words"), max_length=LONGEST, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, there: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [choice for choice in CHOICES if choice[0] not in set(there)]


class ToldForm(PlainWords, forms.Form):
    """Who was told, when and how. `shown` are the people on the page; ticks for others whom one sees count as well."""

    people = SeveralRowsField(
        label=_("Who was told?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick those who were told."),
            "invalid_choice": _("Choose people from the list."),
        },
    )
    text = forms.ModelChoiceField(
        label=_("Which version, in which language?"),
        queryset=NoticeText.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose a version from the list.")},
    )
    told_on = DayField(label=_("On which day?"), help_text=_("For example 27 3 2027."))
    method = forms.ChoiceField(
        label=_("How?"), choices=TellingMethod.choices, widget=forms.RadioSelect, initial=TellingMethod.MEETING
    )
    form = forms.CharField(
        label=_("In which form?"),
        help_text=_("For example large print, easy read, or read aloud."),
        max_length=200,
        required=False,
    )
    interpreter = forms.CharField(
        label=_("Interpreter, and the language"),
        help_text=_("If somebody put it into another language."),
        max_length=200,
        required=False,
    )
    understood = forms.TypedChoiceField(
        label=_("Was it understood?"),
        choices=[("yes", _("Yes, they said so")), ("no", _("Not yet: talk again")), ("", _("They were not asked"))],
        coerce=ASKED.get,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )
    questions = forms.CharField(
        label=_("Questions that were asked"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, notice: Notice, people: PersonQuerySet, shown: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
        self.fields["people"].choices = shown
        self.fields["text"].queryset = notice.texts.order_by("-number", "language")
        self.fields["text"].label_from_instance = version_in_words

    def clean_told_on(self) -> date:
        day: date = self.cleaned_data["told_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come. Enter the day on which they were told."))
        return day


class WhoForm(forms.Form):
    """Which families are shown; what was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    status = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everybody")),
            (NOT_YET, _("Not told yet")),
            (BEFORE, _("Told of an earlier version")),
            (NOW, _("Told")),
        ],
    )

    def asked(self) -> dict[str, str]:
        self.full_clean()
        return {name: str(self.cleaned_data.get(name, "")) for name in ("q", "status")}


def version_in_words(text: NoticeText) -> str:
    language = LANGUAGES.get(text.language, text.language)
    return gettext("Version %(number)s, %(language)s") % {"number": text.number, "language": language}
