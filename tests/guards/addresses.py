"""Every address of the site, found by walking the URL tree, so that a new view cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

SAMPLES = {
    "int": "1",
    "slug": "sample",
    "str": "sample",
    "path": "sample",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}


@dataclass(frozen=True)
class Address:
    """One address: its route as written, a path that matches it, its view and its name."""

    route: str
    path: str
    view: Any
    name: str
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return self.route


def walk(
    patterns: list[Any] | None = None, route: str = "", path: str = "/", names: tuple[str, ...] = ()
) -> Iterator[Address]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        own_route, own_path = str(entry.pattern), sample(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from walk(entry.url_patterns, route + own_route, path + own_path, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join((*names, entry.name or ""))
            parameters = tuple(entry.pattern.converters)
            yield Address(route + own_route, path + own_path, entry.callback, name, parameters)


def sample(pattern: Any) -> str:
    """The pattern's text with every parameter filled in by something of its type."""
    text = str(pattern).removeprefix("^").removesuffix("$").replace("\\Z", "")
    kinds = {type(converter): kind for kind, converter in get_converters().items()}
    for name, converter in pattern.converters.items():
        kind = next(kind for cls, kind in kinds.items() if isinstance(converter, cls))
        text = text.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", SAMPLES[kind])
    return text


def of_organisations() -> list[Address]:
    return [address for address in walk() if address.route.startswith("o/<slug:organisation_slug>/")]


def elsewhere() -> list[Address]:
    return [address for address in walk() if not address.route.startswith("o/<slug:organisation_slug>/")]
