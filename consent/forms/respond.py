"""What somebody chooses behind their link. Nothing is ticked already, and nothing has to be answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.forms.signing import NameField
from consent.models import Decision
from consent.sheets import Line, Part
from organisations.plain_forms import PlainWords
from people.models import Authority, Person, Relationship

LATER = "later"


@dataclass(frozen=True)
class Row:
    """One question on the page, with its fields."""

    line: Line
    answer: forms.BoundField
    own: forms.BoundField | None
    same: str  # what was chosen for the person before, in words; empty where nothing was

    @property
    def key(self) -> int:
        return self.line.item.pk


class PartForm(PlainWords, forms.Form):
    """Everything that is asked about one person. `before` is what was chosen for the one before them."""

    def __init__(self, *args: Any, part: Part, before: Part | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        self.before = {line.item.question_id: line for line in before.lines if line.choice} if before else {}
        for line in part.lines:
            self._add(line)
        if not part.is_own:
            self.fields["wish"] = forms.BooleanField(
                label=_("I do not want this person to be contacted by social media."),
                help_text=_("This counts before every yes, until you say otherwise."),
                required=False,
                initial=part.wishes_no_contact,
            )

    def _add(self, line: Line) -> None:
        words = line.wording.fixed
        choices = [
            (Decision.YES.value, words["yes"]),
            (Decision.NO.value, words["no"]),
            (LATER, _("I will answer this later")),
        ]
        self.fields[f"answer-{line.item.pk}"] = forms.ChoiceField(
            label=line.wording.text,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
            initial=line.choice or None,
            error_messages={"invalid_choice": _("Choose yes or no, or leave it for later.")},
        )
        if line.may_speak:
            self.fields[f"own-{line.item.pk}"] = forms.ChoiceField(
                label=line.wording.text,
                choices=[choices[0], choices[1], (LATER, _("Does not say, or is not here"))],
                required=False,
                widget=forms.RadioSelect,
                initial=line.own or None,
                error_messages={"invalid_choice": _("Choose yes or no, or leave it for later.")},
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        reworded = [line for line in self.part.lines if self._read(line) not in (None, str(line.wording.number))]
        for line in reworded:
            self.data = self.data.copy()
            for name in (f"answer-{line.item.pk}", f"own-{line.item.pk}"):
                self.data.pop(name, None)
                found.pop(name, None)
            words = gettext("The words of this question have changed. Read them again, and choose.")
            self.add_error(f"answer-{line.item.pk}", words)
        return found

    def _read(self, line: Line) -> str | None:
        """The number of the words that stood on the page; None where something else was chosen on purpose."""
        if not self.data.get(f"answer-{line.item.pk}") and not self.data.get(f"own-{line.item.pk}"):
            return None
        return str(self.data.get(f"words-{line.item.pk}", ""))

    @property
    def rows(self) -> list[Row]:
        return [self._row(line) for line in self.part.lines]

    def _row(self, line: Line) -> Row:
        before = self.before.get(line.item.question_id)
        same = ""
        if before:
            same = str(before.wording.fixed["yes"] if before.choice == Decision.YES else before.wording.fixed["no"])
        own = self[f"own-{line.item.pk}"] if line.may_speak else None
        return Row(line, self[f"answer-{line.item.pk}"], own, same)

    @property
    def chosen(self) -> dict[int, dict[str, str]]:
        """By the keys of the items; "later" is nothing."""
        given = self.cleaned_data
        return {
            line.item.pk: {
                name: "" if given.get(f"{name}-{line.item.pk}") == LATER else given.get(f"{name}-{line.item.pk}", "")
                for name in ("answer", "own")
            }
            for line in self.part.lines
        }

    @property
    def same_for(self) -> int | None:
        """The item whose answer is to be the same as for the person before, where its button was pressed."""
        wanted = self.data.get("same", "")
        line = next((line for line in self.part.lines if str(line.item.pk) == wanted), None)
        return line.item.pk if line and line.item.question_id in self.before else None


RIGHTS_FOR_CHILDREN = [
    (Authority.PARENTAL, _("Yes. I have parental responsibility, in Scotland parental rights")),
    (Authority.ORDER, _("Yes. A court order gives me the right")),
    (Authority.DELEGATED, _("Yes. The council, or whoever has parental responsibility, gave me the right in writing")),
]
RIGHTS_FOR_ADULTS = [
    (Authority.ATTORNEY, _("Yes. I am their attorney for health and welfare, in Scotland their welfare attorney")),
    (Authority.DEPUTY, _("Yes. A court appointed me as deputy or guardian")),
]
NO_RIGHT = [
    (Authority.NONE, _("No. Somebody else decides")),
    (Authority.UNKNOWN, _("I am not sure")),
]


class WhoForm(PlainWords, forms.Form):
    """Who somebody is to the person, and whether they may decide: asked where the charity does not know (E-30)."""

    relationship = forms.ChoiceField(
        label=_("Who are you to this person?"), choices=Relationship.choices, widget=forms.RadioSelect
    )
    authority = forms.ChoiceField(
        label=_("May you decide for this person about things such as pictures?"),
        help_text=_("Somebody at the charity will confirm it with you. Your answers are kept until then."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = RIGHTS_FOR_CHILDREN if part.is_child else RIGHTS_FOR_ADULTS
        self.fields["authority"].choices = [*rights, *NO_RIGHT]  # type: ignore[attr-defined]


class SendForm(PlainWords, forms.Form):
    """The name, once for everybody for whom somebody answers."""

    interpreter = forms.CharField(
        label=_("Did somebody interpret for you?"),
        help_text=_("Their name, if so."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver_name"] = NameField(
            person=person,
            help_text=_("So that the charity knows who answered. You write it once, however many people it is about."),
            error_messages={"required": _("Write your full name to send your answers.")},
        )
        self.order_fields(["giver_name", "interpreter"])
