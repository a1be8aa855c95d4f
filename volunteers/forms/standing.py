"""Suspending, deciding on it, ending a service; the barring question; what was handed out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.models import Case
from organisations.plain_forms import LINES, DayField, PastDayField, PlainWords, yes_or_no
from volunteers.models import BarringQuestion, IssuedKind
from volunteers.states import Standing

FIRST_REVIEW = timedelta(days=14)
LONGEST = 4000
NEUTRAL = _("Neutral words: what is said, and not whether it is true.")


def first_review() -> date:
    return timezone.localdate() + FIRST_REVIEW


def long_text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs=LINES)
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=widget, required=required)


class LaterDay(DayField):
    """A day that is still to come, at most a year away."""

    def clean(self, value: Any) -> date | None:
        found, today = super().clean(value), timezone.localdate()
        if found is not None and not today < found <= today + timedelta(days=366):
            raise ValidationError(gettext("Enter a day within the next twelve months."))
        return found


class WithCase(PlainWords, forms.Form):
    """Offers the concerns that the reader sees; where there are none, it does not ask."""

    def __init__(self, *args: Any, cases: Iterable[Case] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {case.code: case for case in cases}
        if not self.cases:
            del self.fields["case"]
            return
        named = [(code, f"{code}: {case.words['heading']}") for code, case in self.cases.items()]
        self.fields["case"].choices = [("", gettext("No concern in the log")), *named]

    def clean_case(self) -> Case | None:
        return self.cases.get(self.cleaned_data["case"])


def case_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Does a concern in the log belong to it?"),
        required=False,
        help_text=_("Only those who see the concern see that it belongs to it."),
    )


class SuspendForm(WithCase):
    on = PastDayField(label=_("From which day?"), initial=timezone.localdate)
    reason = long_text(_("Why?"), NEUTRAL)
    is_safeguarding = yes_or_no(
        _("May somebody have been harmed, or put at risk?"),
        no=_("No, it is about something else"),
    )
    case = case_field()
    told = long_text(
        _("What was the person told, how, and by whom?"),
        _("Tell them that this is a neutral step, what it means, and whom they may talk to. They can read this."),
    )
    review_on = LaterDay(
        label=_("When is it looked at again?"), initial=first_review, help_text=_("Two weeks at first is usual.")
    )


class ReviewForm(PlainWords, forms.Form):
    decision = long_text(_("Why does it go on?"), NEUTRAL)
    review_on = LaterDay(label=_("When is it looked at again?"), initial=first_review)


class ReinstateForm(PlainWords, forms.Form):
    on = PastDayField(label=_("From which day is the person active again?"), initial=timezone.localdate)
    decision = long_text(_("What was decided, and why?"), NEUTRAL)
    told = long_text(_("What was the person told, how, and by whom?"), _("They can read this."), required=False)


class EndForm(WithCase):
    on = PastDayField(label=_("What was, or is, the last day?"), initial=timezone.localdate)
    reason = long_text(_("Why does the service end?"), NEUTRAL)
    is_safeguarding = yes_or_no(
        _("Was somebody harmed or put at risk, or may they be?"),
        no=_("No, it is about something else"),
    )
    case = case_field()
    told = long_text(_("What was the person told, how, and by whom?"), _("They can read this."), required=False)


class BarringForm(PlainWords, forms.Form):
    answer = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[
            (BarringQuestion.Answer.REFER, _("We have referred")),
            (BarringQuestion.Answer.NOT_NOW, _("We do not refer now")),
        ],
        widget=forms.RadioSelect,
    )
    reasons = long_text(_("Why?"), _("Whom you asked, what they said, and what you weighed."))
    decided_on = PastDayField(label=_("When was it decided?"), initial=timezone.localdate)
    reference = forms.CharField(label=_("Reference of the referral"), required=False, max_length=120)


class AskBarringForm(WithCase):
    case = case_field()


class HandOutForm(PlainWords, forms.Form):
    kind = forms.ChoiceField(label=_("What kind of thing?"), choices=IssuedKind)
    what = forms.CharField(label=_("What is it?"), max_length=200, help_text=_("For example “Key to the hall”."))
    number = forms.CharField(label=_("Number or mark"), max_length=60, required=False)
    issued_on = PastDayField(label=_("When was it handed out?"), initial=timezone.localdate)


class TakeBackForm(PlainWords, forms.Form):
    returned_on = PastDayField(label=_("When did it come back?"), initial=timezone.localdate)


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Standing"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", gettext("Everybody")), *Standing.choices]
