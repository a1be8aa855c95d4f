from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from audit import verbs
from audit.models import AuditEvent, AuditEventQuerySet, closed_types
from audit.presenting import kind
from safeguard.scoping import ScopedModel

LARGEST = 2**63 - 1  # as far as the databases count


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "input--10"})


class PlaceField(forms.CharField):
    """The place of an event in the list, from the address of a page; gives its number."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        place = super().clean(value)
        if not place:
            return None
        event = AuditEvent.objects.shown().at_place(place)
        if event is None:
            raise forms.ValidationError(_("There is no such place in the list."))
        return event.number


class FilterForm(forms.Form):
    """Which events to show. Every part may be left out."""

    who = forms.CharField(label=_("Who"), max_length=200, required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    kind = forms.ChoiceField(label=_("To what"), required=False)
    first = forms.DateField(label=_("From"), widget=DateInput, required=False)
    last = forms.DateField(label=_("Until"), widget=DateInput, required=False)
    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST, required=False)
    object = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    older = PlaceField(max_length=40, required=False)
    newer = PlaceField(max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("Anything")), *verbs.choices()]
        self.fields["kind"].choices = [("", _("Anything")), *kinds()]

    def clean(self) -> dict[str, Any]:
        dates = super().clean()
        if any(field.errors for field in self.hidden_fields()):
            self.add_error(None, _("This address leads nowhere in the list. Choose below, or show everything."))
        if dates.get("first") and dates.get("last") and dates["first"] > dates["last"]:
            self.add_error("last", _("Enter a day that is not before the first one."))
        return dates

    def chosen(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """The events that the form asks for; none while it has mistakes."""
        if not self.is_valid():
            return events.none()
        asked = self.cleaned_data
        equal = {"actor_id": "person", "verb": "verb", "object_type": "kind", "object_id": "object"}
        found = events.between(asked["first"], asked["last"])
        found = found.filter(**{column: asked[name] for column, name in equal.items() if asked[name]})
        return found.filter(actor_label__icontains=asked["who"]) if asked["who"] else found


def kinds() -> list[tuple[str, str]]:
    """Everything of a charity's that can have events to be shown, but for the audit itself."""
    hidden = {AuditEvent._meta.label_lower, *closed_types()}
    models = [model for model in apps.get_models() if issubclass(model, ScopedModel)]
    labels = {model._meta.label_lower for model in models} - hidden | {"organisations.organisation"}
    return sorted(((label, kind(label)) for label in labels), key=lambda choice: choice[1])
