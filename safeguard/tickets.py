"""Papers that hold for some hours: made by the worker, kept in the cache, and opened by the ticket of whoever asked.

PAPERS = Papers("consent.lists", kept=timedelta(hours=12))
ticket = PAPERS.ticket(event=3, person=7)   # a signed string that tells what it opens
PAPERS.keep(ticket, lambda: pdf.render(…))  # in the worker
PAPERS.opens(ticket, event=3, person=7) and PAPERS.made(ticket)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.cache import cache

from safeguard import pdf

NO_PDF = b"no pdf"
"""Stands for a paper on a computer that sets no type."""


@dataclass(frozen=True)
class Papers:
    """The papers of one kind; `name` keeps tickets of one kind from opening another, `kept` is how long both last."""

    name: str
    kept: timedelta

    def ticket(self, **about: Any) -> str:
        return signing.dumps(about, salt=self.name)

    def read(self, ticket: str) -> dict[str, Any]:
        """What the ticket is about; nothing for one that was made up, or has run out."""
        try:
            found = signing.loads(ticket, salt=self.name, max_age=self.kept)
        except signing.BadSignature:
            return {}
        return dict(found) if isinstance(found, dict) else {}

    def opens(self, ticket: str, **about: Any) -> bool:
        return self.read(ticket) == about

    def keep(self, ticket: str, render: Callable[[], bytes]) -> None:
        """Make the paper and keep it until the ticket ends; on a computer that sets no type there is none."""
        try:
            made = render()
        except pdf.Unavailable:
            made = NO_PDF
        cache.set(self.place(ticket), made, self.kept.total_seconds())

    def made(self, ticket: str) -> bytes | None:
        """None while the worker has not made it; NO_PDF where this computer makes none."""
        found: bytes | None = cache.get(self.place(ticket))
        return found

    def place(self, ticket: str) -> str:
        """The key in the cache, which does not give the ticket away."""
        return f"{self.name}-{sha256(ticket.encode('utf-8', 'replace')).hexdigest()}"
