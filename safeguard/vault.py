"""Text encrypted at rest: AES-GCM under a data key per case, which is itself wrapped by a key file of its own.

The key file is not SECRET_KEY and does not lie in the database, so that neither a stolen database nor a stolen backup
tells anything. It holds one key a line, "<id> <32 bytes in base64>"; the first one wraps, all of them unwrap:

    vault.wrap(vault.new_data_key(), place="incidents.case:6f0e…")
    vault.seal(b"words", data_key, place="incidents.entry:91ab…")

A place is bound into what is sealed: a text that was changed, or moved to another row, fails loudly and is never shown
as text. Destroying the wrapped data key destroys everything under it. This module knows no database.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES, NONCE_BYTES, ID_BYTES, TAG_BYTES = 32, 12, 8, 16
WRAPPED, SEALED = b"\x01", b"\x02"  # the first byte says what it is, and in which way it was made

HEADER = """\
# The keys to the confidential records of this installation. Without this file nobody can read them again.
# Keep a copy in a safe place that is not where the backups of the database are.
"""


class VaultError(RuntimeError):
    """Something sealed cannot be opened."""


class KeyFileMissing(VaultError):
    """There is no key file, or nothing in it that is a key."""


class KeyUnknown(VaultError):
    """It was wrapped under a key that the key file does not hold."""


class Tampered(VaultError):
    """It was changed, cut, or moved from where it was sealed."""


class Shredded(VaultError):
    """Its data key was destroyed."""


@dataclass(frozen=True)
class Keyring:
    """The keys of the key file by their ids; `current` wraps what is new."""

    current: str
    keys: dict[str, bytes]


def keyring() -> Keyring:
    """What the key file holds now. Raises KeyFileMissing."""
    path = key_file()
    try:
        state = path.stat()
        return _read(path, (state.st_mtime_ns, state.st_ino, state.st_size))
    except FileNotFoundError:
        raise KeyFileMissing(f"There is no key file at {path}.") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileMissing(f"The key file at {path} cannot be read.") from None


def key_file() -> Path:
    return Path(settings.VAULT_KEY_FILE)


def add_key() -> str:
    """Make a new key the current one, or make the key file with its first key. Returns the id of the new key."""
    key_id = secrets.token_hex(ID_BYTES // 2)
    old = keyring().keys if key_file().exists() else {}
    _write({key_id: secrets.token_bytes(KEY_BYTES)} | old)
    return key_id


def drop_keys(*, keep: Collection[str]) -> list[str]:
    """Take out of the key file what is neither in `keep` nor the current key. Returns the ids of what is gone."""
    ring = keyring()
    gone = [key_id for key_id in ring.keys if key_id not in keep and key_id != ring.current]
    if gone:
        _write({key_id: key for key_id, key in ring.keys.items() if key_id not in gone})
    return gone


def _write(keys: Mapping[str, bytes]) -> None:
    """Replace the key file: never half a file, and never two at once."""
    path = key_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(path.name + ".new")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise VaultError(f"Somebody is changing the keys, or was interrupted: see {beside}, and remove it.") from None
    with os.fdopen(handle, "w") as file:
        lines = [f"{key_id} {base64.b64encode(key).decode()}" for key_id, key in keys.items()]
        file.write(HEADER + "\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


# Data keys -----------------------------------------------------------------------------------------------------------


def new_data_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def wrap(data_key: bytes, *, place: str) -> bytes:
    """The data key of what stands at `place`, to be kept beside it. Raises KeyFileMissing."""
    ring = keyring()
    header = WRAPPED + ring.current.encode()
    return header + _encrypt(ring.keys[ring.current], data_key, header + place.encode())


def unwrap(wrapped: bytes, *, place: str) -> bytes:
    """Raises Shredded when it was destroyed, KeyUnknown, KeyFileMissing, and Tampered for anything else."""
    if not wrapped:
        raise Shredded("The key of this record was destroyed at the end of its time.")
    header, rest = wrapped[: 1 + ID_BYTES], wrapped[1 + ID_BYTES :]
    if header[:1] != WRAPPED:
        raise Tampered("This is no wrapped key.")
    key = keyring().keys.get(key_id_of(wrapped))
    if key is None:
        raise KeyUnknown("The key file does not hold the key under which this was sealed.")
    return _decrypt(key, rest, header + place.encode())


def key_id_of(wrapped: bytes) -> str:
    """Under which key of the key file it was wrapped."""
    return wrapped[1 : 1 + ID_BYTES].decode("ascii", "replace")


# What is under them --------------------------------------------------------------------------------------------------


def seal(content: bytes, data_key: bytes, *, place: str) -> bytes:
    return SEALED + _encrypt(data_key, content, SEALED + place.encode())


def unseal(sealed: bytes, data_key: bytes, *, place: str) -> bytes:
    """Raises Tampered when it is not, byte for byte, what was sealed at this place."""
    if sealed[:1] != SEALED:
        raise Tampered("This is not something sealed.")
    return _decrypt(data_key, sealed[1:], SEALED + place.encode())


def _encrypt(key: bytes, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Tampered("It was cut.")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        raise Tampered("It was changed or moved since it was sealed.") from None


@lru_cache(maxsize=4)
def _read(path: Path, state: tuple[int, int, int]) -> Keyring:
    """`state` makes a file that was replaced be read anew."""
    keys: dict[str, bytes] = {}
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            key_id, _space, text = line.strip().partition(" ")
            try:
                key = base64.b64decode(text, validate=True)
            except binascii.Error:
                key = b""
            if len(key) != KEY_BYTES or len(key_id) != ID_BYTES:
                raise KeyFileMissing(f"{path} has a line that is no key.")
            keys[key_id] = key
    if not keys:
        raise KeyFileMissing(f"{path} holds no key.")
    return Keyring(next(iter(keys)), keys)
