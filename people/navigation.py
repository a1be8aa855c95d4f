"""The rooms of the house, as far as a person may enter them. Each app names its own in rooms.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from people.models import Person


@dataclass(frozen=True)
class Room:
    """An entry of the navigation: label, address by name, who sees it, and its place in the row."""

    label: str | Promise
    url_name: str
    place: int
    visible_to: Callable[[Person], bool] = lambda person: True


@cache
def rooms() -> list[Room]:
    found: list[Room] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.rooms"
        if "." not in config.name and find_spec(name):
            found += import_module(name).ROOMS
    return sorted(found, key=lambda room: room.place)


def navigation(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is the current room) for the rooms that this person may enter.

    The current room is the one whose address fits best, so that a room inside another one's address is alone current.
    """
    slug = request.organisation.slug
    entries = [
        (str(room.label), reverse(room.url_name, args=[slug])) for room in rooms() if room.visible_to(request.person)
    ]
    fitting = [url for _label, url in entries if request.path.startswith(url) and url != f"/o/{slug}/"]
    current = max(fitting, key=len, default=None)
    return [(label, url, url == current) for label, url in entries]
