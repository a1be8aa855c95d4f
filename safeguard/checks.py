"""What Django's own check says about the installation, without asking the database."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Caution

from safeguard import vault


@register(Tags.security)
def key_file(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The keys to the confidential records are there, and for no other user of the machine to read."""
    path = vault.key_file()
    try:
        vault.keyring()
    except vault.KeyFileMissing as error:
        hint = "Put back the copy that was kept. For a new installation run: manage.py vault new"
        return [Caution(f"{error} Confidential records cannot be opened or written.", hint=hint, id="safeguard.W001")]
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        hint = f"Run: chmod 600 {path}"
        return [Caution(f"Other users of this machine can read {path}.", hint=hint, id="safeguard.W002")]
    return []
