"""The chain: each event carries the SHA-256 of its own canonical JSON and of the hash before it.

    hash = SHA-256( previous_hash + "\\n" + canonical )          in hexadecimal, over UTF-8

`canonical` is the JSON object of `CONTENT` with sorted keys, no spaces, nothing escaped that JSON allows to stand, and
the time in UTC as 2026-04-20T09:30:00.000000Z. The first event of an organisation follows `BEGINNING`. Anybody with the
rows can repeat this without the software; docs/developer/audit.md shows it in ten lines.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64

CONTENT = (
    "organisation_id",
    "number",
    "at",
    "actor_id",
    "actor_label",
    "verb",
    "object_type",
    "object_id",
    "object_label",
    "changed",
    "states",
    "detail",
)


def hash_of(content: Mapping[str, Any], previous_hash: str) -> str:
    return hashlib.sha256(f"{previous_hash}\n{canonical(content)}".encode()).hexdigest()


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write an event down; `content` has the keys of CONTENT, and may have others."""
    written = {name: content[name] for name in CONTENT} | {"at": moment(content["at"])}
    return compact(written)


def compact(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
