"""Two entries of one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import PlainWords
from people.models import Person, folded
from people.visibility import listed_to


class WhichOtherForm(PlainWords, forms.Form):
    other = forms.ModelChoiceField(label=_("Which is the other entry?"), queryset=None, empty_label=_("Choose"))

    def __init__(self, *args: Any, by: Person, who: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = listed_to(by, timezone.localdate()).filter(merged_into=None).exclude(pk=who.pk)
        self.fields["other"].queryset = people.only("name", "known_as", "organisation_id")


class MergeForm(PlainWords, forms.Form):
    """Which entry stays, and what besides the name shows that both are one person (E-18)."""

    keep = forms.ChoiceField(label=_("Which entry stays?"), widget=forms.RadioSelect)
    told_apart_by = forms.CharField(
        label=_("Besides the name, how do you know that it is the same person?"),
        max_length=180,
        help_text=_("Such as: same date of birth; same address; Kate told me herself on 3 June."),
    )
    second = forms.CharField(
        label=_("Neither entry has a date of birth. Name a second thing that is the same"),
        max_length=100,
        help_text=_("Such as: the same mother; the same telephone number; the school."),
    )

    def __init__(self, *args: Any, entries: tuple[Person, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = entries
        labels = [_label(number, person) for number, person in enumerate(entries, start=1)]
        self.fields["keep"].choices = [(str(p.pk), label) for p, label in zip(entries, labels, strict=True)]
        if any(person.date_of_birth for person in entries):
            del self.fields["second"]

    def clean_told_apart_by(self) -> str:
        return self._more_than_the_name("told_apart_by")

    def clean_second(self) -> str:
        second = self._more_than_the_name("second")
        if folded(second) == folded(self.cleaned_data.get("told_apart_by", "")):
            raise ValidationError(gettext("This is the same again. Name something else."))
        return second

    def _more_than_the_name(self, field: str) -> str:
        said: str = " ".join(self.cleaned_data[field].split())
        names = {folded(name) for person in self.entries for name in (person.name, person.known_as)} | {
            folded(gettext("name")),
            folded(gettext("same name")),
        }
        if len(folded(said)) < 3 or folded(said) in names:
            raise ValidationError(gettext("The name alone does not tell two people apart. Name something else."))
        return said

    @property
    def reason(self) -> str:
        given = self.cleaned_data
        return "; ".join(filter(None, (given["told_apart_by"], given.get("second", ""))))

    @property
    def kept_and_duplicate(self) -> tuple[Person, Person]:
        one, other = self.entries
        return (one, other) if self.cleaned_data["keep"] == str(one.pk) else (other, one)


def _label(number: int, person: Person) -> str:
    words = {"number": number, "name": person.name, "year": person.joined_on.year}
    return gettext("Entry %(number)s: %(name)s, here since %(year)s") % words
