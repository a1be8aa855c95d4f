"""Writing a question: what is done where, what for, for how long; and its words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.languages import LANGUAGES
from consent.models import CHANNELS_OF, NAMED, Channel, Event, Means, Question
from consent.services.designing import was_asked
from consent.starters import StarterSet
from organisations.models import Settings
from organisations.plain_forms import DayField, PlainWords, yes_or_no

MONTHS = {"class": "input--5", "inputmode": "numeric"}
USUAL = "usual"
EVENTS_TO_CHOOSE = 200


def things() -> list[tuple[str, Any]]:
    """Every means with the channels that make sense for it: one choice is one means on one channel."""
    return [
        ("", _("Choose one thing")),
        *(
            (means.label, [(f"{means}:{channel}", _named(means, channel)) for channel in channels])
            for means, channels in ((Means(means), CHANNELS_OF[means]) for means in Means)
        ),
    ]


def _named(means: Means, channel: Channel) -> str:
    return f"{means.label}: {channel.label}"


class TermsForm(PlainWords, forms.Form):
    """What may be changed whenever the charity likes: it counts from then on."""

    title = forms.CharField(
        label=_("What do you call this question?"),
        help_text=_("For your own lists, in a few words, such as “Pictures on Facebook”. Families read other words."),
        max_length=120,
        error_messages={"required": _("Give the question a name.")},
    )
    refresh_months = forms.IntegerField(
        label=_("After how many months do you ask again?"),
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs=MONTHS),
        error_messages=dict.fromkeys(
            ["invalid", "required", "min_value", "max_value"], _("Enter a number of months from 1 to 60.")
        ),
    )
    ends_on = DayField(
        label=_("Only until a certain day?"),
        help_text=_("After that day nothing counts as agreed any more. Leave it empty if there is no such day."),
        required=False,
    )
    own_answer_from = forms.IntegerField(
        label=_("From which age does the child answer too?"),
        min_value=0,
        max_value=18,
        required=False,
        widget=forms.TextInput(attrs=MONTHS),
        error_messages=dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter an age from 0 to 18.")),
    )
    needs_trustee = forms.ChoiceField(
        label=_("Does a trustee approve each use?"),
        choices=[
            (USUAL, _("Yes, where anybody may see it and somebody can be recognised; otherwise no")),
            ("True", _("Yes, always")),
            ("False", _("No")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        self.question = question
        kwargs["initial"] = self._initial() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["own_answer_from"].help_text = _(
            "Leave it empty for the age in your settings, which is %(age)d. From then on the child's own no is a no."
        ) % {"age": Settings.current().child_agreement_age}

    def _initial(self) -> dict[str, Any]:
        if self.question is None:
            return {"needs_trustee": USUAL, "refresh_months": Settings.current().consent_refresh_months}
        found = {name: getattr(self.question, name) for name in ("title", "refresh_months", "own_answer_from")}
        ends_on = self.question.ends_on
        return found | {
            "needs_trustee": str(self.question.needs_trustee),
            "ends_on": ends_on,
        }

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        others = Question.objects.exclude(pk=self.question.pk) if self.question else Question.objects.all()
        if others.filter(title__iexact=title).exists():
            raise ValidationError(gettext("There is a question with this name already. Give this one another."))
        return title

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        unchanged = self.question is not None and day == self.question.ends_on
        if day and day < timezone.localdate() and not unchanged:
            raise ValidationError(gettext("This day is over. Enter one that is still to come."))
        return day

    def given(self) -> dict[str, Any]:
        """For services.designing; who leaves the usual rule for the trustee names none."""
        found = dict(self.cleaned_data)
        trustee = found.pop("needs_trustee")
        return found if trustee == USUAL else found | {"needs_trustee": trustee == "True"}


class QuestionForm(TermsForm):
    """A question that nobody was asked yet: one means, one place, one purpose (RW-35)."""

    thing = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("One thing only. For another place, or for film beside photographs, write another question."),
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose one thing from the list.")),
    )
    channel_name = forms.CharField(
        label=_("Which platform, or who receives it?"),
        help_text=_("Only for “another platform” and for data passed to somebody else. Name one."),
        max_length=120,
        required=False,
    )
    what_for = forms.CharField(
        label=_("What for?"),
        help_text=_("One purpose, such as “Fund-raising”. Families read this. A second purpose is a second question."),
        max_length=200,
        error_messages={"required": _("Say what it is for.")},
    )
    event = forms.ModelChoiceField(
        label=_("Only for one event?"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("No, for everything"),
        error_messages={"invalid_choice": _("Choose an event from the list.")},
    )
    identifying = yes_or_no(
        _("Can people be recognised, or are they named?"), yes=_("Yes"), no=_("No: nobody can tell who it is")
    )
    field_order = (
        *("thing", "channel_name", "what_for", "event", "title", "identifying", "needs_trustee"),
        *("own_answer_from", "refresh_months", "ends_on"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = things()  # type: ignore[attr-defined]
        newest = Event.objects.order_by("-on", "-pk").values_list("pk", flat=True)[:EVENTS_TO_CHOOSE]
        kept = {*newest, *([self.question.event_id] if self.question and self.question.event_id else [])}
        self.fields["event"].queryset = Event.objects.filter(pk__in=kept)  # type: ignore[attr-defined]
        self.fields["event"].label_from_instance = lambda event: f"{event.title}, {date_format(event.on)}"  # type: ignore[attr-defined]

    def _initial(self) -> dict[str, Any]:
        found = super()._initial()
        if self.question is None:
            return found | {"identifying": "True"}
        kept = {name: getattr(self.question, name) for name in ("channel_name", "what_for", "event")}
        thing = f"{self.question.means}:{self.question.channel}"
        return found | kept | {"thing": thing, "identifying": str(self.question.identifying)}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        means, _colon, channel = found.get("thing", "").partition(":")
        if channel in NAMED and not found.get("channel_name") and "channel_name" not in self.errors:
            self.add_error(
                "channel_name", gettext("Name the platform, or the person or organisation that receives it.")
            )
        return found | {"means": means, "channel": channel}

    def given(self) -> dict[str, Any]:
        found = super().given()
        found.pop("thing")
        return found


class WordsForm(PlainWords, forms.Form):
    """The words that a family reads. Whether they ask for more than before is asked, never guessed (E-35)."""

    text = forms.CharField(
        label=_("The question"),
        help_text=_("Short, as you would say it: “May we show photographs on our Facebook page?”"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the question.")},
    )
    explanation = forms.CharField(
        label=_("What happens with a yes?"),
        help_text=_("Who takes or sees it, what you do and do not do with it, and when it goes."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what happens with a yes.")},
    )
    withdrawal = forms.CharField(
        label=_("How do people change their answer?"),
        help_text=_("Whom they tell, that they need no reason, and what happens then."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write how people change their answer.")},
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if was_asked(question):
            self.fields["widened"] = yes_or_no(
                _("Do the new words ask for more than before?"),
                yes=_("Yes: who said yes is asked again, and their yes does not count for the new words"),
                no=_("No: they say the same thing better, and every answer stays as it is"),
            )
            self.fields["widened"].error_messages["required"] = _("Say whether the new words ask for more than before.")
            self.fields["widened"].help_text = _(
                "More is, for example: another place, another purpose, more people who see it, or a longer time. A no "
                "stays a no either way."
            )


class TranslationForm(WordsForm):
    language = forms.ChoiceField(
        label=_("In which language?"),
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose a language from the list.")),
    )
    field_order = ("language", "text", "explanation", "withdrawal")

    def __init__(self, *args: Any, question: Question, written: set[str], **kwargs: Any) -> None:
        super().__init__(*args, question=question, **kwargs)
        self.fields.pop("widened", None)
        missing = [(code, name) for code, name in LANGUAGES.items() if code not in written]
        self.fields["language"].choices = [("", _("Choose a language")), *missing]  # type: ignore[attr-defined]


class StarterForm(PlainWords, forms.Form):
    """Which questions of a set to add, and who receives what is passed on. Nothing is chosen beforehand."""

    questions = forms.MultipleChoiceField(
        label=_("Which questions do you want to ask?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one question."),
            "invalid_choice": _("Choose questions from the list."),
        },
    )

    def __init__(self, *args: Any, starter_set: StarterSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {question.key: question for question in starter_set.questions if question.named}
        self.fields["questions"].choices = [
            (q.key, q.words[0].text.replace("{name}", "…")) for q in starter_set.questions
        ]  # type: ignore[attr-defined]
        for key, question in self.named.items():
            self.fields[f"name_{key}"] = forms.CharField(label=question.named, max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for key in self.named:
            if key in found.get("questions", []) and not found.get(f"name_{key}") and f"name_{key}" not in self.errors:
                self.add_error(f"name_{key}", gettext("Name who receives it."))
        return found

    def names(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"name_{key}"] for key in self.named}
