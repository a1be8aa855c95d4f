"""A status moves along a table of steps, by compare-and-set; the table is drawn in `docs/states/`.

A model that has a status names its table:

    class PolicyVersion(ScopedModel):
        STEPS = states.STEPS                    # Table({Status.DRAFT: {Status.IN_REVIEW}, ...})
        status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)

        class Meta:
            constraints = [states.STEPS.constraint("policies_policyversion_status")]

Apps move it with `audit.services.transition`, which also writes the event. What else stands in the way of a step (a
quorum, a missing date) is said by the service as a list of sentences before it comes here.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from safeguard.refusals import Refused

Row = TypeVar("Row", bound=models.Model)


class TransitionRefused(Refused):
    """The step is not open from the status in which the row is now."""


class Table:
    """Which status leads where. Every status has a line, and every status can be reached from a first one."""

    def __init__(
        self, steps: Mapping[models.TextChoices, Collection[models.TextChoices]], *, first: Collection[Any] = ()
    ) -> None:
        """Without `first`, everything starts in the status that is declared first."""
        self.statuses = type(next(iter(steps)))
        self.first = tuple(first) or tuple(self.statuses)[:1]
        self.steps = {status: tuple(to for to in self.statuses if to in steps[status]) for status in steps}
        if missing := [status for status in self.statuses if status not in steps]:
            raise ValueError(f"The table says nothing about {missing[0]!r}.")
        if strangers := [to for targets in steps.values() for to in targets if to not in self.steps]:
            raise ValueError(f"{strangers[0]!r} is no status of this table.")
        if lost := set(self.statuses) - self._reachable():
            raise ValueError(f"Nothing leads to {min(lost)!r}.")

    def allows(self, now: str, to: str) -> bool:
        return self.statuses(to) in self.steps[self.statuses(now)]

    def constraint(self, name: str, field: str = "status") -> models.CheckConstraint:
        """The database takes no status that the table does not know."""
        return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": self.statuses.values}))

    def diagram(self) -> str:
        """The table in Mermaid's words."""
        lines = [f"    {status.value} : {status.label}" for status in self.statuses]
        lines += [f"    [*] --> {status.value}" for status in self.first]
        for status, targets in self.steps.items():
            lines += [f"    {status.value} --> {to.value}" for to in targets] or [f"    {status.value} --> [*]"]
        return "\n".join(["stateDiagram-v2", *lines])

    def _reachable(self) -> set[models.TextChoices]:
        reached: set[models.TextChoices] = set()
        ahead = list(self.first)
        while ahead:
            status = ahead.pop()
            if status not in reached:
                reached.add(status)
                ahead.extend(self.steps[status])
        return reached


def transition(obj: Row, *, to: str, **stamps: Any) -> Row:
    """Move `obj` to the status `to` and write `stamps` (field=value) in the same UPDATE.

    Raises TransitionRefused when the table has no such step, and when the row in the database is no longer in the
    status in which `obj` was read: of two people who press the button, the second is told.
    """
    model = type(obj)
    table = steps_of(model)
    now, to = table.statuses(obj.status), table.statuses(to)  # type: ignore[attr-defined]
    if not table.allows(now, to):
        raise TransitionRefused(refusal(obj, now, to))
    if not model._default_manager.filter(pk=obj.pk, status=now).update(status=to, **stamps):
        raise TransitionRefused(overtaken(obj, to))
    for name, value in {"status": to, **stamps}.items():
        setattr(obj, name, value)
    return obj


def refusal(obj: models.Model, now: Any, to: Any) -> str:
    words = {"thing": obj._meta.verbose_name, "now": now.label, "to": to.label}
    if now == to:
        return _("This %(thing)s is already “%(now)s”.") % words
    return _("This %(thing)s is “%(now)s”. From there it cannot become “%(to)s”.") % words


def overtaken(obj: models.Model, to: Any) -> str:
    """What somebody else did in the meantime."""
    model = type(obj)
    status = model._default_manager.filter(pk=obj.pk).values_list("status", flat=True).first()
    if status is None:
        return _("This %(thing)s is no longer there.") % {"thing": obj._meta.verbose_name}
    now = type(to)(status)
    if now == to:
        return refusal(obj, now, to)
    return _("Somebody else was quicker: this %(thing)s is now “%(now)s”. Look at it again before you go on.") % {
        "thing": obj._meta.verbose_name,
        "now": now.label,
    }


def steps_of(model: type[models.Model]) -> Table:
    table = getattr(model, "STEPS", None)
    if not isinstance(table, Table):
        raise TypeError(f"{model._meta.label} has no STEPS.")
    return table


def tables() -> Iterator[tuple[type[models.Model], Table]]:
    """Every model that has a table of steps, in the order of the apps."""
    for model in apps.get_models():
        table = getattr(model, "STEPS", None)
        if isinstance(table, Table):
            yield model, table


def pages() -> dict[str, str]:
    """What belongs into `docs/states/`: the name of each file and its text."""
    found: dict[str, str] = {}
    with override("en-gb"):
        for model, table in tables():
            title = str(model._meta.verbose_name)
            name = f"{slugify(title)}.md"
            if name in found:
                raise ValueError(f"Two models are called {title!r}.")
            found[name] = page(title, table)
    return found


def page(title: str, table: Table) -> str:
    heading = title[:1].upper() + title[1:]
    return (
        f"# {heading}: the statuses and the steps between them\n\n{GENERATED}\n\n```mermaid\n{table.diagram()}\n```\n"
    )


GENERATED = "<!-- Drawn by `manage.py diagrams` from the table in the code. Change it there. -->"
