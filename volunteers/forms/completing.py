"""Who completed a topic: one person, or everybody of a session. Who is to be offered it. What was a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from organisations.plain_forms import DayField, PlainWords
from people.ages import age_of
from people.models import Person, PersonQuerySet
from people.permissions import own_family
from people.visibility import not_only_cared_for
from safeguard.forms import SeveralRowsField
from safeguard.paging import as_key
from volunteers.models import Topic
from volunteers.permissions import a_colleague_trains
from volunteers.services.training import gap, stale_texts

SHOWN = 300  # names of those who need it
FOUND = 40  # names of others, when somebody searches
MOST_AT_ONCE = 600  # a page posts a thousand fields at most
LONGEST_SEARCH = 200
EARLIEST = date(1950, 1, 1)
NOT_FOUND = _("Somebody who was ticked is not found here. Look through the names again.")


@dataclass(frozen=True)
class Row:
    """A name to tick. `hint` tells people of the same name apart."""

    person: Person
    hint: str
    is_chosen: bool


class PeopleForm(PlainWords, forms.Form):
    """Those who are ticked on top, then those who need the topic, then whoever is searched for.

    `raw` is what stands in the form, also where nothing is judged yet, as after a search. `take` says which button was
    pressed: "all" ticks everybody shown who needs it.
    """

    people = SeveralRowsField(
        queryset=None,
        error_messages={
            "required": _("Tick at least one person."),
            "invalid_choice": NOT_FOUND,
            "invalid_pk_value": NOT_FOUND,
            "invalid_list": NOT_FOUND,
        },
    )

    def __init__(
        self, *args: Any, raw: QueryDict, topic: Topic, by: Person, today: date, with_own: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.raw, self.topic, self.today = raw, topic, today
        self.everybody: PersonQuerySet = not_only_cared_for(today)
        if not with_own and a_colleague_trains(by):
            self.everybody = self.everybody.exclude(pk=by.pk).exclude(pk__in=own_family(by).values("pk"))
        self.fields["people"].queryset = self.everybody

    def clean_people(self) -> list[Person]:
        people = list(self.cleaned_data["people"])
        if len(people) > MOST_AT_ONCE:
            raise forms.ValidationError(_t("Note at most %(most)s people at once.") % {"most": MOST_AT_ONCE})
        return people

    @property
    def q(self) -> str:
        return " ".join(self.raw.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]

    @cached_property
    def project(self) -> Project | None:
        key = as_key(self.raw.get("project", ""))
        return Project.objects.filter(pk=key).first() if key else None

    @cached_property
    def projects(self) -> list[Project]:
        return list(Project.objects.all())

    @cached_property
    def chosen_keys(self) -> set[int]:
        keys = {key for text in self.raw.getlist("people") if (key := as_key(text))}
        if self.raw.get("take") == "all":
            keys |= {person.pk for person in self._needing[:SHOWN]}
        return keys

    @cached_property
    def rows(self) -> list[Row]:
        chosen = (
            list(self._with_project.filter(pk__in=list(self.chosen_keys)[:MOST_AT_ONCE])) if self.chosen_keys else []
        )
        there = {person.pk for person in chosen}
        needing = [person for person in self._needing[:SHOWN] if person.pk not in there]
        there |= {person.pk for person in needing}
        found = [person for person in self._found[:FOUND] if person.pk not in there] if self.q else []
        names = [str(person) for person in (*chosen, *needing, *found)]
        twins = {name for name in names if names.count(name) > 1}
        return [
            *(Row(person, self._hint(person, twins), is_chosen=True) for person in chosen),
            *(Row(person, self._hint(person, twins), is_chosen=False) for person in needing),
            *(Row(person, self._hint(person, twins, needs=False), is_chosen=False) for person in found),
        ]

    @cached_property
    def has_more(self) -> bool:
        return len(self._needing) > SHOWN or bool(self.q and self._found[FOUND : FOUND + 1])

    @property
    def _with_project(self) -> PersonQuerySet:
        return self.everybody.select_related("project")

    @cached_property
    def _needing(self) -> list[Person]:
        found = self._filtered(self._with_project).filter(gap(self.topic, self.today, stale_texts([self.topic])))
        return list(found[: SHOWN + 1])

    @property
    def _found(self) -> PersonQuerySet:
        return self._filtered(self._with_project)

    def _filtered(self, people: PersonQuerySet) -> PersonQuerySet:
        found = people.matching(self.q) if self.q else people
        return found.filter(project=self.project) if self.project else found

    def _hint(self, person: Person, twins: set[str], *, needs: bool = True) -> str:
        words = [str(person.project)] if person.project else []
        if str(person) in twins and person.name != str(person):
            words.append(person.name)
        if str(person) in twins and (age := age_of(person, timezone.localdate())) is not None:
            words.append(_t("aged %(age)s") % {"age": age})
        if not needs:
            words.append(_t("has it already, or does not need it"))
        return ", ".join(words)


def done_by_now(day: date | None) -> date | None:
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(_t("This day is still to come. Enter the day on which it was done."))
    if day is not None and day < EARLIEST:
        raise forms.ValidationError(_t("This day is too long ago. Look at the year again."))
    return day


class SessionForm(PeopleForm):
    held_on = DayField(label=_("When was it?"), help_text=_("For example 27 3 2026."))
    trainer = forms.CharField(label=_("Who taught it?"), max_length=200, required=False)
    place = forms.CharField(label=_("Where?"), max_length=200, required=False, help_text=_("A room, or “online”."))
    evidence = forms.CharField(
        label=_("What shows it?"),
        max_length=300,
        required=False,
        help_text=_("For example: list of names in the office, certificate seen."),
    )

    field_order = ("held_on", "trainer", "place", "evidence", "people")

    def clean_held_on(self) -> date | None:
        return done_by_now(self.cleaned_data["held_on"])


class OfferForm(PeopleForm):
    due_on = DayField(label=_("To be completed by"), help_text=_("They are reminded until then, and a little after."))

    happens = forms.CharField(
        label=_("When does it take place?"),
        max_length=200,
        required=False,
        help_text=_("For example: Saturday 5 December, 10 to 12. Empty where everybody chooses the time."),
    )
    place = forms.CharField(
        label=_("Where?"), max_length=200, required=False, help_text=_("A room, or the address of a course online.")
    )

    field_order = ("due_on", "happens", "place", "people")

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_t("This day is past. Choose a later one."))
        if day is not None and day > self.today + timedelta(days=730):
            raise forms.ValidationError(_t("This is more than two years away. Choose an earlier day."))
        return day


class CompleteForm(PlainWords, forms.Form):
    """One person."""

    done_on = DayField(label=_("When was it done?"), help_text=_("For example 27 3 2026."))
    evidence = forms.CharField(
        label=_("What shows it?"),
        max_length=300,
        required=False,
        help_text=_("For example: certificate of an online course, seen on paper."),
    )

    def clean_done_on(self) -> date | None:
        return done_by_now(self.cleaned_data["done_on"])


class TakeBackForm(PlainWords, forms.Form):
    why = forms.CharField(
        label=_("What was the mistake?"),
        max_length=300,
        help_text=_("For example: somebody of the same name. It stays readable beside the entry."),
    )
