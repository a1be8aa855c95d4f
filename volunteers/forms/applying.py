"""The application form, one part on each page. Everything typed travels from page to page; nothing needs a cookie."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.plain_forms import LINES, DayField, PlainWords, yes_or_no
from people.ages import EARLIEST, is_minor
from people.models import digits
from safeguard.partial_date_forms import Answer
from volunteers import wording
from volunteers.models import Position, Recruitment
from volunteers.services.drafts import LONGEST_CODE
from volunteers.services.recruiting import Applicant, Permission, Referee, too_young
from volunteers.services.referees import same_contact, same_name

LONGEST = 5000  # characters of one answer
LONGEST_KEPT = 20_000  # of one field of what somebody saves
NUMBER = re.compile(r"[\d\s+()./\-\u2010-\u2013]+")  # what a telephone number is written with
SHORTEST_NUMBER = 7  # figures
WORDS = ("address", "experience", "why", "availability", "adjustments")


def text(label: Any, help_text: Any = "", *, required: bool = False, **given: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs=LINES | given.pop("attrs", {})),
        **given,
    )


def line(
    label: Any, help_text: Any = "", *, required: bool = False, longest: int = 300, complete: str = "off", **given: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": complete}),
        **given,
    )


def mail(label: Any, help_text: Any = "", *, complete: str = "off", **given: Any) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": complete}),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
        required=False,
        **given,
    )


def telephone(label: Any, help_text: Any = "", *, complete: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": complete, "type": "tel", "class": "input--20"}),
    )


def reachable(contact: str) -> None:
    """Refuses what is neither an e-mail address nor a telephone number: nobody could ask a referee there."""
    number = digits(contact)
    if NUMBER.fullmatch(contact.strip()) and len(number) >= SHORTEST_NUMBER:
        return
    try:
        validate_email(contact.strip())
    except forms.ValidationError:
        raise forms.ValidationError(
            gettext("Enter one e-mail address such as name@example.org, or one telephone number such as 01632 960123."),
            code="unreachable",
        ) from None


class Part(PlainWords, forms.Form):
    """One page of the form."""

    key = ""
    title: Any = ""

    def __init__(self, *args: Any, position: Position, way: Recruitment, is_asked: bool = False, **kwargs: Any) -> None:
        self.position, self.way, self.is_asked = position, way, is_asked
        super().__init__(*args, **kwargs)


class AboutForm(Part):
    key, title = "about", _("About you")

    name = line(
        _("Your full name"),
        required=True,
        complete="name",
        error_messages={"required": _("Enter your name.")},
    )
    email = mail(
        _("Your e-mail address"),
        _("This or a telephone number is needed, so that we can answer. We send you a confirmation."),
        complete="email",
    )
    phone = telephone(_("Your telephone number"), complete="tel")
    date_of_birth = DayField(
        label=_("Your date of birth"),
        help_text=_("For example 17 6 1990. We ask because nobody starts below the youngest age of the position."),
        error_messages={"required": _("Enter your date of birth, such as 17 6 1990.")},
    )
    address = text(_("Your postal address"), attrs={"autocomplete": "street-address", "rows": 3})

    def clean_date_of_birth(self) -> Any:
        born, today = self.cleaned_data["date_of_birth"], timezone.localdate()
        if not EARLIEST <= born <= today:
            raise forms.ValidationError(gettext("Enter the day on which you were born, such as 17 6 1990."))
        if sentence := too_young(self.position, born, today):
            raise forms.ValidationError(sentence)
        return born

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "email" in found and "phone" in found and not found["email"] and not found["phone"]:
            self.add_error("email", gettext("Enter an e-mail address or a telephone number, so that we can answer."))
        return found


class ParentForm(Part):
    """For applicants under 18 (E-25)."""

    key, title = "parent", _("Your parent or carer")

    parent_name = line(
        _("Name of your parent or carer"),
        required=True,
        error_messages={"required": _("Enter the name of your parent or carer.")},
    )
    parent_email = mail(
        _("Their e-mail address"), _("We send them a copy of what we tell you. They do not see your answers.")
    )
    parent_phone = telephone(_("Their telephone number"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "parent_email" in found and not found["parent_email"] and not found.get("parent_phone"):
            self.add_error("parent_email", gettext("Enter an e-mail address or a telephone number of theirs."))
        return found


class WhyForm(Part):
    key, title = "why", _("You and the position")

    why = text(
        _("Why would you like to help?"),
        required=True,
        error_messages={"required": _("Write a few words about why you would like to help.")},
    )
    experience = text(
        _("What experience do you have with children, adults who need care, or groups?"),
        _("From work, volunteering or your family. None is needed: say so if you have none."),
    )
    availability = text(_("When could you help?"), _("Days and times, and from when."))
    adjustments = text(
        _("Is there anything that would make it easier for you to take part?"),
        _("For example a step-free way in, or somebody who interprets. You need not give reasons."),
    )


class RefereesForm(Part):
    """As many as the charity asks for."""

    key, title = "referees", _("People who can tell us about you")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self.way.references_wanted + 1):
            which = {"number": number}
            self.fields[f"referee{number}_name"] = line(
                gettext("Name of referee %(number)s") % which,
                required=True,
                error_messages={"required": gettext("Enter the name of referee %(number)s.") % which},
            )
            self.fields[f"referee{number}_contact"] = line(
                gettext("E-mail address or telephone number of referee %(number)s") % which,
                required=True,
                validators=[reachable],
                error_messages={"required": gettext("Enter how we can reach referee %(number)s.") % which},
            )
            self.fields[f"referee{number}_relation"] = line(
                gettext("How referee %(number)s knows you") % which,
                gettext("For example as your teacher, employer or neighbour. Nobody of your family."),
                required=True,
                error_messages={"required": gettext("Say how referee %(number)s knows you.") % which},
            )

    def clean(self) -> dict[str, Any]:
        """Nobody speaks for themself, and two people are not reached as one. The other pages came with this one."""
        found = super().clean() or {}
        own = [str(self.data.get(name, "")) for name in ("email", "phone")]
        taken: list[str] = []
        for number in range(1, self.way.references_wanted + 1):
            name, contact = found.get(f"referee{number}_name", ""), found.get(f"referee{number}_contact", "")
            if same_name(name, str(self.data.get("name", ""))):
                self.add_error(f"referee{number}_name", gettext("This is your own name. Name somebody else."))
            if any(same_contact(contact, one) for one in own):
                sentence = gettext("You are reached there yourself. Enter an address or number of the referee’s own.")
                self.add_error(f"referee{number}_contact", sentence)
            elif any(same_contact(contact, one) for one in taken):
                sentence = gettext("This is the same as for another referee. Enter one of their own, or somebody else.")
                self.add_error(f"referee{number}_contact", sentence)
            taken.append(contact)
        return found

    def referees(self) -> list[Referee]:
        found = self.cleaned_data
        return [
            Referee(*(found[f"referee{number}_{name}"] for name in ("name", "contact", "relation")))
            for number in range(1, self.way.references_wanted + 1)
        ]


class OnlineForm(Part):
    """What internet use means here, and the question whether somebody may be looked up, where the charity does that."""

    key, title = "online", _("You and the internet")

    is_told = forms.BooleanField(
        label=_("I have read what internet use means in this position, and where I find help with privacy settings"),
        error_messages={"required": _("Read the text above, then tick this box.")},
    )
    permission = yes_or_no(
        _("Do you agree that we look you up online?"), yes=_("Yes, I agree"), no=_("No, I do not agree")
    )
    permission_version = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_asked:
            del self.fields["permission"], self.fields["permission_version"]
            return
        self.fields["permission"].help_text = _("Both answers are fine. A no does not count against you.")
        self.fields["permission"].error_messages["required"] = _("Choose yes or no. Both answers are fine.")
        version = str(self.way.permission_version)
        if self.initial.get("permission_version") != version:
            self.initial.pop("permission", None)  # it answered other words
        self.initial["permission_version"] = version

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        version = str(self.way.permission_version)
        if self.is_asked and "permission" in found and found.get("permission_version") != version:
            self.data = {**self.data, "permission_version": version}
            self.add_error("permission", gettext("These words have just changed. Read them, and answer once more."))
        return found


@dataclass
class Typed:
    """Everything that came with the form, by field. Only fields of the form are taken, and only what fits."""

    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: Mapping[str, Any] | MultiValueDict[str, str], names: Sequence[str]) -> Typed:
        lists = dict(sent.lists()) if isinstance(sent, MultiValueDict) else sent
        found = {
            name: [str(value)[:LONGEST_KEPT] for value in lists[name][:5]]
            for name in names
            if isinstance(lists.get(name), list) and any(lists[name])
        }
        return cls(found)

    def as_data(self) -> dict[str, Any]:
        """As a form takes it."""
        return {name: values[-1] for name, values in self.values.items()}

    def as_initial(self) -> dict[str, Any]:
        """As a form shows it without judging it yet."""
        data = self.as_data()
        if "date_of_birth" in data:
            data["date_of_birth"] = Answer(data["date_of_birth"], data.get("date_of_birth_reading", ""))
        return data

    def besides(self, part: Part) -> list[tuple[str, str]]:
        """What the other pages hold, to be carried along."""
        shown = {*part.fields, *(f"{name}_reading" for name in part.fields)}
        return [(name, value) for name, values in self.values.items() if name not in shown for value in values]


class Whole:
    """All pages of the form for a position, with what was typed so far."""

    def __init__(self, position: Position, way: Recruitment, *, is_asked: bool, typed: Typed) -> None:
        self.given: dict[str, Any] = {"position": position, "way": way, "is_asked": is_asked}
        self.typed = typed
        self.pages: dict[str, type[Part]] = {page.key: page for page in self._pages(way)}

    def _pages(self, way: Recruitment) -> list[type[Part]]:
        pages: list[type[Part]] = [AboutForm]
        if self._is_young():
            pages.append(ParentForm)
        pages.append(WhyForm)
        if way.references_wanted:
            pages.append(RefereesForm)
        return [*pages, OnlineForm]

    def _is_young(self) -> bool:
        about = AboutForm(self.typed.as_data(), **self.given)
        about.full_clean()
        return is_minor(about.cleaned_data.get("date_of_birth"), timezone.localdate())

    def bound(self, key: str) -> Part:
        return self.pages[key](self.typed.as_data(), **self.given)

    def shown(self, key: str) -> Part:
        return self.pages[key](initial=self.typed.as_initial(), **self.given)

    def first_wrong(self, until: str = "") -> Part | None:
        """The first page with something to put right, up to and with the one named."""
        for key in self.pages:
            if not (part := self.bound(key)).is_valid():
                return part
            if key == until:
                break
        return None

    def after(self, key: str) -> str:
        """The page that comes next; empty after the last."""
        keys = [*self.pages, ""]
        return keys[keys.index(key) + 1]

    def before(self, key: str) -> str:
        keys = list(self.pages)
        return keys[max(keys.index(key) - 1, 0)]

    def applicant(self) -> Applicant:
        """Of a form that is right."""
        found = self._cleaned()
        return Applicant(
            **{name: found.get(name) or "" for name in ("name", "email", "phone")},
            **{name: found.get(name) or "" for name in ("parent_name", "parent_email", "parent_phone")},
            date_of_birth=found["date_of_birth"],
            words={name: found.get(name) or "" for name in WORDS},
        )

    def referees(self) -> list[Referee]:
        if "referees" not in self.pages:
            return []
        part = self.bound("referees")
        part.full_clean()
        return part.referees() if isinstance(part, RefereesForm) else []

    def permission(self) -> Permission | None:
        """The answer, with the words that it answers."""
        way: Recruitment = self.given["way"]
        found = self._cleaned()
        if "permission" not in found:
            return None
        return Permission(found["permission"], wording.permission(way), way.permission_version)

    def _cleaned(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key in self.pages:
            part = self.bound(key)
            part.full_clean()
            found |= part.cleaned_data
        return found


def names_of(way: Recruitment) -> list[str]:
    """Every field that any page can have."""
    referees = [
        f"referee{n}_{name}" for n in range(1, way.references_wanted + 1) for name in ("name", "contact", "relation")
    ]
    pages = (AboutForm, ParentForm, WhyForm, OnlineForm)
    fields = [name for page in pages for name in page.base_fields]
    return [*fields, "date_of_birth_reading", *referees, "once", "draft"]


def new_once() -> str:
    return secrets.token_urlsafe(24)


class AskForm(PlainWords, forms.Form):
    """Only a question: no application yet."""

    once = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    name = line(_("Your name"), required=True, complete="name", error_messages={"required": _("Enter your name.")})
    email = mail(_("Your e-mail address"), complete="email")
    phone = telephone(_("Your telephone number"), complete="tel")
    question = text(
        _("What would you like to know?"), required=True, error_messages={"required": _("Write your question.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", new_once())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "email" in found and "phone" in found and not found["email"] and not found["phone"]:
            self.add_error("email", gettext("Enter an e-mail address or a telephone number, so that we can answer."))
        return found


class CodeForm(PlainWords, forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Sixteen letters and figures, such as K7QD-2M4P-XW3H-9RTC."),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "input--20"}),
        error_messages={"required": _("Enter the code that you were given.")},
    )
