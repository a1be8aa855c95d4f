"""Words and choices of checks online. No form here has a field for a file, a password or an account of the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.forms.no_pictures import NoPictures
from organisations.plain_forms import DayField, PastDayField, PlainWords, yes_or_no
from people.models import Person
from policies.models import Clause, PolicyVersion
from safeguard.forms import SeveralRowsField
from volunteers import online_checks
from volunteers.models import Confidence, Effect, Manner, Medium, Publisher, Relevance, Result, Whom
from volunteers.services.check_switch import STAGES

LONGEST = 5000
MOST_FINDINGS = 10


def lines(label: str | Promise, help_text: str | Promise = "", *, rows: int = 3, required: bool = True) -> Any:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=widget, required=required)


def one_of(choices: type[TextChoices], label: str | Promise, help_text: str | Promise = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=help_text, choices=choices.choices, widget=forms.RadioSelect)


def somebody(label: str | Promise, help_text: str | Promise = "") -> Any:
    """One of the people whom the view names; an empty list takes nobody."""
    return forms.ModelChoiceField(
        Person.objects.none(),
        label=label,
        help_text=help_text,
        widget=forms.RadioSelect,
        empty_label=None,
    )


def offer(field: Any, people: Iterable[Person]) -> None:
    field.queryset = Person.objects.filter(pk__in=[one.pk for one in people]).order_by("name", "pk")


class NothingProtected(forms.BaseForm):
    """Refuses clear words about what the law protects, says which one it is, and how to write without it (E-73).

    `about` is the name of the person: it may hold such a word. What was typed stays in the form.
    """

    unprotected: Sequence[str] = ()  # fields in which such words may stand

    def __init__(self, *args: Any, about: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name in [name for name in self.cleaned_data if name not in self.unprotected]:
            value = self.cleaned_data[name]
            found = online_checks.protected_in(value, name=self.about) if isinstance(value, str) else None
            if found is not None:
                self.add_error(name, _refusal(found))


def _refusal(found: online_checks.Protected) -> str:
    return gettext(
        "Take out “%(word)s”: it says something about %(about)s, which is never written down. Write why it matters "
        "for the position instead. Enough is, for example: %(instead)s."
    ) % {"word": found.word, "about": found.about, "instead": found.instead}


class CheckForm(NoPictures, NothingProtected, PlainWords, forms.Form):
    """The base of every form in which something of a check is written."""


# The switch ----------------------------------------------------------------------------------------------------------


class SwitchForm(PlainWords, forms.Form):
    reason = lines(
        _("Why is it needed, and why is it not too much?"),
        _(
            "A search is intrusive. Say which risk it is for, such as work alone with children, and why references and "
            "an interview are not enough."
        ),
        rows=4,
    )
    version = forms.ModelChoiceField(
        PolicyVersion.objects.none(),
        label=_("Which policy says so?"),
        help_text=_("Only policies in force are listed."),
        empty_label=_("Choose a policy"),
    )
    clause = forms.ModelChoiceField(
        Clause.objects.none(),
        label=_("In which clause?"),
        required=False,
        empty_label=_("Not said"),
    )
    stage = forms.ChoiceField(
        label=_("At which stage?"),
        help_text=_("Late is fairer: only few people are looked up, and nobody is shortlisted by it."),
        choices=[(stage.value, stage.label) for stage in STAGES],
        widget=forms.RadioSelect,
    )
    whom = one_of(Whom, _("Who is looked up?"), _("Our advice: only somebody who is about to work with children."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = PolicyVersion.objects.in_force().select_related("policy").without_text().order_by("policy__title")
        self.fields["version"].queryset = in_force
        clauses = Clause.objects.filter(version__in=in_force).defer("html").select_related("version__policy")
        self.fields["clause"].queryset = clauses.order_by("version__policy__title", "position")
        self.fields["clause"].label_from_instance = lambda one: f"{one.version.policy}: {one}"[:150]


class SwitchOffForm(PlainWords, forms.Form):
    reason = lines(_("Why are they switched off?"))


# Giving it out -------------------------------------------------------------------------------------------------------


def from_today(day: Any) -> Any:
    if day is not None and day < timezone.localdate():
        raise ValidationError(gettext("This day is over. Enter today or a later day."), code="past")
    return day


class AssignForm(PlainWords, forms.Form):
    to = somebody(
        _("Who does it?"),
        _("Best somebody who will not decide whether this person is taken on."),
    )
    due_on = DayField(label=_("By when?"))
    is_chosen = forms.BooleanField(label=_("We mean to take this person on, if nothing speaks against it."))

    def __init__(self, *args: Any, people: Iterable[Person], ask_chosen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["to"], people)
        if not ask_chosen:
            del self.fields["is_chosen"]

    def clean_due_on(self) -> Any:
        return from_today(self.cleaned_data["due_on"])


class AnswerForm(PlainWords, forms.Form):
    """What a volunteer answered when they were asked in writing, later than in an application."""

    is_given = yes_or_no(_("What did they answer?"), yes=_("Yes, they may be looked up"), no=_("No"))
    answered_on = PastDayField(label=_("On which day?"))
    wording = lines(_("What were they asked, word for word?"), rows=5)


class CallOffForm(CheckForm):
    why = lines(_("Why is it called off?"))


class HandOverForm(PlainWords, forms.Form):
    to = somebody(_("Who takes it over?"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["to"], people)


# The checker ---------------------------------------------------------------------------------------------------------


class ConflictForm(CheckForm):
    knows_them = yes_or_no(
        _("Do you know them privately, or are you linked to them anywhere online?"),
        yes=_("Yes, somebody else should do it"),
        no=_("No"),
    )
    how = lines(_("How do you know them?"), _("In a few words. Only for a yes; it is kept encrypted."), required=False)


class Places(forms.MultipleChoiceField):
    """Needed, and shown as such; the form says so itself, since another field may stand in for it."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class HowForm(CheckForm):
    """BC-16, BC-18, BC-19: where, with which words, signed out, public only, and nothing asked of the person."""

    engines = Places(
        label=_("Where did you search?"),
        help_text=_("Tick at least one, or write it under “Somewhere else”."),
        widget=forms.CheckboxSelectMultiple,
    )
    other_engine = forms.CharField(label=_("Somewhere else"), max_length=100, required=False)
    terms = lines(_("Which words did you search for?"), _("Such as the name, with the town or the club."), rows=2)
    looked_at = lines(_("What did you look at?"), _("Which pages, in a few words. Not what they say."))
    signed_out = yes_or_no(
        _("Were you signed out everywhere?"),
        yes=_("Yes: I saw what anybody sees"),
        no=_("No: I was signed in with an account"),
    )
    own_account = lines(
        _("Which account was it, and why?"),
        _(
            "Only for a no. Signed in, you see what is meant for friends, the site may suggest you to the person or "
            "tell them that you looked, and what you found may not count as public. Sign out and look again if you can."
        ),
        rows=2,
        required=False,
    )
    public_only = forms.BooleanField(
        label=_("I looked only at what anybody can see, and opened nothing private."),
        error_messages={"required": _("Tick the box to confirm it.")},
    )
    asked_nothing = forms.BooleanField(
        label=_("I asked the person for nothing: no password, no account, no contact request."),
        error_messages={"required": _("Tick the box to confirm it.")},
    )
    result = forms.ChoiceField(
        label=_("What came of it?"),
        help_text=_("“Nothing” and “no presence” are equally good. Nobody has to be found online."),
        choices=[(one.value, one.label) for one in (Result.NOTHING, Result.NOT_ONLINE, Result.CONCERN)],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engines"].choices = list(online_checks.engines().items())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        places = [*values.get("engines", []), *filter(None, [values.get("other_engine", "").strip()])]
        if not places and not {"engines", "other_engine"} & set(self.errors):
            self.add_error("engines", gettext("Say where you searched."))
        if values.get("signed_out") is False and not values.get("own_account") and "own_account" not in self.errors:
            self.add_error("own_account", gettext("Say which account was signed in, and why."))
        values["places"] = places
        return values


class FindingForm(CheckForm):
    """One thing to talk about. Nothing else than why it matters for the position can be chosen (E-73)."""

    unprotected = ("where",)

    category = one_of(Relevance, _("Why does it matter for the position?"))
    medium = one_of(Medium, _("What is it?"))
    manner = one_of(Manner, _("Is it said, or implied?"))
    publisher = one_of(Publisher, _("Who published it?"))
    published_on = forms.CharField(
        label=_("When, as far as it can be seen?"), max_length=100, required=False, help_text=_("Such as: summer 2024.")
    )
    reliability = one_of(Confidence, _("How far can the source be trusted?"))
    identity = one_of(
        Confidence,
        _("How sure is it that this is the person?"),
        _("Many people share a name. Look for the town, the age, the face on the application."),
    )
    where = forms.CharField(
        label=_("Where can everybody see it?"),
        help_text=_("The address of the page. No picture of it."),
        max_length=500,
    )
    relevance = lines(_("What is it about, and why does that matter for this position?"), rows=4)


class Findings(forms.BaseFormSet):
    """At least one; more with a button that needs no script."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"empty_permitted": bool(index), "use_required_attribute": False}


FindingsFormSet = forms.formset_factory(
    FindingForm,
    formset=Findings,
    extra=1,
    min_num=0,
    max_num=MOST_FINDINGS,
    absolute_max=MOST_FINDINGS,
    validate_max=True,
)


# The talk, the decision, the committee -------------------------------------------------------------------------------


class TalkForm(CheckForm):
    """The reply is the person's own words: they may say of themself what they like.

    The questions for a yes and the one for a no are marked as needed; of the other answer none is asked for.
    """

    unprotected = ("reply",)
    use_required_attribute = False
    needed = {True: ("held_on", "present", "reply"), False: ("why_none",)}

    was_held = yes_or_no(_("Did you talk with the person?"), yes=_("Yes"), no=_("No, and there will be no talk"))
    held_on = PastDayField(label=_("If yes: on which day?"))
    present = forms.CharField(label=_("If yes: who was there?"), max_length=500)
    reply = lines(_("If yes: what did the person say?"), _("As they said it."), rows=5)
    is_disputed = forms.BooleanField(label=_("They say that it is not them, or that it is not true."), required=False)
    why_none = lines(
        _("If no: why is there no talk?"),
        _("Such as: they withdrew and do not answer."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for answer, names in self.needed.items():
            for name in names if answer != values.get("was_held") else ():
                if self.has_error(name, "required"):
                    del self.errors[name]
        return values

    def said(self) -> dict[str, Any]:
        """What the service takes: a talk, or why there was none; never both."""
        values = self.cleaned_data
        if not values["was_held"]:
            return {"why_none": values["why_none"]}
        return {name: values[name] for name in ("held_on", "present", "reply", "is_disputed")}


class DeciderForm(PlainWords, forms.Form):
    who = somebody(_("Who decides?"), _("Never whoever did the check. They can read what was found from then on."))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["who"], people)


class DecisionForm(CheckForm):
    judgement = lines(
        _("How do you weigh the source and the answer?"),
        _("How sure it is that it is the person, whether it is true, how long ago it was, what they said."),
        rows=4,
    )
    effect = one_of(Effect, _("What follows for the position?"))
    besides = lines(
        _("What else does this rest on?"),
        _(
            "Needed for everything but “no effect”: what was found online is never enough by itself. Such as the "
            "interview, a reference, or the person's own words."
        ),
        required=False,
    )
    action = lines(_("What is done now, and by whom?"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needs_more = values.get("effect", Effect.NONE) != Effect.NONE and "besides" not in self.errors
        if needs_more and not values.get("besides"):
            self.add_error("besides", gettext("Say what it rests on besides what was found online."))
        return values


class ShareForm(CheckForm):
    told = SeveralRowsField(
        Person.objects.none(),
        label=_("Who of the committee was told?"),
        help_text=_("They can read it here until it is destroyed. Whoever has a conflict is not on the list."),
        widget=forms.CheckboxSelectMultiple,
    )
    shared_on = PastDayField(label=_("On which day?"))
    minute = forms.CharField(
        label=_("Where is it minuted?"),
        help_text=_("Such as: May 2026, item 6. Minutes name nobody and say nothing of what was found."),
        max_length=120,
        required=False,
    )
    note = lines(_("What did the committee say?"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["told"], people)
