"""Those who write the notices of one organisation take turns: planners and senders write the same rows."""

from __future__ import annotations

from organisations.models import Settings


def wait_for_turn() -> None:
    """Inside a transaction, before any other lock, so that no two block each other: wait until nobody else writes."""
    Settings.objects.select_for_update(no_key=True).first()
