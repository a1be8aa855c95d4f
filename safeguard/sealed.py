"""Models whose words are in the vault.

A record that holds a data key is `Vaulted`; one whose words are sealed under such a key is `Sealed`. Both at once is a
record with a key of its own.

    class Case(Vaulted, Sealed, ScopedModel):
        WORDS = {"heading": _("In a few words")}
        def key_holder(self): return self

    class Entry(Sealed, ScopedModel):
        WORDS = {"text": _("What happened")}
        case = models.ForeignKey(Case, ...)

    entry = Entry(case=case, words={"text": "…"})
    entry.words["text"]

What is in clear beside the words (dates, states, kinds) can be filtered and sorted by; words cannot.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from safeguard import vault


class WithPlace(models.Model):
    """Has a key that nobody can guess: addresses use it, and what is sealed is bound to it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        return f"{self._meta.label_lower}:{self.uid}"


class Vaulted(WithPlace):
    """Holds a data key, wrapped. An empty one was destroyed, and with it all words under it (crypto-shredding)."""

    wrapped_key = models.BinaryField(editable=False, default=b"")
    shredded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def data_key(self) -> bytes:
        """Made when it is first asked for in a row that is not saved yet. Raises vault.VaultError."""
        if not self.wrapped_key and self._state.adding and self.shredded_at is None:
            self.wrapped_key = vault.wrap(vault.new_data_key(), place=self.place)
        return vault.unwrap(bytes(self.wrapped_key), place=self.place)

    @property
    def is_shredded(self) -> bool:
        return self.shredded_at is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            _ = self.data_key
        super().save(*args, **kwargs)

    def shred(self) -> None:
        """Destroy the key; the caller saves `wrapped_key` and `shredded_at`, and records it."""
        self.wrapped_key, self.shredded_at = b"", timezone.now()

    def rewrap(self) -> None:
        """Under the current key of the key file; the caller saves `wrapped_key`."""
        self.wrapped_key = vault.wrap(self.data_key, place=self.place)


class Sealed(WithPlace):
    """Its words are sealed together, under the data key of its `key_holder()`."""

    WORDS: ClassVar[Mapping[str, str | Promise]]  # the names of the words, with what the pages call them

    sealed = models.BinaryField(editable=False)

    class Meta:
        abstract = True

    def key_holder(self) -> Vaulted:
        """The record under whose key the words are: its case, or itself."""
        return self if isinstance(self, Vaulted) else self.case  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        """Every word by its name; empty where nothing was written. Read once per state of the row.

        A copy: to write, assign. Raises vault.VaultError.
        """
        sealed = bytes(self.sealed)
        cached = self.__dict__.get("_opened")
        if cached is None or cached[0] != sealed:
            content = vault.unseal(sealed, self.key_holder().data_key, place=self.place)
            cached = self.__dict__["_opened"] = (sealed, json.loads(content))
        return dict.fromkeys(self.WORDS, "") | cached[1]

    @words.setter
    def words(self, words: Mapping[str, Any]) -> None:
        """Seal these words in place of all that were there. Raises TypeError for a name that is not in WORDS."""
        if strange := set(words) - set(self.WORDS):
            raise TypeError(f"{type(self).__name__} has no words called {', '.join(sorted(strange))}.")
        said = {name: value for name, value in words.items() if value not in ("", None)}
        content = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
        self.sealed = vault.seal(content, self.key_holder().data_key, place=self.place)

    def reword(self, **words: Any) -> None:
        """Change some words and keep the others; for rows that may change. The caller saves `sealed`."""
        self.words = self.words | words


def holders() -> list[type[Vaulted]]:
    """Every model that holds data keys, for the check at the start and for the change of the key file's key."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Vaulted)]
