"""Checks and words for requests about data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import DayField, PlainWords
from people.models import Person
from rights.models import Capacity, IdentityCheck, PauseReason, RefusalGround, RequestKind, Route

LONGEST = 20_000  # characters
OWN_KINDS = [choice for choice in RequestKind.choices if choice[0] != RequestKind.ACCESS]
WHAT_WAS_DONE = _("In words that the person was told. The regulator may read it one day.")


def lines(label: Any, *, rows: int = 4, required: bool = True, longest: int = LONGEST, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=required,
        max_length=longest,
        help_text=help_text,
    )


class RequestForm(PlainWords, forms.Form):
    """Write down what reached the charity, in whatever way and to whomever of its people."""

    kind = forms.ChoiceField(label=_("What do they ask for?"), choices=RequestKind, widget=forms.RadioSelect)
    asker_name = forms.CharField(label=_("Who asks?"), max_length=300)
    reach = forms.CharField(
        label=_("How do you answer them?"),
        max_length=300,
        required=False,
        help_text=_("An e-mail address, a postal address or a telephone number."),
    )
    about_name = forms.CharField(
        label=_("About whom?"), max_length=300, help_text=_("The same name again, if they ask for themself.")
    )
    capacity = forms.ChoiceField(
        label=_("In whose name?"), choices=Capacity, widget=forms.RadioSelect, initial=Capacity.THEMSELF
    )
    route = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[choice for choice in Route.choices if choice[0] != Route.HERE],
        widget=forms.RadioSelect,
    )
    received_on = DayField(
        label=_("On which day did it reach the charity?"),
        initial=timezone.localdate,
        help_text=_("The day on which any of your people got it, not the day on which it reached you."),
    )
    words = lines(_("What did they say or write?"), required=False)


class OwnRequestForm(PlainWords, forms.Form):
    """Somebody who is signed in asks about their own data."""

    kind = forms.ChoiceField(label=_("What do you want?"), choices=OWN_KINDS, widget=forms.RadioSelect)
    words = lines(
        _("Tell us more"), help_text=_("What is wrong, what should be erased, or what you object to, and why.")
    )


class NoteForm(PlainWords, forms.Form):
    text = lines(
        _("What was done or found?"), help_text=_("A note is never changed. A mistake is put right by another one.")
    )


class IdentifyForm(PlainWords, forms.Form):
    identity = forms.ChoiceField(
        label=_("How do you know who they are?"), choices=IdentityCheck, widget=forms.RadioSelect
    )
    identity_on = DayField(label=_("Since which day?"), initial=timezone.localdate)


class PauseForm(PlainWords, forms.Form):
    reason = forms.ChoiceField(label=_("Why does the clock stop?"), choices=PauseReason, widget=forms.RadioSelect)
    asked = lines(_("What did you ask them?"), rows=3, longest=500)
    from_on = DayField(label=_("On which day did you ask?"), initial=timezone.localdate)


class ResumeForm(PlainWords, forms.Form):
    until_on = DayField(label=_("On which day did they answer?"), initial=timezone.localdate)


class ExtendForm(PlainWords, forms.Form):
    months = forms.TypedChoiceField(
        label=_("How much more time?"),
        choices=[("1", _("One month more")), ("2", _("Two months more"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = lines(
        _("Why does it take longer?"),
        rows=3,
        longest=500,
        help_text=_("It must be complex, or one of several requests of the same person."),
    )
    told_on = DayField(label=_("On which day was the person told, with the reason?"), initial=timezone.localdate)


class AcknowledgeForm(PlainWords, forms.Form):
    acknowledged_on = DayField(label=_("On which day was it acknowledged?"), initial=timezone.localdate)
    acknowledged_how = forms.CharField(
        label=_("How?"), max_length=200, help_text=_("For example: by e-mail, by letter.")
    )


class AnswerForm(PlainWords, forms.Form):
    outcome = lines(_("What was done, and why?"), help_text=WHAT_WAS_DONE)
    answered_on = DayField(label=_("On which day was the person told?"), initial=timezone.localdate)


class RefuseForm(PlainWords, forms.Form):
    refusal = forms.ChoiceField(label=_("On which ground?"), choices=RefusalGround, widget=forms.RadioSelect)
    outcome = lines(_("Your reasons"), help_text=WHAT_WAS_DONE)
    answered_on = DayField(
        label=_("On which day was the person told?"),
        initial=timezone.localdate,
        help_text=_("With the reasons, and that they may complain to the charity, to the regulator or go to court."),
    )


class WithdrawForm(PlainWords, forms.Form):
    outcome = lines(_("What did they say?"), rows=3)
    answered_on = DayField(label=_("On which day?"), initial=timezone.localdate)


class LinkForm(PlainWords, forms.Form):
    """Who of the list it is: `candidates` are people whose names resemble."""

    person = forms.ModelChoiceField(
        label=_("Who is it?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": _("Choose somebody from this list.")},
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = described  # type: ignore[attr-defined]

    def clean_person(self) -> Person:
        found: Person = self.cleaned_data["person"]
        return found


def described(person: Person) -> str:
    """Two people of one name are told apart by their joining."""
    return str(_("%(name)s, with us since %(day)s")) % {"name": person.name, "day": date_format(person.joined_on)}
