"""Checks and words for closing a case, opening it again, and what was learnt."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from incidents.models import Case, Closing, Lesson, Outcome
from incidents.services import lessons
from incidents.services.closing import Left, unexplained
from organisations.plain_forms import DayField, PlainWords
from people.models import Person
from policies.models import Policy

LONGEST = 20_000


def long(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": rows}),
    )


class CloseForm(NoPictures, PlainWords, forms.Form):
    """How it ended is asked always; the rest only where something is missing."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        help_text=_("These words are for allegations. They are never shown on a person's ordinary page."),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended.")},
    )
    summary = long(Closing.WORDS["summary"], rows=5)
    reasons = long(Closing.WORDS["reasons"])
    debriefed_on = DayField(label=_("When was it talked about afterwards?"), required=False)
    debrief = long(Closing.WORDS["debrief"], _("Those who handled it, and those whom it has upset."))
    no_debrief = long(Closing.WORDS["no_debrief"])
    handling = long(
        Closing.WORDS["handling"],
        _("Was it seen in time? Was the procedure followed, and did it help? What would you do in another way?"),
    )
    no_lessons = long(Closing.WORDS["no_lessons"])
    open_left = long(Closing.WORDS["open_left"])
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Left, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        if left.has_lessons and not left.lacks_actions:
            del self.fields["no_lessons"]
        elif left.lacks_actions:
            self.fields["no_lessons"].label = _("Why nobody does anything because of it")
        if not left.is_open:
            del self.fields["open_left"]

    def clean_debriefed_on(self) -> date | None:
        day: date | None = self.cleaned_data["debriefed_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come. Close the case afterwards, or say why not yet."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "debriefed_on" in found:
            for name, sentence in unexplained(self.left, found["debriefed_on"], found).items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, sentence)
        return found


class ReopenForm(NoPictures, PlainWords, forms.Form):
    reason = forms.CharField(
        label=_("Why is it opened again?"),
        help_text=_("New facts, or it was closed by mistake. What was written before stays as it is."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why it is opened again.")},
    )


class LessonForm(NoPictures, PlainWords, forms.Form):
    finding = forms.CharField(
        label=Lesson.WORDS["finding"],
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write down what was learnt.")},
    )
    policy = forms.ModelChoiceField(
        label=_("Does a policy need to change?"),
        queryset=Policy.objects.none(),
        required=False,
        empty_label=_("No policy"),
    )
    clause = forms.CharField(
        label=_("Which clause?"), help_text=_("Its number or heading."), max_length=60, required=False
    )
    for_review = forms.CharField(
        label=_("What should the next review of that policy change?"),
        help_text=_(
            "Everybody who works on the policy reads this. Name nobody, and nothing from which the case is known."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["policy"].queryset = Policy.objects.live().order_by("title")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        text = found.get("for_review", "")
        if text and "policy" in found and found["policy"] is None:
            self.add_error("policy", gettext("Choose the policy whose review should read this."))
        if named := lessons.named_in(f"{text} {found.get('clause', '')}", self.case):
            sentence = gettext("Take out what points at the case: %(what)s.") % {"what": ", ".join(named)}
            self.add_error("for_review", sentence)
        return found


class ActionForm(NoPictures, PlainWords, forms.Form):
    what = forms.CharField(
        label=_("What is to be done?"),
        help_text=_(
            "Whoever does it reads these words and nothing else of the case. Name nobody who need not be named."
        ),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write down what is to be done.")},
    )
    owner = forms.ModelChoiceField(
        label=_("Who does it?"),
        queryset=Person.objects.none(),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose who does it."), "invalid_choice": _("Choose somebody from the list.")},
    )
    due_on = DayField(label=_("By when?"), error_messages={"required": _("Enter a day, such as 17 June 2026.")})
    lesson = forms.UUIDField(widget=forms.HiddenInput, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["owner"].queryset = lessons.owners(case).order_by("name", "pk")

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(gettext("This day has passed. Choose a day from today on."))
        return day

    def clean_lesson(self) -> Lesson | None:
        key = self.cleaned_data["lesson"]
        return Lesson.objects.filter(case=self.case, uid=key).first() if key else None


class DoneForm(NoPictures, forms.Form):
    done = long(_("How was it done?"), _("You need not answer."))


class DropForm(NoPictures, PlainWords, forms.Form):
    why = forms.CharField(
        label=_("Why is it not done?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why it is not done.")},
    )
