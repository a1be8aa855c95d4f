"""Long lists, page by page from the last row seen.

A later page costs what the first one costs, and nothing is shown twice when something comes in meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

Row = TypeVar("Row", bound=Model)
PORTION = 500  # rows that are looked through at once, where the database cannot choose them


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the addresses of the pages beside them: empty where there is none."""

    rows: list[Row]
    previous: str
    next: str


def page_of(
    request: HttpRequest,
    found: QuerySet[Row],
    *,
    order: str,
    size: int,
    within: QuerySet[Row] | None = None,
    keep: Callable[[list[Row]], list[Row]] | None = None,
    portion: int | None = None,
) -> Page[Row]:
    """The rows of `found` after, or before, the one that the address names; the first ones where it names none.

    They stand in the order of the column `order`, and then of their keys. The named row is looked up in `within`: all
    that whoever asks may know of, before what they filter by, so that a row may leave the list between two pages.
    Without it, only among those found. Any other row is as one that does not exist: the list begins at its beginning.
    Where the database cannot tell which rows belong to the list, `keep` does: it is given one portion after the other
    until the page is full. Where most are known to belong, a small `portion` does.
    """
    after, before = key_in(request.GET, "after"), key_in(request.GET, "before")
    place = _place(found if within is None else within, order.removeprefix("-"), after or before)
    backwards = place is not None and not after
    ordered = found.order_by(order, "-pk" if order.startswith("-") else "pk")
    if place is not None:
        ordered = ordered.filter(_beyond(*place, order=order, backwards=backwards))
    turned = ordered.reverse() if backwards else ordered
    rows = list(turned[: size + 1]) if keep is None else _kept(turned, keep, size + 1, portion or PORTION)
    is_cut, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_previous, has_next = (is_cut, True) if backwards else (place is not None, is_cut)
    return Page(
        rows,
        previous=_turned(request, before=rows[0].pk) if rows and has_previous else "",
        next=_turned(request, after=rows[-1].pk) if rows and has_next else "",
    )


def _kept(ordered: QuerySet[Row], keep: Callable[[list[Row]], list[Row]], wanted: int, portion: int) -> list[Row]:
    rows: list[Row] = []
    for start in count(0, portion):
        here = list(ordered[start : start + portion])
        rows += keep(here)
        if len(rows) >= wanted or len(here) < portion:
            break
    return rows[:wanted]


def key_in(query: QueryDict, name: str) -> int | None:
    """A key in an address; None where it was typed badly, and the list then begins at its beginning."""
    return as_key(query.get(name, ""))


def as_key(text: str) -> int | None:
    """A number to which a database counts, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _place(within: QuerySet[Row], column: str, key: int | None) -> tuple[object, int] | None:
    return within.order_by().filter(pk=key).values_list(column, "pk").first() if key else None


def _beyond(value: object, key: int, *, order: str, backwards: bool) -> Q:
    column, side = order.removeprefix("-"), "lt" if order.startswith("-") != backwards else "gt"
    return Q((f"{column}__{side}", value)) | Q((column, value), (f"pk__{side}", key))


def _turned(request: HttpRequest, **to: int) -> str:
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query.update({name: str(key) for name, key in to.items()})
    return f"{request.path}?{query.urlencode()}"
