"""Whether the key file and what is sealed belong together, and the change of its key.

    problem()      a sentence where something sealed cannot be opened with the key file as it is now
    rewrap()       put every data key under the current key
    first_broken() open everything that can be opened by a key, and say what cannot

It looks at the rows of all charities, and at nothing in them but which key they are under.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models, transaction
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from safeguard import vault
from safeguard.sealed import Vaulted, holders

BATCH = 200  # rows of one transaction


def used_keys() -> set[str]:
    """The ids of the keys under which something is wrapped; one query for each table that holds data keys."""
    found: set[str] = set()
    for model in holders():
        key_id = Substr("wrapped_key", 2, vault.ID_BYTES, output_field=models.BinaryField())
        found.update(
            bytes(one).decode("ascii", "replace")
            for one in _kept(model).order_by().values_list(key_id, flat=True).distinct()
        )
    return found


def problem() -> str:
    """What the administrator has to be told, or nothing. An installation that sealed nothing yet has no problem."""
    used = used_keys()
    try:
        known = set(vault.keyring().keys)
    except vault.KeyFileMissing as error:
        if not used and not vault.key_file().exists():
            return ""
        return _("%(what)s The confidential records cannot be opened without it: put back the copy that was kept.") % {
            "what": error
        }
    if missing := used - known:
        return _(
            "The key file at %(path)s is not the one of these records: it lacks %(keys)s. "
            "Put back the copy that was kept."
        ) % {"path": vault.key_file(), "keys": ", ".join(sorted(missing))}
    return ""


def rewrap() -> int:
    """Put every data key that is under an older key under the current one, batch by batch. Returns how many.

    It may be stopped and begun again at any time. A row that somebody changed meanwhile keeps what they wrote.
    """
    current = vault.keyring().current.encode()
    return sum(_rewrap_all(model, vault.WRAPPED + current) for model in holders())


def _rewrap_all(model: type[Vaulted], header: bytes) -> int:
    changed, last = 0, 0
    while True:
        with transaction.atomic():
            rows = list(_kept(model).filter(pk__gt=last).order_by("pk").only("pk", "uid", "wrapped_key")[:BATCH])
            for row in rows:
                old = bytes(row.wrapped_key)
                if old.startswith(header):
                    continue
                row.rewrap()
                same = _all(model).filter(pk=row.pk, wrapped_key=old)
                changed += same.update(wrapped_key=row.wrapped_key)
        if len(rows) < BATCH:
            return changed
        last = rows[-1].pk


def first_broken() -> str:
    """The first record whose data key cannot be opened, by its kind and its number; empty where all can."""
    for row in _every_holder():
        try:
            _ = row.data_key
        except vault.VaultError as error:
            return f"{row._meta.verbose_name} {row.pk}: {error}"
    return ""


def _every_holder() -> Iterator[Vaulted]:
    for model in holders():
        yield from _kept(model).order_by("pk").only("pk", "uid", "wrapped_key").iterator(chunk_size=BATCH)


def _kept(model: type[Vaulted]) -> models.QuerySet[Vaulted]:
    """Those whose key was not destroyed."""
    return _all(model).exclude(wrapped_key=b"")


def _all(model: type[Vaulted]) -> models.QuerySet[Vaulted]:
    found: models.QuerySet[Vaulted] = model._default_manager.across_organisations()  # type: ignore[attr-defined]
    return found
