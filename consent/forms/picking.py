"""Choosing people among many: those chosen stay on top, others are searched for, and nobody unseen can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from organisations.models import Project
from organisations.plain_forms import PlainWords
from people.ages import age_of
from people.models import Person, PersonQuerySet
from people.visibility import cared_for_visible_to
from safeguard.forms import SeveralRowsField
from safeguard.paging import as_key

SHOWN = 60  # names on the page beside the chosen ones; further ones are found by searching
LONGEST_SEARCH = 200  # characters


@dataclass(frozen=True)
class Row:
    """A name to tick. `hint` tells people of the same name apart."""

    person: Person
    hint: str
    is_chosen: bool


class PeopleForm(PlainWords, forms.Form):
    """`raw` is what stands in the address or the form, also where nothing is judged yet, as after a search."""

    people = SeveralRowsField(
        label=_("Who is in it"),
        queryset=None,
        required=False,
        error_messages={
            "invalid_choice": _("Somebody who was chosen is not found here. Look through the names again."),
            "invalid_pk_value": _("Somebody who was chosen is not found here. Look through the names again."),
            "invalid_list": _("Choose the people from the list."),
        },
    )

    def __init__(
        self, *args: Any, raw: QueryDict | MultiValueDict[str, Any], by: Person, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.raw, self.today = raw, today
        self.visible: PersonQuerySet = cared_for_visible_to(by, today)
        self.fields["people"].queryset = self.visible

    @property
    def q(self) -> str:
        return " ".join(self.raw.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]

    @cached_property
    def project(self) -> Project | None:
        return Project.objects.filter(pk=key).first() if (key := self.key("project")) else None

    @cached_property
    def projects(self) -> list[Project]:
        return list(Project.objects.filter(pk__in=self.visible.order_by().values("project")))

    @cached_property
    def chosen_keys(self) -> set[int]:
        return {key for text in self.raw.getlist("people") if (key := as_key(text))}

    @cached_property
    def rows(self) -> list[Row]:
        """The chosen ones first, then those who are found, as many as fit on a page."""
        everybody = self.visible.select_related("project")
        chosen = list(everybody.filter(pk__in=self.chosen_keys)) if self.chosen_keys else []
        found = list(self._found[:SHOWN])
        twins = _told_apart([*chosen, *found])
        return [
            Row(person, self._hint(person, is_twin=str(person) in twins), is_chosen=person in chosen)
            for person in [*chosen, *found]
        ]

    @cached_property
    def has_more(self) -> bool:
        return bool(self._found[SHOWN : SHOWN + 1])

    @property
    def _found(self) -> PersonQuerySet:
        found = self.visible.select_related("project").exclude(pk__in=self.chosen_keys)
        if self.q:
            found = found.matching(self.q)
        return found.filter(project=self.project) if self.project else found

    def _hint(self, person: Person, *, is_twin: bool) -> str:
        words = [str(person.project)] if person.project else []
        if is_twin and person.name != str(person):
            words.append(person.name)
        if is_twin and (age := age_of(person, self.today)) is not None:
            words.append(_t("aged %(age)s") % {"age": age})
        return ", ".join(words)

    def key(self, name: str) -> int | None:
        return as_key(self.raw.get(name, ""))


def _told_apart(people: list[Person]) -> set[str]:
    """Names that stand there more than once."""
    names = [str(person) for person in people]
    return {name for name in names if names.count(name) > 1}
