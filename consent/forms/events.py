"""Events, and who is at them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consent.forms.picking import PeopleForm
from consent.models import Event
from organisations.models import Project
from organisations.plain_forms import DayField, LinesField, PlainWords
from people.models import Person
from people.models.names import folded
from safeguard.paging import as_key

MOST_AT_ONCE = 500


class EventForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]  # Django takes none at run time
    on = DayField(label=_("Day"), help_text=_("For example 27 3 2026."))
    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), required=False)

    field_order = ("title", "on", "project")

    class Meta:
        model = Event
        fields = ("title",)
        help_texts = {"title": _("For example: Summer fair. It stands on the lists; name nobody in it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.all()
        if self.instance.pk:
            self.initial |= {"on": self.instance.on, "project": self.instance.project_id}


class RegisterForm(PeopleForm):
    """Who is there: ticked, or pasted as names.

    `shown` are those who stood in the register when the page was made: only they can be taken out, so that what
    somebody else added meanwhile stays.
    """

    pasted = LinesField(
        label=_("Or paste names, one on each line"),
        required=False,
        most_lines=MOST_AT_ONCE,
        help_text=_("As they stand in the list of people."),
    )

    field_order = ("people", "pasted")

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["people"].label = _("Who is there")
        if not self.raw:
            self.chosen_keys = self.seen_now

    @cached_property
    def seen_now(self) -> set[int]:
        """Who stands in the register, as far as the names may be seen."""
        return set(self.visible.filter(pk__in=self.event.attendances.values("person")).values_list("pk", flat=True))

    @cached_property
    def shown(self) -> set[int]:
        if not self.raw:
            return self.seen_now
        return {key for text in self.raw.getlist("shown") if (key := as_key(text))}

    def clean_pasted(self) -> list[Person]:
        """The people of these names. A name that is nobody's, or several people's, is named in the refusal."""
        lines: list[str] = self.cleaned_data["pasted"]
        if not lines:
            return []
        known: dict[str, set[Person]] = {}
        for person in self.visible:
            for name in {folded(person.name), folded(person.known_as)} - {""}:
                known.setdefault(name, set()).add(person)
        missing = [line for line in lines if folded(line) not in known]
        several = [line for line in lines if len(known.get(folded(line), ())) > 1]
        if missing:
            sentence = ngettext(
                "This name is not found: %(names)s. Correct it, or take it out.",
                "These names are not found: %(names)s. Correct them, or take them out.",
                len(missing),
            )
            self.add_error("pasted", sentence % {"names": ", ".join(missing[:20])})
        if several:
            sentence = _t("Several people have this name: %(names)s. Search for it above and tick the right one.")
            self.add_error("pasted", sentence % {"names": ", ".join(several[:20])})
        return [person for line in lines for person in known.get(folded(line), ())]
