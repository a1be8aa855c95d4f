"""Checks and words for cases that belong together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from incidents.models import Case
from incidents.models.cases import CaseQuerySet
from organisations.plain_forms import PlainWords

SHOWN = 200  # the newest cases


class OtherCaseForm(NoPictures, PlainWords, forms.Form):
    other = forms.ModelChoiceField(
        label=_("Which case?"),
        queryset=None,
        to_field_name="code",  # keys are given one after another, and a gap would tell of a case
        empty_label=_("Choose a case"),
        error_messages={
            "required": _("Choose the other case."),
            "invalid_choice": _("Choose a case from the list."),
        },
    )
    why = forms.CharField(
        label=_("Why do they belong together?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, cases: CaseQuerySet, why: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = list(cases.filter(shredded_at=None).order_by("-opened_at", "-pk").values_list("pk", flat=True)[:SHOWN])
        self.fields["other"].queryset = cases.filter(pk__in=newest).order_by("-opened_at", "-pk")
        self.fields["other"].label_from_instance = in_words
        if why:
            self.fields["why"].label = why


class LinkForm(OtherCaseForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, why=_("What do they have to do with each other?"), **kwargs)
        self.fields["why"].required = True
        self.fields["why"].error_messages["required"] = _("Write what they have to do with each other.")


class MoveForm(OtherCaseForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, why=_("Why does it belong there?"), **kwargs)
        self.fields["other"].label = _("To which case does it belong?")


def in_words(case: Case) -> str:
    return f"{case.code}: {case.words['heading']} ({date_format(timezone.localdate(case.opened_at), 'j F Y')})"
