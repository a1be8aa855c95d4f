"""Checks and words for the people in a case."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from incidents.models import Answer, Part, Party
from incidents.naming import meant_by
from organisations.nations import Nation
from organisations.plain_forms import PlainWords
from people.models import Person, PersonQuerySet

FOUND_AT_MOST = 20
NONE_OF_THEM = "none"
INITIALS = re.compile(r"(?:[^\W\d_]\.?\s*){1,2}|(?:[A-Z]\.?\s*){1,4}")


def is_initials(name: str) -> bool:
    """ "J.S.", "J S" and "JS" say too little; "Jo" and "Bo Li" are names."""
    plain = name.strip()
    if re.fullmatch(r"[A-Z][^\W\d_]", plain) and not plain.isupper():
        return False
    return bool(INITIALS.fullmatch(plain))


def lines(label: Any, help_text: Any = "", *, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": rows})
    )


class PartyForm(NoPictures, PlainWords, forms.Form):
    """`look` in what was sent asks only who of the charity's people has this name; nothing is judged then.

    Where somebody has it, nothing is saved before one of them is chosen, or none of them: nothing is chosen beforehand.
    """

    part = forms.ChoiceField(label=_("Who are they in this case?"), choices=Part.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Full name"),
        help_text=_("First name and surname, never only initials: somebody may have to find this child or adult."),
        max_length=300,
        required=False,
    )
    not_known = forms.BooleanField(
        label=_("The name, or the rest of it, is not known"),
        help_text=_("For example somebody met online. Write a user name, and how they look, under “What is known”."),
        required=False,
    )
    person = forms.ChoiceField(
        label=_("Is it one of these people?"),
        help_text=_("Somebody whom the concern is about is kept away from it only if you choose them here."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("The charity knows people of this name. Choose one of them, or “None of these”."),
        },
    )
    is_child = forms.ChoiceField(
        label=_("Are they under 18?"), choices=Answer.choices, required=False, widget=forms.RadioSelect
    )
    age = forms.CharField(label=_("Age or date of birth, as it was said"), max_length=100, required=False)
    works_here = forms.BooleanField(label=_("They work or volunteer with us"), required=False)
    position = forms.CharField(label=_("What do they do here?"), max_length=300, required=False)
    address = lines(_("Address"), _("Where they live decides which council is responsible."))
    council = forms.CharField(label=_("Council where they live, if you know"), max_length=200, required=False)
    nation = forms.ChoiceField(
        label=_("Nation where they live"), choices=[("", _("Not known")), *Nation.choices], required=False
    )
    contact = lines(_("How to reach them"), _("Say which way is safe, and which is not."))
    needs = lines(_("Needs, and what makes them vulnerable"), _("Such as disability, health, earlier harm, care."))
    language = forms.CharField(
        label=_("Language, and how they communicate"),
        help_text=_("Such as Polish with an interpreter, or signs."),
        max_length=300,
        required=False,
    )
    details = lines(_("What else is known?"), rows=3)

    def __init__(self, *args: Any, people: PersonQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = " ".join(self.data.get("name", "").replace("\x00", "").split())[:300]
        self.found = {str(person.pk): person for person in alike(people, name)} if name else {}
        chosen = [(key, as_choice(person)) for key, person in self.found.items()]
        self.fields["person"].choices = [(NONE_OF_THEM, _("None of these")), *chosen]
        if not self.found:
            del self.fields["person"]

    def clean_person(self) -> Person | None:
        return self.found.get(self.cleaned_data["person"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        name, not_known = found.get("name", ""), found.pop("not_known", False)
        if not name and not not_known:
            self.add_error("name", gettext("Enter the full name, or tick that it is not known."))
        elif name and not not_known and is_initials(name):
            self.add_error(
                "name", ValidationError(gettext("Enter the whole name. If no more is known, tick the box below."))
            )
        return found


def alike(people: PersonQuerySet, name: str) -> list[Person]:
    """Those of this name; first those who may handle the case and of whose name one word was written."""
    meant = {person.pk for person in meant_by([name], today=timezone.localdate())}
    same = people.matching(name) | people.filter(pk__in=meant)
    here = list(same.select_related("project").order_by("search_text", "pk"))
    return sorted(here, key=lambda person: person.pk not in meant)[:FOUND_AT_MOST]


def as_choice(person: Person) -> str:
    """A name, and what tells people of the same name apart."""
    return f"{person.name} ({person.project})" if person.project_id else person.name


class StrikeForm(NoPictures, PlainWords, forms.Form):
    why = forms.CharField(
        label=_("Why was it wrong?"),
        help_text=_("For example: the brother was meant."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it was wrong.")},
    )
    replaced_by = forms.ModelChoiceField(
        label=_("Who is meant?"),
        help_text=_("Enter the right person first, then choose them here."),
        queryset=None,
        required=False,
        empty_label=_("Nobody in their place"),
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Party.objects.standing().filter(case=party.case_id).exclude(pk=party.pk).select_related("case")
        self.fields["replaced_by"].queryset = others
        self.fields["replaced_by"].label_from_instance = lambda one: f"{one.words['name']} ({one.get_part_display()})"
