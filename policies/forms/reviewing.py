"""Reviews and comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person
from policies.forms.deciding import day_field, not_in_the_future
from policies.models import ChangeKind, Clause, Outcome
from policies.questions import QUESTIONS, Answer
from safeguard.forms import SeveralRowsField
from safeguard.partial_date_forms import PartialDateFormField


class OpenReviewForm(forms.Form):
    readers = SeveralRowsField(
        label=_("Whom do you ask to read it?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are told by e-mail and can comment on each clause. You can ask more people later."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = people


class CommentForm(forms.Form):
    """One comment, on a clause or on the whole text."""

    anchor = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your comment.")},
    )

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(clause.anchor, place(clause)) for clause in clauses]
        self.fields["anchor"].choices = [("", _("The whole text")), *choices]


def place(clause: Clause) -> str:
    """How a clause is named in a list: its number and the beginning of its words."""
    from django.utils.html import strip_tags
    from django.utils.text import Truncator

    words = " ".join(strip_tags(clause.html.replace("<", " <")).split())
    return Truncator(words).chars(70)


class SettleForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), required=False, max_length=600)


class CompleteForm(forms.Form):
    """What came of a review."""

    outcome = forms.ChoiceField(
        label=_("What came of the review?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the review.")},
    )
    done_on = day_field(_("Day on which it was done"))
    next_review = PartialDateFormField(
        label=_("Next review"),
        required=False,
        help_text=_("For “no change”. It may be a month, such as May 2027."),
    )
    change_kind = forms.ChoiceField(
        label=_("If there is a new version: what changes?"),
        choices=[(ChangeKind.MATERIAL, ChangeKind.MATERIAL.label), (ChangeKind.WORDING, ChangeKind.WORDING.label)],
        widget=forms.RadioSelect,
        required=False,
        initial=ChangeKind.MATERIAL,
    )
    reason = forms.CharField(label=_("If it is withdrawn: why?"), required=False, max_length=600)
    notes = forms.CharField(label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    minute_reference = forms.CharField(label=_("Minute reference"), required=False, max_length=200)

    def __init__(self, *args: Any, may_withdraw: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_withdraw:
            del self.fields["reason"]
            self.fields["outcome"].choices = [c for c in Outcome.choices if c[0] != Outcome.WITHDRAW]
        for question in QUESTIONS:
            self.fields[f"question_{question.key}"] = forms.ChoiceField(
                label=question.text,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this question.")},
            )
        names = [f"question_{question.key}" for question in QUESTIONS]
        self.order_fields(["outcome", *names])

    def clean_done_on(self) -> date | None:
        return not_in_the_future(self.cleaned_data["done_on"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("outcome") == Outcome.WITHDRAW and not typed.get("reason", "").strip():
            self.add_error("reason", _("Say why the policy is withdrawn."))
        next_review, done_on = typed.get("next_review"), typed.get("done_on")
        if next_review and done_on and next_review.latest <= done_on:
            self.add_error("next_review", _("The next review lies after this one."))
        return typed

    @property
    def outcomes(self) -> dict[str, Any]:
        """As the service takes them."""
        typed = dict(self.cleaned_data)
        typed["answers"] = {question.key: typed.pop(f"question_{question.key}") for question in QUESTIONS}
        typed["change_kind"] = typed.get("change_kind") or ChangeKind.MATERIAL
        return typed


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why"), required=False, max_length=600)
