"""Somebody's applications, where they volunteer, and what was decided about them.

What a referee said in confidence is left out (Data Protection Act 2018, schedule 2, paragraph 24). Neither does a copy
name the case that a decision rests on: see `incidents.personal_data`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Person
from people.retention import entries_of
from safeguard.personal_data import IN_THEIR_WORK, Fact, Record, Section, section, words
from volunteers import needs, papers
from volunteers.models import Application, ApplicationStep, AppliedReference, Placement, Suitability

COVERED = {"volunteers.Application.person", "volunteers.Placement.person", "volunteers.Suitability.person"}
REASONS = {
    "volunteers.Application.entered_by": IN_THEIR_WORK,
    "volunteers.ApplicationStep.by": IN_THEIR_WORK,
    "volunteers.AppliedReference.noted_by": IN_THEIR_WORK,
    "volunteers.Suitability.decided_by": IN_THEIR_WORK,
}
IN_CLEAR = ("position", "status", "name", "email", "phone", "date_of_birth", "source", "received_at", "closed_on")
OF_PARENTS = ("parent_name", "parent_email", "parent_phone")
CONFIDENTIAL = gettext_lazy("Asked for in confidence; what a referee said is not in this copy.")


def about(person: Person) -> Iterator[Section]:
    entries = entries_of(person).order_by().values("pk")
    yield from _applied(list(Application.objects.filter(person__in=entries).select_related("position")))
    yield section(
        "volunteers.placements",
        _("Positions as a volunteer"),
        Placement.objects.filter(person__in=entries).select_related("position"),
        ["position", "starts_on", "ends_on"],
        about=person,
    )
    yield _decided(Suitability.objects.filter(person__in=entries))


def about_applicant(application: Application) -> Iterator[Section]:
    """Of somebody who is not in the list of people."""
    yield from _applied([application])
    yield _decided(Suitability.objects.filter(application=application))


def _applied(applications: list[Application]) -> Iterator[Section]:
    yield Section("volunteers.applications", _("Applications"), tuple(_application(one) for one in applications))
    yield Section("volunteers.steps", _("Steps of applications"), tuple(_steps(applications)))


def _decided(found: Iterable[Suitability]) -> Section:
    return Section("volunteers.suitability", _("Whether you are suitable"), tuple(_decision(one) for one in found))


def _application(application: Application) -> Record:
    facts = [_clear(application, name) for name in IN_CLEAR]
    facts += [_clear(application, name, of_another=True) for name in OF_PARENTS]
    facts += _words(application)
    references = AppliedReference.objects.filter(application=application).count()
    if references:
        facts.append(Fact(_("References (%(n)s)") % {"n": references}, str(CONFIDENTIAL)))
    return Record(tuple(fact for fact in facts if fact.value))


def _steps(applications: list[Application]) -> Iterator[Record]:
    by_key = {one.pk: one for one in applications if not one.is_shredded}
    for step in ApplicationStep.objects.filter(application__in=by_key):
        step.application = by_key[step.application_id]
        label = str(needs.NEEDS[step.key].label) if step.key in needs.NEEDS else step.key
        facts = [Fact(_("Step"), label), Fact(_("On"), words(step.on))]
        facts += _words(step, seen=papers.labels(step.words["seen"] or ()))
        yield Record(tuple(fact for fact in facts if fact.value))


def _decision(decided: Suitability) -> Record:
    facts = [_clear(decided, name) for name in ("outcome", "decided_on", "review_on")]
    return Record(tuple(fact for fact in [*facts, *_words(decided)] if fact.value))


def _words(row: Any, **instead: Any) -> list[Fact]:
    """Sealed words under the names that the pages use; nothing where the key was destroyed."""
    if row.key_holder().is_shredded:
        return []
    found = row.words | instead
    return [Fact(str(label), words(found[name])) for name, label in row.WORDS.items()]


def _clear(row: Any, name: str, *, of_another: bool = False) -> Fact:
    shown = getattr(row, f"get_{name}_display", None)
    label = str(row._meta.get_field(name).verbose_name)
    value = shown() if shown is not None else getattr(row, name)
    return Fact(label[:1].upper() + label[1:], words(value), of_another=of_another)
