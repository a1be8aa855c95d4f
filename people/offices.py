"""Who holds an office today, as what falls due names its recipients; and what is asked once where many rooms ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from people.models import Person, RoleHolding
from safeguard.scoping import active_organisation

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Held = dict[str, set[int]]
_read: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("asked_once_read", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it every `shared` question is asked once: a page that asks every room what is due asks the same often.

    For pages that change nothing; it is also a decorator of views.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def shared(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Asked once for each organisation and for these arguments within `asked_once`, and each time elsewhere.

    The answer goes to everybody who asks: nobody changes it.
    """

    @wraps(ask)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        read = _read.get()
        if read is None:
            return ask(*args, **kwargs)
        place = (active_organisation().pk, ask, args, tuple(sorted(kwargs.items())))
        if place not in read:
            read[place] = ask(*args, **kwargs)
        found: Answer = read[place]
        return found

    return answer


def holders(*roles: str, today: date) -> tuple[int, ...]:
    """The keys of those who hold one of these roles today, in a fixed order; one query, or none within `asked_once`."""
    if _read.get() is None:
        found = Person.objects.current(today).holding(*roles, on=today)
        return tuple(found.order_by("pk").values_list("pk", flat=True))
    held = _all_held(today)
    return tuple(sorted(set().union(*(held[role] for role in roles))))


def first_holders(*roles: str, today: date) -> tuple[int, ...]:
    """Those who hold the first of these roles that anybody holds today."""
    return next((found for role in roles if (found := holders(role, today=today))), ())


@shared
def person_with_user(key: int) -> Person | None:
    """Somebody of the active organisation, whose rights many rooms look at."""
    found: Person | None = Person.objects.filter(pk=key).select_related("user").first()
    return found


@shared
def _all_held(today: date) -> Held:
    held: Held = defaultdict(set)
    for role, person in RoleHolding.objects.counting(today).values_list("role", "person"):
        held[role].add(person)
    return held
