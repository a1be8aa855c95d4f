"""The form for raising a concern. Only what happened is needed; nothing else stands between anybody and sending it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from incidents import happened
from incidents.forms.no_pictures import NoPictures
from incidents.models import ACCOUNT, Answer, Source
from organisations.plain_forms import PlainWords
from people.models import Person
from people.roles import Role
from safeguard import partial_dates

OFFICES = (Role.LEAD, Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.ADMINISTRATOR)
"""Those through whose hands a concern may pass. Whoever raises one says whether it is about them."""

SIGNS = [
    ("new_sites", _("Explores new and unusual websites, chats and platforms, more anonymous ones too")),
    ("secret_groups", _("Has joined new or secret groups")),
    ("secretive", _("Speaks with new friends, or is secretive about chats while gaming or in forums")),
    ("meaning", _("A strong wish for new meaning, identity and purpose")),
    ("language", _("Uses language you would not expect them to know")),
    ("films", _("Watches, shares or makes films online linked to religious, political or racial hate")),
    ("argues", _("Argues more and more, or refuses to listen to other points of view")),
]
"""Each is common alone; several together may mean something (RW-79)."""

LONGEST = 100_000  # characters of one answer
BEGUN = timedelta(days=60)  # a form that says it was begun earlier than that was tampered with


@dataclass(frozen=True)
class Holder:
    """Somebody who holds one of the offices, as the form names them."""

    key: str
    label: str


def text(label: Any, help_text: Any = "", rows: int = 3, **given: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        **given,
    )


def line(label: Any, help_text: Any = "", **attributes: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attributes}),
    )


class RaiseForm(NoPictures, PlainWords, forms.Form):
    """For whoever is signed in. `holders` are the people whom it might be about."""

    asks = False  # whether it is about those whom the words may mean

    once = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    began = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    when_asked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    danger_now = forms.ChoiceField(
        label=_("Is anyone in danger now?"),
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    danger = text(_("What was done about the danger?"), _("For example: 999 was rung at 21:40."), rows=2)
    what = forms.CharField(
        label=_("What happened, or what worries you?"),
        help_text=_(
            "Write it in your own words and in any language. Say what you saw and heard, as exactly as you can."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
        error_messages={"required": _("Write what happened or what worries you. A few words are enough.")},
    )
    child = text(_("Which child or adult are you worried about?"), _("Name and age, as far as you know them."), rows=2)
    who = text(_("Who is it about?"), _("Whoever did it, or may have. Leave it empty if you do not know."), rows=2)
    concerned = forms.MultipleChoiceField(
        label=_("Is it about one of these people, or somebody close to them?"),
        help_text=_("Whoever you tick will not see it and is not told. Others look at it instead."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_close = forms.BooleanField(label=_("It is about somebody close to them, not about themselves"), required=False)
    concerned_else = line(
        _("Is it about somebody else with a role in this charity?"), _("Write their name, or what they do here.")
    )
    is_named = forms.ChoiceField(
        label=_("Is it about them?"),
        choices=[("yes", _("Yes")), ("close", _("About somebody close to them")), ("no", _("No, somebody else"))],
        required=False,
        widget=forms.RadioSelect,
    )
    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    when = line(
        _("When did it happen?"),
        _("In your own words: “yesterday evening”, “summer 2019”, “when I was about nine”."),
    )
    day = line(_("The day, if you know it exactly"), type="date")
    hour = line(_("The time, if you know it exactly"), type="time")
    where = line(_("Where did it happen?"), _("A place, a website or an app."))
    source = forms.ChoiceField(
        label=_("How do you know of it?"),
        choices=[(one.value, one.label) for one in Source if one != Source.LINK],
        required=False,
    )
    told_by = line(_("Who told you?"), _("Leave it empty if you saw it yourself."))
    own_words = text(
        _("What did the child or person say, in their own words?"),
        _("Write it exactly as it was said, slang and other languages too. Do not put it better."),
    )
    language = line(_("Which language did they speak, or do you write in, if it is not English?"))
    done = text(_("What was done already?"), _("Who was told, and when? Was a doctor or the police there?"))
    indicators = forms.MultipleChoiceField(
        label=_("If it is about somebody being drawn in online: which of these did you notice?"),
        help_text=_("Each of them is common alone. Several together may mean that they need help."),
        choices=SIGNS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on_behalf = forms.BooleanField(
        label=_("I write this down for somebody who told me in person, by telephone or in a message"), required=False
    )
    is_anonymous = forms.BooleanField(label=_("Send it without my name"), required=False)
    contact = line(
        _("How can you be reached, if somebody wants to ask you something?"),
        _("A telephone number or an e-mail address, and when is a good time. You can leave it empty."),
    )

    def __init__(self, *args: Any, holders: Sequence[Holder] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned"].choices = [(one.key, one.label) for one in holders]
        self.initial.setdefault("once", secrets.token_urlsafe(24))
        self.initial.setdefault("began", str(int(timezone.now().timestamp())))
        self.initial.setdefault("source", Source.SEEN)

    def named(self, holders: Collection[Holder]) -> None:
        """Ask once whether what was written is about these. Whoever sends it again without an answer is not asked
        again."""
        words = " … ".join(filter(None, (self.cleaned_data["who"], self.cleaned_data["concerned_else"])))
        said = {"words": Truncator(words).chars(200), "names": ", ".join(one.label for one in holders)}
        question = self["is_named"]
        question.label = _("You wrote “%(words)s”. Is it about %(names)s?") % said
        question.help_text = _("Whoever it is about does not see it. Without an answer they do not either.")
        self.asks = True
        self.data = self.data.copy()
        self.data["asked"] = "on"
        self.add_error("is_named", _("One question before it is sent: is it about them?"))

    def clean(self) -> dict[str, Any] | None:
        """A day that is a slip is asked about once. Whoever sends it again as it is meant it, or does not know."""
        found = super().clean()
        if happened.is_strange(self.happened(), today=timezone.localdate()) and not self.cleaned_data.get("when_asked"):
            self.data = self.data.copy()
            self.data["when_asked"] = "on"
            place = "day" if self.cleaned_data.get("day") and "day" in self.fields else "when"
            self.add_error(place, _("Is this day right? Put it right, or send it again as it is."))
        return found

    def clean_danger_now(self) -> str:
        return str(self.cleaned_data.get("danger_now") or "")

    def account(self) -> dict[str, Any]:
        """The words of the report, exactly as they were typed."""
        found = self.cleaned_data
        words: dict[str, Any] = {name: found[name] for name in ACCOUNT if isinstance(found.get(name), str)}
        labels = dict(self.fields["concerned"].choices) if "concerned" in self.fields else {}
        meant = [str(labels[key]) for key in found.get("concerned", [])]
        if found.get("is_close") and meant:
            meant.append(str(self.fields["is_close"].label))
        words["concerned"] = "\n".join(filter(None, [*meant, found.get("concerned_else", "")]))
        words["indicators"] = "\n".join(str(label) for key, label in SIGNS if key in found.get("indicators", []))
        words["when"] = " ".join(
            filter(None, [found.get("when", ""), *(f"({found[n]})" for n in ("day", "hour") if found.get(n))])
        )
        return {name: value for name, value in words.items() if value}

    def happened(self) -> happened.Happened:
        found = self.cleaned_data
        return happened.read(
            found.get("when", ""), today=timezone.localdate(), day=_day(found.get("day")), wall=_time(found.get("hour"))
        )

    def began_at(self) -> datetime | None:
        """When the form was opened, as it says itself; None where that cannot be."""
        written, now = self.cleaned_data.get("began", ""), timezone.now()
        if not (written.isascii() and written.isdigit()):
            return None
        began = datetime.fromtimestamp(min(int(written), 2**32), UTC)
        return began if now - BEGUN < began <= now else None


class PublicForm(RaiseForm):
    """Without a sign-in: offices instead of names, and one's own name only if one wishes."""

    name = line(_("Your name"), _("You can leave it empty."))
    is_named = None  # type: ignore[assignment]  # nobody is told here who holds an office
    asked = None  # type: ignore[assignment]
    on_behalf = None  # type: ignore[assignment]
    is_anonymous = None  # type: ignore[assignment]
    source = None  # type: ignore[assignment]
    field_order = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned"].label = _("Is it about somebody in one of these offices, or somebody close to them?")


