"""Checks and words for the board, the steps of an application, references, the decision and taking on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.access import visible_to
from incidents.models import Case
from organisations.plain_forms import LINES, DayField, PlainWords, yes_or_no
from people.models import Person
from people.visibility import listed_to
from volunteers.forms.applying import reachable
from volunteers.models import Application, Position, ReferenceAnswer, SuitabilityOutcome
from volunteers.papers import Paper
from volunteers.services.taking_on import perhaps
from volunteers.states import Stage

LONGEST = 5000
LONGEST_WAIT = timedelta(days=366)
SOMEBODY_NEW = "new"
DAY_MISSING = {"required": _("Enter a day, such as 17 June 2026.")}


def text(label: Any, help_text: Any = "", *, required: str | Any = "") -> forms.CharField:
    """Several lines; `required` is the sentence for where they are left out."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        required=bool(required),
        widget=forms.Textarea(attrs=LINES),
        error_messages={"required": required} if required else None,
    )


def line(
    label: Any, help_text: Any = "", *, required: str | Any = "", longest: int = 300, **given: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=bool(required),
        error_messages={"required": required} if required else None,
        **given,
    )


def day(label: Any, help_text: Any = "", *, required: bool = True) -> DayField:
    return DayField(label=label, help_text=help_text, required=required, error_messages=DAY_MISSING)


def not_ahead(found: date | None) -> date | None:
    if found is not None and found > timezone.localdate():
        raise ValidationError(gettext("This day is still to come. Enter a day up to today."))
    return found


