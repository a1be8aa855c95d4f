"""The application form with empty lines, for whoever would rather write with a pen: what the form online asks."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from organisations.models import Organisation
from people.ages import MAJORITY
from safeguard.retention import months_kept
from volunteers import wording
from volunteers.forms.applying import AboutForm, OnlineForm, ParentForm, Part, RefereesForm, WhyForm
from volunteers.models import Position, Recruitment

FEW, MANY = 3, 6  # lines to write on, for an address and for an answer


@dataclass(frozen=True)
class Question:
    """A question with lines to write on, or boxes to tick; a single box stands before its words."""

    label: str
    hint: str = ""
    is_optional: bool = False
    lines: tuple[int, ...] = ()
    boxes: tuple[str, ...] = ()
    is_tick: bool = False


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: tuple[str, ...]
    questions: tuple[Question, ...]


def sections(position: Position, way: Recruitment, organisation: Organisation, *, is_asked: bool) -> list[Section]:
    """Every page of the form online, in its order; what only the young answer is there where they may apply."""
    pages: list[type[Part]] = [AboutForm]
    if position.minimum_age < MAJORITY:
        pages.append(ParentForm)
    pages.append(WhyForm)
    if way.references_wanted:
        pages.append(RefereesForm)
    pages.append(OnlineForm)
    return [_section(page(position=position, way=way, is_asked=is_asked), organisation) for page in pages]


def _section(part: Part, organisation: Organisation) -> Section:
    intro: tuple[str, ...] = ()
    if part.key == "parent":
        intro = (_("Only if you are under 18. They get a copy of what we tell you, not of what you write."),)
        intro += tuple(wording.young(organisation))
    elif part.key == "referees":
        intro = (wording.referees(),)
    questions = tuple(_question(bound) for bound in part.visible_fields())
    return Section(part.key, str(part.title), intro, questions)


def _question(bound: forms.BoundField) -> Question:
    field, label, hint = bound.field, str(bound.label), str(bound.help_text)
    if isinstance(field, forms.BooleanField):
        return Question(label, hint, is_tick=True)
    if isinstance(field, forms.ChoiceField):
        return Question(label, hint, boxes=tuple(str(words) for _value, words in field.choices))
    lines = 1
    if isinstance(field.widget, forms.Textarea):
        lines = FEW if bound.name == "address" else MANY
    return Question(label, hint, is_optional=not field.required, lines=tuple(range(lines)))


def words(position: Position, way: Recruitment, organisation: Organisation, *, is_asked: bool) -> dict[str, object]:
    """All that stands on the paper."""
    return {
        "position": position,
        "organisation": organisation,
        "address_lines": [line.strip() for line in organisation.address.splitlines() if line.strip()],
        "sections": sections(position, way, organisation, is_asked=is_asked),
        "internet": wording.internet_use(way, position),
        "permission": wording.permission(way) if is_asked else "",
        "permission_version": way.permission_version,
        "privacy": wording.privacy_settings(),
        "no_passwords": wording.no_passwords(),
        "use_of_data": wording.use_of_data(way, months_kept("volunteers.Application"), on_paper=True),
    }
