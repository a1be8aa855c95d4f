"""Which copy is wanted, for whom, and who is blacked out in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from incidents.models import PrintKind
from organisations.plain_forms import DayField, PlainWords

REFERRAL = "referral:"
ALSO = "also_"  # and a uid: the other names of one person


class CopyForm(NoPictures, PlainWords, forms.Form):
    """Only what is copied has to be said; everything else may stay empty."""

    what = forms.ChoiceField(label=_("What do you need?"), widget=forms.RadioSelect)
    for_whom = forms.CharField(
        label=_("Who gets this copy?"),
        help_text=_("A name or an office, such as “PC Adams, Durham Police”. It stands at the foot of every page."),
        max_length=120,
        required=False,
    )
    why = forms.CharField(label=_("What for?"), max_length=300, required=False)
    hide = forms.MultipleChoiceField(
        label=_("Who is blacked out?"),
        help_text=_(
            "Their names, addresses and numbers are replaced by a letter everywhere in the copy, also in what people "
            "wrote. Read the copy before you hand it over: what somebody can be recognised by is more than a name."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    names_stay = forms.BooleanField(
        label=_("Names of children stay in what the regulator is told"),
        help_text=_("Only for the serious incident: the regulator asks for an account without them."),
        required=False,
    )
    first_day = DayField(
        label=_("Chronology: only from"), help_text=_("Leave it empty to copy everything."), required=False
    )
    last_day = DayField(label=_("Chronology: only up to"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        referrals: Sequence[tuple[str, str]],
        other_names: Mapping[str, Sequence[str]] | None = None,
        children: Iterable[str] = (),
        not_entered: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = dict(other_names or {})
        self.children, self.not_entered = frozenset(children), not_entered
        if not self.children and not not_entered:
            del self.fields["names_stay"]
        self.fields["what"].choices = [
            (PrintKind.CHRONOLOGY, gettext("The whole chronology, with everything that was done")),
            *((f"{REFERRAL}{uid}", label) for uid, label in referrals),
            (PrintKind.SERIOUS, gettext("What the charity regulator asks about a serious incident")),
        ]
        self.fields["hide"].choices = people
        if not people:
            del self.fields["hide"]
        for uid, label in people:
            self.fields[f"{ALSO}{uid}"] = forms.CharField(
                label=gettext("Other names of %(name)s") % {"name": label},
                help_text=gettext(
                    "Nicknames, user names, a name from before: with commas between them. Blacked out where this "
                    "person is, and remembered for the next copy."
                ),
                max_length=300,
                required=False,
                initial=", ".join(self.known.get(uid, ())),
            )
        self.order_fields(self._in_order(people))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("This day is before the first one. Enter the days in their order."))
        if found.get("what") == PrintKind.SERIOUS and not found.get("names_stay"):
            self._leave_out_children(set(found.get("hide", [])))
        return found

    def _leave_out_children(self, hidden: set[str]) -> None:
        """The page comes back with every child ticked; what no tick can black out is asked about."""
        if self.children - hidden:
            typed: Any = self.data
            self.data = typed = typed.copy()
            typed.setlist(self.add_prefix("hide"), sorted(hidden | self.children))
            self.add_error(
                "hide",
                gettext(
                    "The regulator asks for an account without names of children, so they are ticked now. Look, and "
                    "send it again; or say below that the names stay."
                ),
            )
        if self.not_entered:
            words = gettext(
                "The first accounts tell of children who are not entered among the people of this case: %(said)s. "
                "Enter them first, and tick them here; or tick this if it may stand there."
            )
            self.add_error("names_stay", words % {"said": "; ".join(self.not_entered)})

    def _in_order(self, people: Sequence[tuple[str, str]]) -> list[str]:
        """The other names stand below those who are ticked."""
        also = [f"{ALSO}{uid}" for uid, _label in people]
        return ["what", "for_whom", "why", "hide", *also, "names_stay", "first_day", "last_day"]

    @property
    def also(self) -> dict[str, list[str]]:
        """The other names of people, by uid; empty for whom they were taken out again."""
        found = {}
        for name, typed in self.cleaned_data.items():
            if name.startswith(ALSO):
                uid = name.removeprefix(ALSO)
                names = [one.strip() for one in re.split(r"[,;\n]", typed) if one.strip()]
                if names or self.known.get(uid):
                    found[uid] = names
        return found

    @property
    def kind(self) -> str:
        what: str = self.cleaned_data["what"]
        return PrintKind.REFERRAL if what.startswith(REFERRAL) else what

    @property
    def referral(self) -> str:
        """The uid of the referral; empty for other copies."""
        what: str = self.cleaned_data["what"]
        return what.removeprefix(REFERRAL) if what.startswith(REFERRAL) else ""