class ChildForm(PublicForm):
    """The same in words for children and young people, and shorter (BC-44)."""

    told_by = None  # type: ignore[assignment]
    own_words = None  # type: ignore[assignment]
    indicators = None  # type: ignore[assignment]
    danger = None  # type: ignore[assignment]
    done = None  # type: ignore[assignment]
    day = None  # type: ignore[assignment]
    hour = None  # type: ignore[assignment]
    child = None  # type: ignore[assignment]

    WORDS = {
        "danger_now": (_("Are you, or is somebody else, in danger right now?"), ""),
        "what": (
            _("What happened, or what is worrying you?"),
            _("Write it any way you like. Spelling does not matter. A few words are enough."),
        ),
        "who": (_("Who did it, or who is it about?"), _("A name, a nickname or a username. You can leave it empty.")),
        "concerned": (
            _("Is it about one of these people, or somebody close to them?"),
            _("If you tick somebody, they will not see what you write."),
        ),
        "is_close": (_("It is about somebody close to them, not about them"), ""),
        "concerned_else": (_("Is it about somebody else who works or helps here? Who?"), ""),
        "when": (_("When was it?"), _("For example “yesterday” or “in the holidays”. It is fine not to know.")),
        "where": (_("Where was it?"), _("A place, a game, a website or an app.")),
        "language": (_("If you did not write in English: which language is it?"), ""),
        "name": (_("Your name"), _("Only if you want to. A first name is enough.")),
        "contact": (
            _("How can somebody reach you safely?"),
            _("Only if you want to. Say if nobody else should see or hear it."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.WORDS.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["what"].error_messages["required"] = _("Write a few words about what is worrying you.")


class MessageForm(NoPictures, PlainWords, forms.Form):
    text = forms.CharField(
        label=_("Write a message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": _("Write something first.")},
    )


class CodeForm(NoPictures, PlainWords, forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Sixteen letters and figures, such as K7QD-2M4P-XW3H-9RTC."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "input--20"}),
        error_messages={"required": _("Enter the code that you were given.")},
    )


class LinkForm(NoPictures, PlainWords, forms.Form):
    label = forms.CharField(
        label=_("Where will it be used?"), help_text=_("For example: poster in the hall."), max_length=200
    )
    for_children = forms.BooleanField(label=_("Worded for children and young people"), required=False)


def holders_by_name(people: Sequence[Person], roles_of: dict[int, list[str]]) -> list[Holder]:
    """ "Dana Whitlock (Designated safeguarding lead)": for colleagues."""
    return [Holder(f"person-{one.pk}", f"{one} ({', '.join(roles_of[one.pk])})") for one in people]


def holders_by_office(labels: dict[str, str]) -> list[Holder]:
    """The offices alone: for everybody else."""
    return [Holder(f"office-{role}", labels[role]) for role in OFFICES]


def _day(written: str | None) -> date | None:
    """A day as a browser or a person writes it. What cannot be read stands among the words and stops nobody."""
    if not written:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            return None
    reading = partial_dates.read(written)
    if reading.value is None or not reading.is_certain or reading.value.day is None:
        return None
    return reading.value.earliest


def _time(written: str | None) -> time | None:
    if not written:
        return None
    try:
        return time.fromisoformat(written.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return None
