"""The questions of "May I post this?": what and where, who is in it, and what somebody does about the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.forms.picking import PeopleForm
from consent.models import CHANNELS_OF, NAMED, SHOWN, Channel, CheckApproval, Event, Means, Question
from consent.models.checks import Choice, choice_in_words
from consent.services.finding import Finding, fitting_questions
from consent.services.remedies import choices_of
from organisations.plain_forms import PlainWords, yes_or_no
from people.models import Person

MEANS = [means for means in Means if means in SHOWN]
CHANNELS = [channel for channel in Channel if any(channel in CHANNELS_OF[means] for means in MEANS)]
EVENTS_FROM = timedelta(days=60)  # before today
EVENTS_SHOWN = 30
MOST_PEOPLE = 200  # whose keys still fit into an address


class WhereForm(PlainWords, forms.Form):
    """What it is and where it goes. Places that families were asked about stand first."""

    means = forms.ChoiceField(
        label=_("What is it?"), choices=[(m.value, m.label) for m in MEANS], widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(label=_("Where does it go?"), widget=forms.RadioSelect)
    channel_name = forms.CharField(label=_("If it is another platform: which one?"), max_length=120, required=False)
    identifying = yes_or_no(_("Can people be recognised, or are they named?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = set(Question.objects.asked(today).filter(means__in=MEANS).order_by().values_list("channel", flat=True))
        first = [(c.value, c.label) for c in CHANNELS if c in asked]
        others = [(c.value, c.label) for c in CHANNELS if c not in asked]
        groups = [(_("Families were asked about"), first), (_("Nobody was asked about"), others)]
        self.fields["channel"].choices = groups if first and others else first or others

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        means, channel = cleaned.get("means"), cleaned.get("channel")
        if means and channel and channel not in CHANNELS_OF[Means(means)]:
            self.add_error("channel", _t("A story is not taken with a camera. Choose where it is shown."))
        if channel in NAMED and "channel_name" in cleaned and not cleaned["channel_name"]:
            self.add_error("channel_name", _t("Enter the name of the platform."))
        return cleaned


class WhoForm(PeopleForm):
    """Who is in it. `whole` means everybody in the register of the event."""

    purpose = forms.ChoiceField(label=_("What is it for?"), widget=forms.RadioSelect)
    unsure = forms.BooleanField(label=_("I am not sure who is in it, or somebody is missing here"), required=False)
    event = forms.ModelChoiceField(
        label=_("From the register of an event"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("No event"),
        error_messages={"invalid_choice": _("This event is not found. Choose another one.")},
    )
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ("purpose", "event", "people", "unsure", "whole")

    def __init__(self, data: QueryDict | None, *, raw: QueryDict, where: dict[str, Any], by: Person, today: date):
        super().__init__(data, raw=raw, by=by, today=today)
        self.where = where
        self.fields["event"].queryset = Event.objects.all()
        self.fields["event"].choices = self._event_choices()
        self.questions = fitting_questions(**where, today=today, event=self.chosen_event)
        purposes = list(dict.fromkeys(question.what_for for question in self.questions))
        if len(purposes) > 1:
            self.fields["purpose"].choices = [(purpose, purpose) for purpose in purposes]
        else:
            del self.fields["purpose"]
        self.initial |= {"event": self.chosen_event, "purpose": raw.get("purpose"), "unsure": "unsure" in raw}
        if raw.get("take") == "register":
            self.chosen_keys |= self.at_the_event
            self.initial["unsure"] = self.initial["unsure"] or bool(self.unseen)

    @cached_property
    def chosen_event(self) -> Event | None:
        return Event.objects.filter(pk=key).first() if (key := self.key("event")) else None

    @property
    def has_events(self) -> bool:
        return len(self.fields["event"].choices) > 1

    @cached_property
    def at_the_event(self) -> set[int]:
        """Those in the register whose names may be seen."""
        if self.chosen_event is None:
            return set()
        return set(
            self.visible.filter(pk__in=self.chosen_event.attendances.values("person")).values_list("pk", flat=True)
        )

    @cached_property
    def unseen(self) -> int:
        """How many are in the register beside them."""
        return self.chosen_event.attendances.count() - len(self.at_the_event) if self.chosen_event else 0

    def _event_choices(self) -> list[tuple[str, str]]:
        recent = list(Event.objects.filter(on__gte=self.today - EVENTS_FROM)[:EVENTS_SHOWN])
        if self.chosen_event is not None and self.chosen_event not in recent:
            recent.append(self.chosen_event)
        return [("", _t("No event")), *((str(e.pk), f"{e}, {date_format(e.on)}") for e in recent)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("whole") and self.chosen_event is not None:
            cleaned["people"] = self.visible.filter(pk__in=self.at_the_event)
            cleaned["unsure"] = cleaned.get("unsure") or bool(self.unseen)
        people = cleaned.get("people")
        if people is not None and not people and not cleaned.get("unsure"):
            self.add_error("people", _t("Choose who is in it, or say below that you are not sure."))
        if people is not None and not cleaned.get("whole") and len(people) > MOST_PEOPLE:
            message = _t("Choose at most %(most)s people, or make an event with its register.") % {"most": MOST_PEOPLE}
            self.add_error("people", ValidationError(message))
        return cleaned


class ChoiceForm(PlainWords, forms.Form):
    """What somebody does about the answer; what is no answer to it is no choice."""

    choice = forms.ChoiceField(label=_("What will you do?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(c.value, choice_in_words(c, finding.channel)) for c in choices_of(finding)]
        self.fields["choice"].error_messages["invalid_choice"] = _("The answer has changed. Look at it again.")


class ApprovalForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]  # Django takes none at run time
    """A trustee's word. Whoever refuses says why."""

    approved = yes_or_no(_("Your decision"), yes=_("I approve this use"), no=_("I do not approve it"))

    class Meta:
        model = CheckApproval
        fields = ("approved", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": _("Whoever asked can read it. Needed where you do not approve.")}

    field_order = ("approved", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("approved") is False and not cleaned.get("note", "").strip():
            self.add_error("note", _t("Say why in a few words, so that it can be put right."))
        return cleaned


__all__ = ["ApprovalForm", "Choice", "ChoiceForm", "WhereForm", "WhoForm"]
