"""Is this piece of paper genuine? The code that is printed on it, and the shape of the answer.

Apps that hand something out have a `verifying.py` with both `verify(code) -> Verdict | None` and
`verify_file(sha256) -> Verdict | None`; the public page finds them here. A verdict tells no more about people than its
holder can already read.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which look like one another
LENGTH = 16  # 80 bits: nobody guesses one, however long they try


@dataclass(frozen=True)
class Verdict:
    """What stands behind a code or a file.

    `kind` is the sort of thing ("Receipt of a signature"), `title` what it is of, `lines` what else its holder may
    compare, and `superseded_since` what has changed since it was made. `genuine` is false when the code is ours and the
    record behind it is no longer what it was.
    """

    kind: str
    genuine: bool
    made_at: datetime
    title: str
    lines: tuple[str, ...] = ()
    superseded_since: tuple[str, ...] = ()


def new_code() -> str:
    """Such as "K7QD-2M4P-XW3H-9RTC"."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def tidy(typed: str) -> str:
    """A code as somebody typed it from paper, in the form in which it is kept."""
    return grouped("".join(c for c in typed.upper() if c.isalnum()))


def sha256_of(chunks: Iterable[bytes]) -> str:
    """Of a file in pieces, such as `uploaded.chunks()`."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def verify(code: str) -> Verdict | None:
    """The answer of the app that printed this code, or None when it is nobody's."""
    return _first(verifier.verify(tidy(code)) for verifier in _verifiers())


def verify_file(sha256: str) -> Verdict | None:
    """The answer of the app that made the file with this fingerprint, or None when it is nobody's."""
    return _first(verifier.verify_file(sha256) for verifier in _verifiers())


def _first(answers: Iterable[Verdict | None]) -> Verdict | None:
    return next((verdict for verdict in answers if verdict), None)


def _verifiers() -> Iterator[Any]:
    for config in apps.get_app_configs():
        name = f"{config.name}.verifying"
        if "." not in config.name and find_spec(name) and hasattr(module := import_module(name), "verify_file"):
            yield module
