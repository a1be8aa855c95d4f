"""The queue of the embedded installation: kombu's folder of messages, with writes that nobody sees half done.

Kombu makes the file of a message, and of the list of queues, before it fills it. A worker that looks in between reads
nothing, and stops. Here both come into being full: they are written beside their place and then given their name.
"""

from __future__ import annotations

import logging
import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)

PART = "part"  # the ending of a file that is being written; kombu looks at none that ends so


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu's own does
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        written = _written(Path(self.data_folder_out) / name, payload)
        written.replace(written.with_suffix(""))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        file = self._exchange_file(exchange)
        if not file.exists():
            written = _written(file.with_name(f"{file.name}.{uuid.uuid4()}"), [])
            try:
                os.link(written, file)
            except FileExistsError:
                logger.debug("Another program made %s at the same moment.", file.name)
            written.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message. One that a failed disk or a power cut left torn is put aside: it only said "look now"."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                logger.warning("A message in the queue could not be read, and was put aside.")


def _written(path: Path, content: Any) -> Path:
    """The file with this content, under a name that has one more ending."""
    part = path.with_name(f"{path.name}.{PART}")
    part.write_text(dumps(content), encoding="utf-8")
    return part


class Transport(filesystem.Transport):
    Channel = Channel
