"""Dates of birth that may be a slip: asked about once, then taken as they were typed (E-12)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import DayField
from people.ages import EARLIEST
from people.models import CareLink, Person, Relationship

ELDERS = frozenset(
    {
        Relationship.MOTHER,
        Relationship.FATHER,
        Relationship.PARENT,
        Relationship.STEP_PARENT,
        Relationship.GRANDPARENT,
        Relationship.FOSTER_CARER,
    }
)
"""Those who are older than the person whom they look after."""

SURE = "sure"


class BirthdayField(DayField):
    """Two figures are a year that has been."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(pivot=(timezone.localdate().year + 1) % 100, **kwargs)


class AsksWhetherSure:
    """A form that puts a question once; the box that answers it is there only when it was asked."""

    fields: dict[str, forms.Field]
    data: Any
    is_bound: bool
    asked_about = "date_of_birth"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and SURE in self.data:
            self._offer_box()

    def ask_once(self, question: str) -> None:
        """Refuse what was typed with the question, unless it was answered."""
        if not question or self.cleaned_data.get(SURE):  # type: ignore[attr-defined]
            return
        self._offer_box()
        self.add_error(self.asked_about, question)  # type: ignore[attr-defined]

    def _offer_box(self) -> None:
        self.fields[SURE] = forms.BooleanField(label=_("I have looked again, and it is right"), required=False)
        names = [name for name in self.fields if name != SURE]
        names.insert(names.index(self.asked_about) + 1, SURE)
        self.fields = {name: self.fields[name] for name in names}


def question_about(born: date | None, person: Person | None) -> str:
    """What is odd about this date of birth of `person`, who may be new. Empty where nothing is."""
    if born is None:
        return ""
    if born < EARLIEST:
        return gettext("This is more than a hundred years ago. Is it right? Leave it empty if you do not know.")
    if person is None or person.pk is None:
        return ""
    links = CareLink.objects.filter(ends_on=None).select_related("carer", "cared_for")
    pairs = [(born, link.carer.date_of_birth, link.relationship) for link in links.filter(cared_for=person)]
    pairs += [(link.cared_for.date_of_birth, born, link.relationship) for link in links.filter(carer=person)]
    return next(filter(None, (question_between(*pair) for pair in pairs)), "")


def question_between(born: date | None, carer_born: date | None, relationship: str) -> str:
    """What is odd about the two dates of somebody cared for and a carer."""
    if born is None or carer_born is None:
        return ""
    if born == carer_born:
        return gettext("The person and the carer would be born on the same day. Was one typed for the other?")
    if relationship in ELDERS and born < carer_born:
        return gettext("The person would be older than the parent or carer. Was one date typed for the other?")
    return ""
