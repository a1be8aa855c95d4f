"""Checks and words for one person's consent: withdrawals, who is able to decide, and disagreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.models import Ability, AbilityDecision, Decision, Method, Question, Settlement, UnplacedWithdrawal
from consent.models.kinds import Means
from organisations.plain_forms import LINES, DayField, PlainWords
from people.models import CareLink, Person, PersonQuerySet

EVERYTHING, CHOSEN = "all", "some"
THEMSELF, SOMEBODY = "self", "other"
HOW = [(m.value, m.label) for m in Method if m not in (Method.LINK, Method.ACCOUNT)]


class WithdrawForm(PlainWords, forms.Form):
    """What is withdrawn, and who said so. Nothing more is asked of somebody who is on the telephone."""

    extent = forms.ChoiceField(
        label=_("What is not wanted any more?"),
        choices=[(EVERYTHING, _("Everything: no pictures, no stories, nothing")), (CHOSEN, _("What I tick below"))],
        widget=forms.RadioSelect,
        initial=EVERYTHING,
    )
    questions = forms.MultipleChoiceField(label=_("Only this"), required=False, widget=forms.CheckboxSelectMultiple)
    who = forms.ChoiceField(label=_("Who said so?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name, if it is somebody else"),
        help_text=_("For example an aunt who rang for the family. Anybody may withdraw."),
        max_length=300,
        required=False,
    )
    method = forms.ChoiceField(label=_("How?"), choices=HOW, widget=forms.RadioSelect, initial=Method.PHONE)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Only what is needed to understand it. Never write a concern here."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, subject: Person, questions: Iterable[Question], carers: bool, **kwargs: Any) -> None:
        """`carers` says whether their names may be chosen from; those who do not keep consent write a name."""
        super().__init__(*args, **kwargs)
        self.subject, self.asked = subject, {str(question.pk): question for question in questions}
        links = CareLink.objects.filter(cared_for=subject).on(timezone.localdate()).select_related("carer")
        self.carers = {str(link.carer_id): link.carer for link in links} if carers else {}
        named = [(key, str(carer)) for key, carer in self.carers.items()]
        self.fields["who"].choices = [(THEMSELF, str(subject)), *named, (SOMEBODY, _("Somebody else"))]
        self.fields["questions"].choices = [(key, str(question)) for key, question in self.asked.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("extent") == CHOSEN and not cleaned.get("questions") and "questions" not in self.errors:
            self.add_error("questions", gettext("Tick what is not wanted any more."))
        if cleaned.get("extent") == EVERYTHING and cleaned.get("questions"):
            self.add_error("extent", gettext("Something is ticked below. Is it only this, or everything? Choose."))
        if cleaned.get("who") == SOMEBODY and "name" in cleaned and not cleaned["name"]:
            self.add_error("name", gettext("Write the name of whoever told you."))
        return cleaned

    def withdrawal(self) -> dict[str, Any]:
        """What consent.services.withdrawing.withdraw takes."""
        given = self.cleaned_data
        giver = self.subject if given["who"] == THEMSELF else self.carers.get(given["who"])
        some = [self.asked[key] for key in given["questions"]] if given["extent"] == CHOSEN else None
        name = given["name"] if giver is None else ""
        return {
            "questions": some,
            "giver": giver,
            "giver_name": name,
            "method": given["method"],
            "note": given["note"],
        }


class UnplacedForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]  # Django takes none at run time
    """Somebody who cannot be found in the list: nothing is lost, and a keeper finds them."""

    class Meta:
        model = UnplacedWithdrawal
        fields = ("name", "what", "said_by", "reach")
        help_texts = {
            "name": _("As you heard it. Add what helps to find the person, such as the group."),
            "what": _("For example: no pictures on Facebook any more."),
            "reach": _("A telephone number, if they gave one. The coordinator may have to ask back."),
        }


class SettleUnplacedForm(PlainWords, forms.Form):
    """Whom it is about, or why there is nobody."""

    person = forms.ModelChoiceField(
        label=_("Whom is it about?"),
        queryset=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This person is not found here. Choose again.")},
    )
    outcome = forms.CharField(
        label=_("What was done, or why there is nobody"), max_length=500, required=False, widget=forms.Textarea(LINES)
    )

    def __init__(self, *args: Any, visible: PersonQuerySet, found: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = visible
        hint = "{person} ({project})".format
        rows = [(p.pk, hint(person=p, project=p.project) if p.project else str(p)) for p in found]
        self.fields["person"].choices = [*rows, ("", _("Nobody here"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "person" in cleaned and cleaned["person"] is None and not cleaned.get("outcome"):
            self.add_error("outcome", gettext("Choose the person, or say why there is nobody."))
        return cleaned


class AbilityForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    """Whether somebody decides about something; what does not fit the age is not offered."""

    decided_on = DayField(label=_("On which day did you talk about it?"), initial=timezone.localdate)
    review_on = DayField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("Children grow, and ability changes. Half a year is a good habit."),
    )

    class Meta:
        model = AbilityDecision
        fields = ("means", "ability", "reasons", "support", "best_interests", "decided_on", "review_on")
        widgets = {
            "ability": forms.RadioSelect,
            "reasons": forms.Textarea(LINES),
            "support": forms.Textarea(LINES),
            "best_interests": forms.Textarea(LINES),
        }
        help_texts = {
            "reasons": _("What the person understood, said and asked. Somebody else must be able to follow it."),
            "support": _("For example pictures, more time, or somebody they trust beside them."),
            "best_interests": _("Only for an adult who cannot decide, where nobody has been given the right to."),
        }

    def __init__(self, *args: Any, adult: bool | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left_out = {True: Ability.NOT_YET, False: Ability.LACKS_CAPACITY}.get(adult) if adult is not None else None
        self.fields["ability"].choices = [(a.value, a.label) for a in Ability if a != left_out]
        self.fields["means"].choices = [("", _("Every question")), *Means.choices]
        if adult is False:
            del self.fields["best_interests"]

    def clean_review_on(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(gettext("Choose a day that is still to come."))
        return day

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come."))
        return day


class SettleForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    decision = forms.ChoiceField(
        label=_("What counts from now on?"),
        choices=[(Decision.YES.value, Decision.YES.label), (Decision.NO.value, Decision.NO.label)],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Settlement
        fields = ("decision", "basis", "reasons")
        widgets = {"basis": forms.RadioSelect, "reasons": forms.Textarea(LINES)}
        help_texts = {"reasons": _("What was said or shown, when and by whom. Neither parent reads this.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = list(self.fields["basis"].choices)[1:]  # no answer is no choice
