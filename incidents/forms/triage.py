"""Checks and words for sorting a concern. Nothing in it is required: half an answer is kept as well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from incidents.models import Answer, Case, Equipment, Misconduct, Premises, Severity, Source, Test
from incidents.services.triage import UNSURE
from incidents.states import CaseStatus
from incidents.tags import COMPLAINT, MATERIAL, REFER_NOW, of_group
from incidents.types import GROUPS, types
from organisations.plain_forms import DayField
from safeguard.local_times import LONDON, localise
from safeguard.partial_date_forms import HiddenPartialDateInput

TAGS = {"refer_now": REFER_NOW, "material": MATERIAL, "complaint_as": COMPLAINT}
"""The fields that are kept together as the tags of the case."""

CLEAR = (
    *("danger_now", "crime", "types", "misconduct", "about_worker", "tests", "is_low_level", "source"),
    *("is_online", "premises", "equipment", "happened_from", "happened_until", "severity"),
)
WORDS = ("heading", "danger", "happened", "where", "why_severity", "handling", "reference")


def kinds() -> list[tuple[Any, Any]]:
    """Every kind under the heading of its group, with its hint."""
    found: dict[str, list[tuple[str, str]]] = {key: [] for key in GROUPS}
    for one in types().values():
        found[one.group].append((one.key, f"{one.label} ({one.hint})" if one.hint else one.label))
    return [(GROUPS[key], options) for key, options in found.items() if options]


def ticks(group: str) -> list[tuple[str, str]]:
    return [(tag.key, f"{tag.label}. {tag.hint}" if tag.hint else tag.label) for tag in of_group(group)]


def three_ways(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=Answer.choices, required=False, widget=forms.RadioSelect
    )


def several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


def lines(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": rows})
    )


class SortForm(NoPictures, forms.Form):
    danger_now = three_ways(
        _("Is anybody in danger now?"), _("If so, ring the emergency number first. This form can wait.")
    )
    crime = three_ways(_("May it be a crime?"))
    danger = lines(_("What was done about the danger?"), rows=2)
    reference = forms.CharField(label=_("Police or crime reference"), required=False, max_length=200)

    heading = forms.CharField(
        label=_("In a few words"),
        help_text=_("So that you know the case again in a list."),
        required=False,
        max_length=200,
    )
    types = several(_("What kinds of concern is it?"), kinds, _("Tick all that fit. You can change it at any time."))
    refer_now = several(
        _("Is any of this so, or may it be?"),
        lambda: ticks(REFER_NOW),
        _("One tick is enough to tell the police or the council at once. Tick also when you are not sure."),
    )
    material = several(_("What kind of material?"), lambda: ticks(MATERIAL))
    misconduct = several(_("If somebody who works with us published something"), Misconduct.choices)
    complaint_as = several(
        _("If it is a breach or a complaint: as what is it handled?"),
        lambda: ticks(COMPLAINT),
        _("It can be both."),
    )

    about_worker = three_ways(
        _("Is it about somebody who works with us?"), _("Paid or unpaid, trustees too; at work or outside it.")
    )
    tests = several(
        _("Which of these is so, or may be?"),
        [*Test.choices, (UNSURE, _("I am not sure"))],
        _("“Not sure” is an answer: then somebody outside the charity is asked."),
    )
    is_low_level = forms.BooleanField(
        label=_("A low-level concern: none of these is so, and it is kept in case there is more"), required=False
    )

    source = forms.ChoiceField(label=_("How did we learn of it?"), choices=Source.choices, required=False)
    is_online = forms.BooleanField(label=_("It happened online, or partly"), required=False)
    premises = forms.ChoiceField(
        label=_("Where?"),
        help_text=_("We act wherever it happened."),
        choices=Premises.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    equipment = forms.ChoiceField(
        label=_("Whose device was used?"),
        help_text=_("We act whoever it belongs to."),
        choices=Equipment.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    where = forms.CharField(label=_("Where exactly"), required=False, max_length=300)
    happened = forms.CharField(
        label=_("When it happened, in the words of who told us"),
        help_text=_("For example “some time in the summer holidays”."),
        required=False,
        max_length=300,
    )
    happened_from = DayField(label=_("Not before"), help_text=_("For example 27 3 2026."), required=False)
    happened_until = DayField(label=_("Not after"), required=False)
    learnt_on = DayField(
        label=_("On which day did somebody in the charity first learn of it?"),
        help_text=_("The time to tell others runs from there, not from when it was written down."),
        required=False,
    )
    learnt_time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "input--10"}, format="%H:%M"),
        error_messages={"invalid": _("Enter a time such as 21:30.")},
    )

    severity = forms.ChoiceField(
        label=_("How severe is it, as far as you know?"),
        choices=Severity.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    why_severity = lines(_("Why?"), rows=2)
    handling = lines(_("What is to be done next?"), rows=2)

    def __init__(self, data: Mapping[str, Any] | None = None, *, case: Case) -> None:
        self.case = case
        super().__init__(data, initial=as_it_is(case))
        for field in self.fields.values():
            field.show_hidden_initial = True  # what somebody else sorted meanwhile is not undone by an old page
            if isinstance(field, DayField):
                field.hidden_widget = HiddenPartialDateInput

    def clean_happened_until(self) -> date | None:
        last: date | None = self.cleaned_data["happened_until"]
        first = self.cleaned_data.get("happened_from")
        if first and last and last < first:
            raise ValidationError(gettext("This day is before the first one. Change one of the two."))
        return last

    def clean_learnt_on(self) -> date | None:
        day: date | None = self.cleaned_data["learnt_on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come. Enter the day on which somebody learnt of it."))
        return day

    def sorted(self) -> dict[str, Any]:
        """For incidents.services.triage.sort: what was changed on this page, and its words together."""
        found = {name: value for name, value in self.cleaned_data.items() if name in self.changed_data}
        fields: dict[str, Any] = {}
        if groups := [name for name in TAGS if name in found]:
            chosen = [key for name in groups for key in found.pop(name)]
            replaced = {key for name in groups for key, _label in ticks(TAGS[name])}
            fields["tags"] = [key for key in self.case.tags if key not in replaced] + chosen
        words = {name: found.pop(name) for name in WORDS if name in found}
        fields |= self._learnt(self.cleaned_data.get("learnt_on"), self.cleaned_data.get("learnt_time"))
        found = {name: value for name, value in found.items() if name not in ("learnt_on", "learnt_time")}
        if not found.get("source", "left out"):
            del found["source"]
        return {"words": words, **found, **fields}

    def _learnt(self, day: date | None, hour: time | None) -> dict[str, datetime]:
        """Only where it was changed: the form knows minutes, the case knows more."""
        if day is None or not {"learnt_on", "learnt_time"} & set(self.changed_data):
            return {}
        return {"learnt_at": localise(datetime.combine(day, hour or time(0, 0))).moment}


def as_it_is(case: Case) -> dict[str, Any]:
    """How the form begins."""
    learnt = case.learnt_at.astimezone(LONDON)
    found = {name: getattr(case, name) for name in CLEAR} | {name: case.words[name] for name in WORDS}
    found |= {name: [key for key in case.tags if key in dict(ticks(group))] for name, group in TAGS.items()}
    return found | {"learnt_on": learnt.date(), "learnt_time": learnt.time().replace(second=0, microsecond=0)}


class StatusForm(NoPictures, forms.Form):
    status = forms.ChoiceField(
        label=_("Where does the case stand?"),
        choices=[(one, one.label) for one in (CaseStatus.OPEN, CaseStatus.WATCHED)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    handling = lines(_("What is to be done next?"), rows=2)
    why = lines(_("Why?"), _("This stands in the chronology."), rows=2)