class BoardForm(forms.Form):
    """What of the board is shown. A wrong address shows everything."""

    position = forms.ModelChoiceField(
        label=_("Position"), queryset=Position.objects.none(), required=False, empty_label=_("All positions")
    )
    stage = forms.ChoiceField(choices=[("", ""), *Stage.choices], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = Position.objects.all()

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class StepForm(PlainWords, forms.Form):
    """That something was done, and on which day. For an interview who was there; for an identity what was seen."""

    on = day(_("On which day?"), _("Such as 17 June 2026."))
    who = line(
        _("Who was there?"), _("Names of those who held the interview."), required=_("Say who held the interview.")
    )
    seen = forms.MultipleChoiceField(
        label=_("Which documents did you see?"),
        help_text=_("Tick the kinds. Write down no numbers, and keep no copies."),
        choices=Paper.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one document that you saw.")},
    )
    note = text(_("What is worth remembering?"), _("You need not answer. Whoever decides reads this."))

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        if key != "interview":
            del self.fields["who"]
        if key != "identity":
            del self.fields["seen"]

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class PermissionForm(PlainWords, forms.Form):
    """An answer on paper or by letter; no counts as much as yes (E-74)."""

    is_given = yes_or_no(_("What did they answer?"), yes=_("Yes, they may be looked up"), no=_("No"))
    on = day(_("On which day?"))

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class LeaveOutForm(PlainWords, forms.Form):
    why = text(
        _("Why is it not needed for this applicant?"),
        _("Whoever decides reads this, and so does whoever looks at it years later."),
        required=_("Write down why it is not needed."),
    )


class NotTakenOnForm(PlainWords, forms.Form):
    reason = text(
        _("Why are they not taken on?"),
        _("Stick to what matters for the position. It goes into no mail; the applicant can ask to read it."),
        required=_("Write down why they are not taken on."),
    )
    tell = forms.BooleanField(label=_("Send the applicant a short, kind e-mail that says so"), required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not application.email:
            del self.fields["tell"]


# References ----------------------------------------------------------------------------------------------------------


class ReferenceForm(PlainWords, forms.Form):
    name = line(_("Who can be asked?"), required=_("Enter the name of somebody who can be asked."))
    contact = line(
        _("E-mail address or telephone"),
        required=_("Enter an e-mail address or a telephone number."),
        validators=[reachable],
    )
    relation = line(
        _("How do they know the applicant?"), _("Such as employer, teacher or leader of a group; not family.")
    )


class AskedForm(PlainWords, forms.Form):
    on = day(_("On which day did you ask them?"), _("By telephone, in a letter or in person."))

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class AnsweredForm(PlainWords, forms.Form):
    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[one for one in ReferenceAnswer.choices if one[0] != ReferenceAnswer.WAITING],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )
    on = day(_("When did they answer?"))
    said = text(_("In their words"), _("What whoever decides should know. It is kept encrypted."))

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


# The decision, and taking on -----------------------------------------------------------------------------------------


class DecisionForm(PlainWords, forms.Form):
    """About an applicant. What is decided later about somebody who serves is `SuitabilityForm`."""

    outcome = forms.ChoiceField(
        label=_("Is this person suitable for the position?"),
        choices=SuitabilityOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decided.")},
    )
    conditions = text(
        _("Conditions"), _("Only where there are any, such as “not alone with children for three months”.")
    )
    reason = text(
        _("What does the decision rest on?"),
        _("The interview, references and checks together. Nothing that was found online decides alone."),
        required=_("Write down what the decision rests on."),
    )
    review_on = day(_("When is it looked at again?"), _("Only where you want to."), required=False)

    def clean_review_on(self) -> date | None:
        found: date | None = self.cleaned_data["review_on"]
        if found is not None and found <= timezone.localdate():
            raise ValidationError(gettext("Choose a day that is still to come."))
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("outcome") == SuitabilityOutcome.CONDITIONS and found.get("conditions") == "":
            self.add_error("conditions", gettext("Write down the conditions."))
        return found


class SuitabilityForm(DecisionForm):
    """About somebody who serves already; it may rest on a case that the decider sees (BC-45)."""

    case = line(
        _("Does it follow from a case in the concerns log? Enter its code."),
        _("Only a case that is open to you. Who does not see the case does not see this link."),
        longest=40,
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["outcome"].label = _("Is this person suitable for the work?")

    def clean_case(self) -> Case | None:
        code = self.cleaned_data["case"].strip()
        if not code:
            return None
        found = visible_to(self.by).filter(code__iexact=code).first()
        if found is None:
            raise ValidationError(
                gettext("No case with this code is open to you. Look at the code again, or leave this empty.")
            )
        return found


class TakeOnForm(PlainWords, forms.Form):
    """Whether the charity knows the applicant already is asked only where somebody of the list resembles them."""

    who = forms.ChoiceField(
        label=_("Does the charity know this person already?"),
        help_text=_("Somebody who comes back begins a new time: they sign, train and are checked anew."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is one of these people.")},
    )
    on = day(_("From which day do they volunteer?"), _("Today, or a day in the past when they began."))
    invite = forms.BooleanField(
        label=_("Invite them to a sign-in of their own"),
        help_text=_("An e-mail with a link goes to them now. You can also do it later, on their page."),
        required=False,
    )

    def __init__(self, *args: Any, application: Application, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        seen = listed_to(by, timezone.localdate()).order_by().values("pk")
        self.known = {str(one.pk): one for one in perhaps(application).filter(pk__in=seen)}
        if not self.known:
            del self.fields["who"]
        else:
            rows = [(key, _likeness(one)) for key, one in self.known.items()]
            if application.person_id is None:
                rows.append((SOMEBODY_NEW, gettext("No, this is somebody new")))
            self.fields["who"].choices = rows
        if not application.email:
            del self.fields["invite"]

    def clean_on(self) -> date | None:
        found = not_ahead(self.cleaned_data["on"])
        earliest = timezone.localdate() - LONGEST_WAIT
        if found is not None and found < earliest:
            raise ValidationError(gettext("Enter a day of the last twelve months."))
        return found

    @property
    def person(self) -> Person | None:
        """Who was chosen; None for somebody new."""
        return self.known.get(self.cleaned_data.get("who", SOMEBODY_NEW))


def _likeness(person: Person) -> str:
    facts = [str(person)]
    if person.date_of_birth:
        facts.append(gettext("born %(day)s") % {"day": date_format(person.date_of_birth)})
    facts.append(gettext("was here before") if person.left_on else gettext("is in the list of people"))
    return ", ".join(facts)
