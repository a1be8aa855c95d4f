"""Checks and words of the picture log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.forms.picking import PeopleForm
from consent.models import Device, Event, Picture
from consent.taking import Doubt
from organisations.plain_forms import DayField, PlainWords
from people.models import Person, PersonQuerySet
from safeguard.forms import SeveralRowsField
from safeguard.local_times import LocalTime, happens_twice, localise

EARLIEST = 1990  # pictures of the charity before it had a log may be logged too
EVENTS_SHOWN = 30
MOST_NAMES = 500
WHICH = {
    "required": _("Tick the pictures that you mean."),
    "invalid_choice": _("One of these is not on your list. Choose again."),
    "invalid_pk_value": _("One of these is not on your list. Choose again."),
}


class MomentMixin:
    """A day and a time on the wall, which become one moment in UTC: `moment`, with a note where the clocks changed."""

    moment: LocalTime | None = None
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def ask_which_clock(self, data: Any) -> None:
        """The question which of two equal hours it was is asked in the one night in which there are two (autumn)."""
        wall = self.wall(self.fields["day"], self.fields["at"], data)
        if wall is None or not happens_twice(wall):
            del self.fields["clock"]

    @staticmethod
    def wall(day_field: forms.Field, time_field: forms.Field, data: Any) -> datetime | None:
        try:
            day = day_field.clean(day_field.widget.value_from_datadict(data or {}, {}, "day"))
            at = time_field.clean((data or {}).get("at"))
        except ValidationError:
            return None
        return datetime.combine(day, at) if isinstance(day, date) and isinstance(at, time) else None

    def clean_moment(self) -> None:
        values = self.cleaned_data
        day, at = values.get("day"), values.get("at")
        if day is None or at is None:
            return
        if day.year < EARLIEST:
            self.add_error("day", _("Check the year."))  # type: ignore[attr-defined]
            return
        self.moment = localise(datetime.combine(day, at), clock=values.get("clock", ""))
        if self.moment.moment > timezone.now() + timedelta(minutes=5):
            self.add_error("day", _("This time is still to come."))  # type: ignore[attr-defined]


def day_of(label: str | Promise) -> DayField:
    return DayField(label=label, error_messages={"required": _("Enter the day, such as 17 June 2026.")})


def time_of(label: str | Promise) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput({"type": "time", "class": "input--10"}, format="%H:%M"),
        error_messages={
            "required": _("Enter a time, such as 15:30. About is good enough."),
            "invalid": _("Enter a time, such as 15:30. About is good enough."),
        },
    )


def clock_of() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("The clocks went back that night, and this time came twice. Which one was it?"),
        choices=[("BST", _("The first, in summer time")), ("GMT", _("The second, in winter time"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which of the two it was.")},
    )


def now_on_the_wall() -> dict[str, Any]:
    now = timezone.localtime()
    return {"day": now.date(), "at": now.strftime("%H:%M")}


class WhoForm(PeopleForm):
    """Who can be seen: names that one sees, somebody who is not known, or nobody."""

    others_unknown = forms.BooleanField(label=_("Somebody in it is not on this list, or not known"), required=False)
    nobody = forms.BooleanField(label=_("Nobody whom we care for can be seen in it"), required=False)
    exception = forms.CharField(
        label=_("Why was it taken all the same?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. The line manager and the safeguarding lead see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].label = _("Who can be seen?")
        self.doubts: dict[Doubt, str] = {}
        if not self.is_bound:
            self.chosen_keys |= set(self.initial.get("people", []))

    def clean_people(self) -> list[Person]:
        found = list(self.cleaned_data["people"])
        if len(found) > MOST_NAMES:
            raise ValidationError(_("Log so many people in several lines."))
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        somebody = bool(values.get("people")) or values.get("others_unknown")
        if values.get("nobody") and somebody:
            self.add_error("nobody", _("You also said that somebody can be seen. Untick one of the two."))
        elif not values.get("nobody") and not somebody and "people" not in self.errors:
            self.add_error("people", _("Tick who can be seen, or one of the two sentences below the names."))
        return values

    def ask_for_a_reason(self, doubts: dict[Doubt, str]) -> None:
        self.doubts = doubts
        self.add_error("exception", _("Say why, then save again. Nothing is refused; the reason is kept."))

    def who(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("people", "others_unknown", "exception")}


class LogForm(MomentMixin, WhoForm):
    """A picture, or the pictures of one occasion."""

    what = forms.CharField(
        label=_("What do the pictures show?"),
        max_length=300,
        help_text=_("Such as “painting the boat shed”. No names."),
        error_messages={"required": _("Say in a few words what can be seen.")},
    )
    how_many = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=10_000,
        initial=1,
        widget=forms.NumberInput({"class": "input--5", "inputmode": "numeric"}),
        error_messages={
            "required": _("Enter a number; a rough one will do."),
            "invalid": _("Enter a number; a rough one will do."),
            "min_value": _("Enter 1 or more."),
            "max_value": _("Log so many pictures in several lines."),
        },
    )
    is_film = forms.TypedChoiceField(
        label=_("Photographs or film?"),
        choices=[("False", _("Photographs")), ("True", _("Film or sound"))],
        coerce=lambda answer: answer == "True",
        widget=forms.RadioSelect,
        initial="False",
    )
    day = day_of(_("On which day?"))
    at = time_of(_("At what time?"))
    clock = clock_of()
    taker = forms.ModelChoiceField(
        label=_("Who took them?"),
        queryset=None,
        error_messages={"invalid_choice": _("Choose somebody from the list."), "required": _("Choose who it was.")},
    )
    device = forms.ChoiceField(
        label=_("Taken with what?"),
        choices=Device,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they were taken with.")},
    )
    event = forms.ModelChoiceField(
        label=_("At an event?"),
        queryset=None,
        required=False,
        empty_label=_("No event"),
        error_messages={"invalid_choice": _("Choose an event from the list.")},
    )
    field_order = [
        *("what", "how_many", "is_film", "device", "day", "at", "clock", "taker", "event"),
        *("people", "others_unknown", "nobody", "exception"),
    ]

    def __init__(
        self, *args: Any, by: Person, takers: PersonQuerySet, event: Event | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["taker"].queryset = takers
        self.fields["event"].queryset = events_to_offer(event)
        self.by = by
        if not takers.exclude(pk=by.pk).exists():
            del self.fields["taker"]
        self.ask_which_clock(self.data if self.is_bound else None)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self.clean_moment()
        return values

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        names = ("what", "how_many", "is_film", "device", "event")
        taken_at = self.moment.moment if self.moment else None
        taker = self.cleaned_data.get("taker") or self.by
        return {name: self.cleaned_data[name] for name in names} | self.who() | {"taken_at": taken_at, "taker": taker}


class KeptForm(MomentMixin, PlainWords, forms.Form):
    """Where pictures were uploaded to and when; or that they were deleted."""

    pictures = SeveralRowsField(
        label=_("Which pictures?"), queryset=None, widget=forms.CheckboxSelectMultiple, error_messages=WHICH
    )
    outcome = forms.ChoiceField(
        label=_("What happened to them?"),
        choices=[("uploaded", _("They were uploaded")), ("discarded", _("They were deleted; nobody has them"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened to them.")},
    )
    to = forms.CharField(label=_("Where are they now?"), max_length=300, required=False)
    day = day_of(_("On which day?"))
    at = time_of(_("At what time?"))
    clock = clock_of()

    def __init__(self, *args: Any, waiting: Iterable[Picture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["pictures"], waiting)
        self.ask_which_clock(self.data if self.is_bound else None)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("outcome") == "uploaded" and not values.get("to") and "to" not in self.errors:
            self.add_error("to", _("Say where the pictures are now."))
        self.clean_moment()
        taken = [picture.taken_at for picture in values.get("pictures") or ()]
        if self.moment and taken and self.moment.moment < max(taken) and not self.errors:
            self.add_error("day", _("That is before one of these pictures was taken."))
        return values


class GoneForm(PlainWords, forms.Form):
    """The taker's word that nothing is left."""

    pictures = SeveralRowsField(
        label=_("Which pictures?"), queryset=None, widget=forms.CheckboxSelectMultiple, error_messages=WHICH
    )
    sure = forms.BooleanField(
        label=_("I looked: they are gone from the device, from its bin, and from copies and backups"),
        error_messages={"required": _("Look in the bin and in backups such as iCloud or Google Photos, then tick.")},
    )

    def __init__(self, *args: Any, waiting: Iterable[Picture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["pictures"], waiting)


class FilterForm(forms.Form):
    """The boxes above the log; an address that was typed badly asks for less, and is no error."""

    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("All")),
            ("upload", _("Not uploaded yet")),
            ("late", _("Late")),
            ("device", _("Still on somebody's own device")),
            ("reason", _("Taken in spite of a rule")),
        ],
    )
    mine = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("Everybody's that I may see")), ("yes", _("Mine"))]
    )
    event = forms.ModelChoiceField(label=_("Event"), queryset=None, required=False, empty_label=_("Any"))

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events_to_offer(event)


def offer(field: forms.Field, pictures: Iterable[Picture]) -> None:
    rows = list(pictures)
    field.queryset = Picture.objects.filter(pk__in=[picture.pk for picture in rows])  # type: ignore[attr-defined]
    field.choices = [(picture.pk, picture_in_words(picture)) for picture in rows]  # type: ignore[attr-defined]


def picture_in_words(picture: Picture) -> str:
    return f"{picture}, {date_format(timezone.localtime(picture.taken_at), 'j F Y, H:i')}"


def events_to_offer(chosen: Event | None) -> Any:
    """The newest ones, and the one that is meant."""
    newest = Event.objects.filter(on__lte=timezone.localdate()).values_list("pk", flat=True)[:EVENTS_SHOWN]
    return Event.objects.filter(pk__in=[*newest, *([chosen.pk] if chosen else [])])
