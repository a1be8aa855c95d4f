"""Whom to ask about whom, and what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.models import Attendance, Event, Question
from consent.models.requests import ConsentRequestQuerySet
from consent.states import WAITING, RequestStatus
from organisations.models import Project
from organisations.plain_forms import PlainWords
from people.models import Person, PersonQuerySet
from safeguard.forms import SeveralRowsField

MOST = 500
"""People about whom is asked at once: one page to check, and one stretch of work for the database."""


NAMED = 200
"""People whose names stand on the page to be ticked; among more, one finds somebody by their name first."""


class FindForm(forms.Form):
    """Narrows down whom it is about; an address that was typed badly asks for less, and is no error."""

    q = forms.CharField(label=_("Name"), required=False, max_length=300)
    project = forms.ModelChoiceField(label=_("Project"), queryset=None, required=False, empty_label=_("Any"))
    event = forms.ModelChoiceField(label=_("At the event"), queryset=None, required=False, empty_label=_("Any"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.all()
        self.fields["event"].queryset = Event.objects.all()

    def among(self, people: PersonQuerySet) -> PersonQuerySet:
        self.full_clean()
        asked = self.cleaned_data
        if asked.get("q"):
            people = people.matching(asked["q"])
        if asked.get("project"):
            people = people.filter(project=asked["project"])
        if asked.get("event"):
            people = people.filter(pk__in=Attendance.objects.filter(event=asked["event"]).values("person"))
        return people

    @property
    def meant(self) -> Event | None:
        """The event at which they are, where one was chosen."""
        found: Event | None = self.cleaned_data.get("event")
        return found


class AskForm(PlainWords, forms.Form):
    """What is asked, and about whom of those who were found: everybody, unless some are ticked."""

    question = SeveralRowsField(
        label=_("What do you want to ask?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one question."),
            "invalid_choice": _("One of these questions is not asked any more. Look at the list again."),
            "invalid_pk_value": _("One of these questions is not asked any more. Look at the list again."),
        },
    )
    person = SeveralRowsField(
        label=_("Only about some of them?"),
        help_text=_("If you tick nobody, it is about everybody in this list."),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Somebody whom you ticked is not in the list any more. Look at it again."),
            "invalid_pk_value": _("Somebody whom you ticked is not in the list any more. Look at it again."),
        },
    )
    note = forms.CharField(
        label=_("A word to go with it"),
        help_text=_("It stands in the mail and on the page. Name no child."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: PersonQuerySet, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = people.count()
        self.fields["question"].queryset = Question.objects.asked(today)
        self.fields["person"].queryset = people

    @property
    def can_tick(self) -> bool:
        """So few that their names fit on a page."""
        return self.number <= NAMED or bool(self["person"].value())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            meant = list(found["person"] or self.fields["person"].queryset[: MOST + 1])
            if len(meant) > MOST:
                raise ValidationError(
                    gettext("That is about more than %(most)s people. Choose a project or an event.") % {"most": MOST}
                )
            found["people"] = meant
        return found


class ListForm(forms.Form):
    """Which requests the list shows."""

    LATE = "late"

    q = forms.CharField(label=_("Name of the person asked"), required=False, max_length=300)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("waiting", _("Waiting for an answer")),
            (LATE, _("Late")),
            ("paper", _("Waiting on paper")),
            *((status.value, status.label) for status in RequestStatus),
        ],
    )

    def requests(self, today: date, found: ConsentRequestQuerySet) -> ConsentRequestQuerySet:
        self.full_clean()
        show, q = self.cleaned_data.get("show"), self.cleaned_data.get("q")
        if q:
            found = found.filter(asked__in=Person.objects.matching(q))
        if show == "waiting":
            return found.filter(status__in=WAITING)
        if show == "paper":
            return found.filter(status__in=WAITING, on_paper=True)
        if show == self.LATE:
            return found.late(today)
        return found.filter(status=show) if show else found
