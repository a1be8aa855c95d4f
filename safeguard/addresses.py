"""Addresses within an organisation, and whole addresses for mails and prints."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from safeguard.scoping import active_organisation


def address(name: str, *args: Any, **query: Any) -> str:
    """The path of a page under /o/<slug>/ of the active organisation."""
    return reverse(name, args=[active_organisation().slug, *args], query=query or None)


def whole(path: str) -> str:
    """The path with the public scheme and host, as a mail or a printed page needs it."""
    return urljoin(settings.PUBLIC_URL, path)
