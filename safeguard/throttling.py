"""How often somebody may try, counted in the cache that all processes share."""

from __future__ import annotations

import hashlib

from django.core.cache import cache


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Whether this is among the first `limit` tries under `key` in any stretch of `seconds`; it counts as one.

    Each try takes a place that comes free again after `seconds`, and taking a place is one step in every cache, so that
    two at once never share one. The key may hold what is personal, such as an address: only its hash is kept.
    """
    return any(cache.add(place, 1, seconds) for place in _places(key, limit))


def forget(key: str, *, limit: int) -> None:
    """Start counting anew, after a try that went right."""
    cache.delete_many(_places(key, limit))


def _places(key: str, limit: int) -> list[str]:
    name = hashlib.sha256(key.encode()).hexdigest()
    return [f"throttle:{name}:{place}" for place in range(limit)]
