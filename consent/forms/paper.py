"""What somebody else writes down: a form that came back, a pile of scans, a talk. Nothing is ticked beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.models import Method, Question, RequestItem, Wording
from consent.services.paper import DECISIONS, Said
from consent.services.scanning import MOST_FILES
from organisations.plain_forms import DayField, PlainWords
from people.models import Person

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
OPEN = "open"
ACCEPTED = "application/pdf,image/jpeg,image/png"


@dataclass(frozen=True)
class Line:
    """One question about one person on the page; `own` where a child's own boxes stand beside."""

    key: str
    subject: Person
    question: Question
    wording: Wording
    own: bool = False

    @classmethod
    def of(cls, item: RequestItem, *, own: bool) -> Line:
        return cls(str(item.pk), item.subject, item.question, item.wording, own)


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=200)

    def asked(self) -> str:
        return " ".join(self.cleaned_data["q"].split()) if self.is_valid() else ""


class CodeForm(PlainWords, forms.Form):
    code = forms.CharField(
        label=_("The code on the form"),
        help_text=_(
            "Sixteen letters and figures beside the square of dots. Capitals, spaces and hyphens do not matter."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "input--20", **PLAIN}),
        error_messages={"required": _("Enter the code that is printed on the form.")},
    )


class SaidForm(PlainWords, forms.Form):
    """Yes, no or not answered, for each question about each person. Subclasses add who said it, and how."""

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"answer-{line.key}"] = self._boxes(line.wording.text)
            if line.own:
                self.fields[f"own-{line.key}"] = self._boxes(gettext("Their own answer"))

    def _boxes(self, label: str) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label,
            choices=[("yes", _("Yes")), ("no", _("No")), (OPEN, _("Not answered"))],
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choose yes, no or not answered.")},
        )

    @property
    def groups(self) -> list[tuple[Person, list[tuple[Line, forms.BoundField, forms.BoundField | None]]]]:
        """By person, in the order of the paper: the line, its boxes, and the child's own boxes."""
        found: dict[Person, list[Any]] = {}
        for line in self.lines:
            own = self[f"own-{line.key}"] if line.own else None
            found.setdefault(line.subject, []).append((line, self[f"answer-{line.key}"], own))
        return list(found.items())

    @property
    def rest(self) -> list[forms.BoundField]:
        """Every field that is no box."""
        return [self[name] for name in self.fields if not name.startswith(("answer-", "own-"))]

    @property
    def said(self) -> list[Said]:
        return [
            Said(line.subject, line.wording, self.cleaned_data[f"{prefix}-{line.key}"], own=prefix == "own")
            for line in self.lines
            for prefix in ("answer", "own")
            if self.cleaned_data.get(f"{prefix}-{line.key}") in DECISIONS
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not self.said:
            raise ValidationError(gettext("No answer is entered yet. Tick what was answered; the rest may stay open."))
        return found

    def clean_said_on(self) -> date | None:
        day: date | None = self.cleaned_data["said_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come."))
        return day

    def evidence(self) -> dict[str, Any]:
        """Everything else, for services.paper."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(("answer-", "own-"))}


def _support() -> forms.CharField:
    return forms.CharField(
        label=_("What helped the person to decide?"),
        help_text=_("Such as pictures, time, or somebody they trust. Leave it empty if nothing was needed."),
        required=False,
        max_length=500,
    )


def _interpreter() -> forms.CharField:
    return forms.CharField(
        label=_("Who interpreted?"), required=False, max_length=300, widget=forms.TextInput(attrs=PLAIN)
    )


class FormThatCameBack(SaidForm):
    giver = forms.ModelChoiceField(
        label=_("Who signed it?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose who signed the form.")),
    )
    giver_name = forms.CharField(
        label=_("The name as it is written on the form"),
        help_text=_("Leave it empty if it is the same."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=PLAIN),
    )
    said_on = DayField(label=_("The day that is on the form"))
    scan = forms.FileField(
        label=_("A scan or photograph of the form"),
        help_text=_("PDF, JPEG or PNG, at most 10 megabytes. Leave it empty if the worker has read it already."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )
    support = _support()
    interpreter = _interpreter()
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, signers: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = Person.objects.filter(pk__in=[person.pk for person in signers])  # type: ignore[attr-defined]


class TalkForm(SaidForm):
    method = forms.ChoiceField(
        label=_("How did you talk?"),
        choices=[(Method.PHONE.value, Method.PHONE.label), (Method.IN_PERSON.value, Method.IN_PERSON.label)],
        widget=forms.RadioSelect,
    )
    said_on = DayField(label=_("When?"))
    witness = forms.CharField(
        label=_("Who heard it too?"),
        help_text=_(
            "For a telephone call: the full name of somebody who listened, or who rang back to make sure. It keeps you "
            "and the family safe from a misunderstanding."
        ),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=PLAIN),
    )
    support = _support()
    interpreter = _interpreter()
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"said_on": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("method") == Method.PHONE and not found.get("witness") and "witness" not in self.errors:
            self.add_error("witness", gettext("Name somebody who heard the call too, or who rang back to make sure."))
        return found


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Some files at once."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > MOST_FILES:
            raise ValidationError(gettext("Choose at most %(most)s files at once.") % {"most": MOST_FILES})
        return [super(SeveralFilesField, self).clean(file, initial) for file in files or [None]]


class PileForm(PlainWords, forms.Form):
    files = SeveralFilesField(
        label=_("Scans of forms that came back"),
        help_text=_("PDF, JPEG or PNG, at most 10 megabytes and 30 pages each. Six files at once, many forms in each."),
        widget=SeveralFiles(attrs={"accept": ACCEPTED, "multiple": True}),
        error_messages={
            "required": _("Choose at least one file."),
            "empty": _("One of these files is empty. Choose another one."),
        },
    )
