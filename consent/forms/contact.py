"""Checks and words for wishes not to be contacted, and for contacts in spite of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.models import CONTACT, Ground, Means
from organisations.plain_forms import LINES, DayField, PlainWords
from people.models import CareLink, Person
from people.roles import TRUSTEES, Role
from safeguard.local_times import LocalTime, localise

WAYS = [choice for choice in Means.choices if choice[0] in CONTACT]
AUTHORISERS = TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER}
SOMEBODY_ELSE = "other"


class FindForm(forms.Form):
    """Part of a name. What is no name asks for less, and is no error."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )

    def asked(self) -> str:
        self.full_clean()
        return str(self.cleaned_data.get("q", ""))


class WishForm(PlainWords, forms.Form):
    """Whose wish it is, and what is not wanted."""

    means = forms.MultipleChoiceField(
        label=_("What is not wanted?"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what is not wanted.")},
    )
    who = forms.ChoiceField(label=_("Whose wish is it?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name, if it is somebody else"),
        help_text=_("For example a grandmother who rang for the family."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("How you heard of it. The reasons of the family are not needed."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, subject: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        links = CareLink.objects.on(today).filter(cared_for=subject).select_related("carer")
        self.known = {str(subject.pk): subject} | {str(link.carer_id): link.carer for link in links}
        labels = [(str(link.carer_id), str(link)) for link in links if not link.carer.restricted]
        own = (str(subject.pk), gettext("The person themself: %(name)s") % {"name": subject})
        self.fields["who"].choices = [*labels, own, (SOMEBODY_ELSE, _("Somebody else who speaks for the family"))]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("who") == SOMEBODY_ELSE and not found.get("name", "").strip():
            self.add_error("name", gettext("Enter the name of whoever told you."))
        return found

    def wish(self) -> dict[str, Any]:
        """What the service takes. A name beside a known carer is not used."""
        given = self.cleaned_data
        asked_by = self.known.get(given["who"])
        return {
            "asked_by": asked_by,
            "asked_by_name": asked_by.name if asked_by else given["name"].strip(),
            "means": given["means"],
            "note": given["note"],
        }


class EndWishForm(PlainWords, forms.Form):
    note = forms.CharField(
        label=_("Who told you that the wish no longer stands, and how?"),
        max_length=300,
        error_messages={"required": _("Write who told you, and how.")},
    )


class OverrideForm(PlainWords, forms.Form):
    """A contact that was made in spite of a wish. The hour is the one on the clock on the wall."""

    ground = forms.ChoiceField(label=_("Why could it not wait?"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What happened?"),
        help_text=_("In a few sentences: what you knew, whom you contacted, and in which way."),
        max_length=5000,
        widget=forms.Textarea(attrs=LINES),
        error_messages={"required": _("Write in a few sentences what happened.")},
    )
    day = DayField(label=_("On which day?"), help_text=_("For example 27 3 2027."))
    hour = forms.TimeField(
        label=_("At what time?"),
        help_text=_("As the clock showed it, such as 21:40."),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "input--5", "type": "time"}),
        error_messages={
            "required": _("Enter a time such as 21:40."),
            "invalid": _("Enter a time such as 21:40."),
        },
    )
    authorised_by = forms.ModelChoiceField(
        label=_("Who authorised it?"),
        help_text=_("When a child is at risk you need to ask nobody first."),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody was asked first"),
        error_messages={"invalid_choice": _("Choose somebody from the list.")},
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        others = Person.objects.current(today).holding(*AUTHORISERS, on=today).exclude(pk=by.pk)
        self.fields["authorised_by"].queryset = others.order_by("search_text", "pk")
        self.when: LocalTime | None = None

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(gettext("This day is still to come. Enter the day on which it happened."))
        if day < timezone.localdate() - timedelta(days=3660):
            raise ValidationError(gettext("Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("ground") == Ground.EXTENUATING and "authorised_by" in found and not found["authorised_by"]:
            self.add_error("authorised_by", gettext("Name who authorised it, unless a child is at risk."))
        if found.get("day") and found.get("hour") is not None:
            self.when = localise(datetime.combine(found["day"], found["hour"]))
            if self.when.moment > timezone.now() + timedelta(minutes=5):
                self.add_error("hour", gettext("This time is still to come. Enter when it happened."))
        return found

    def contact(self) -> dict[str, Any]:
        """What the service takes: the moment in UTC. The form has been found to be right."""
        given = self.cleaned_data
        when = self.when
        return {
            "ground": given["ground"],
            "reason": given["reason"],
            "authorised_by": given["authorised_by"],
            "contacted_at": when.moment if when else None,
        }


class ReviewForm(PlainWords, forms.Form):
    finding = forms.CharField(
        label=_("What did you find?"),
        help_text=_("Whether the contact was right, what follows from it, and whether the family was told."),
        max_length=5000,
        widget=forms.Textarea(attrs=LINES),
        error_messages={"required": _("Write what you found.")},
    )
