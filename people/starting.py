"""The steps of /start/: which page asks what, and what the answers say together.

Answers are kept in the session as they were typed and are checked again at the end, so a page can be gone back to, left
out of order or changed, and nothing half-checked is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from datetime import time
from functools import partial
from typing import Any

from django.forms import BaseForm, CheckboxSelectMultiple, ModelForm
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.forms.charity import AddressForm, CharityForm
from organisations.forms.lists import ProjectsForm
from organisations.forms.rules import SECTIONS, values_of
from organisations.models import Settings
from people.forms.start import HolderForm, OptionalLogoForm
from people.roles import Role
from people.services import FirstHolder

KEY = "start"
FIRST_ROLES = (Role.CHAIR, Role.LEAD, Role.SAFEGUARDING_TRUSTEE, Role.COORDINATOR)


@dataclass(frozen=True)
class Step:
    """One page: its part of the address, its heading (where a question of the form is none) and its form."""

    key: str
    title: str | Promise
    form: Callable[..., BaseForm]
    lead: str | Promise = ""


def careful(form: type[ModelForm], *args: Any) -> ModelForm:
    """A form about settings, filled with the defaults."""
    return form(*args, instance=Settings())


STEPS = (
    Step("charity", _("Your charity"), CharityForm),
    Step("address", _("Address and number"), AddressForm),
    Step("logo", _("Logo"), OptionalLogoForm),
    *(Step(role.value.replace("_", "-"), role.label, partial(HolderForm, role=role)) for role in FIRST_ROLES),
    *(
        Step(
            section.key,
            section.title,
            partial(careful, section.form),
            _("We have chosen the careful answer. Change what your policy says otherwise."),
        )
        for section in SECTIONS
    ),
    Step("projects", _("Projects"), ProjectsForm),
)
BY_KEY = {step.key: step for step in STEPS}


class Answers:
    """What was typed so far, in the session."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self.session = session
        self.kept: dict[str, Any] = session.get(KEY, {})

    def keep(self, key: str, value: Any) -> None:
        self.kept[key] = value
        self.session[KEY] = self.kept

    def keep_post(self, step: Step, data: QueryDict) -> None:
        names = step.form().fields if step.key != "logo" else {}
        self.keep(step.key, {name: data.getlist(name) for name in names if name in data})

    def form(self, step: Step) -> BaseForm:
        """The form of a step with what was typed in it, or with its careful defaults."""
        typed = self.kept.get(step.key)
        if typed is None:
            return step.form()
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        return step.form(data)

    def first_open(self) -> Step | None:
        """The first step that is not answered, or not answered rightly."""
        return next((s for s in STEPS if s.key not in self.kept or not self.form(s).is_valid()), None)

    @property
    def name(self) -> str:
        return str(self.kept.get("name", ""))

    def forget(self) -> None:
        self.session.pop(KEY, None)

    def together(self) -> dict[str, Any]:
        """What `services.set_up` takes. Every step must be answered."""
        forms = {step.key: self.form(step) for step in STEPS}
        for form in forms.values():
            form.full_clean()
        settings: dict[str, Any] = {}
        for section in SECTIONS:
            settings |= values_of(forms[section.key])
        charity = {
            **forms["charity"].cleaned_data,
            **forms["address"].cleaned_data,
            "logo": self.kept.get("logo-name", ""),
        }
        if not charity["regulator"]:
            del charity["regulator"]
        return {
            "starter_name": self.name,
            "charity": charity,
            "settings": settings,
            "holders": [self._holder(role, forms[role.value.replace("_", "-")].cleaned_data) for role in FIRST_ROLES],
            "projects": forms["projects"].cleaned_data["projects"],
        }

    @staticmethod
    def _holder(role: Role, said: dict[str, Any]) -> FirstHolder:
        if said["who"] != "other":
            return FirstHolder(role, is_starter=said["who"] == "me")
        return FirstHolder(role, name=said["name"], email=said["email"])

    def summary(self) -> Iterator[tuple[Step, list[tuple[str, str]]]]:
        """Every step with its questions and answers in words."""
        for step in STEPS:
            form = self.form(step)
            form.full_clean()
            if step.key == "logo":
                yield step, [(str(form["logo"].label), gettext("Yes") if self.kept.get("logo-name") else gettext("No"))]
            elif step.key in {role.value.replace("_", "-") for role in FIRST_ROLES}:
                yield step, [(str(form["who"].label), self._holder_in_words(form.cleaned_data))]
            else:
                yield step, [(str(field.label), in_words(field)) for field in form]

    def _holder_in_words(self, said: dict[str, Any]) -> str:
        if said["who"] == "me":
            return self.name
        if said["who"] == "nobody":
            return gettext("Nobody yet")
        return f"{said['name']} ({said['email']})" if said["email"] else said["name"]


def in_words(field: Any) -> str:
    """A checked answer as a person would say it."""
    value = field.form.cleaned_data.get(field.name)
    if isinstance(field.field.widget, CheckboxSelectMultiple):
        words = [str(label) for key, label in field.field.choices if key in value]
        return ", ".join(words) or gettext("None")
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", [])}
    if str(value) in choices:
        return choices[str(value)]
    if isinstance(value, list):
        return "; ".join(f"{line[0]}: {line[1]}" if isinstance(line, list) else str(line) for line in value) or "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if value not in (None, "") else "–"
