"""The outbox of an embedded installation: mails are kept as files and shown in the browser instead of being sent."""

from __future__ import annotations

import email
import email.policy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Message
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Writes each mail to OUTBOX_DIR; the name sorts by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.OUTBOX_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            path = settings.OUTBOX_DIR / f"{stamp}-{uuid.uuid4().hex[:8]}.eml"
            temporary = path.with_suffix(".part")
            temporary.write_bytes(message.message().as_bytes())
            temporary.replace(path)
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """One mail of the outbox, as the page shows it."""

    name: str
    message: Message

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def sent_at(self) -> datetime:
        return datetime.strptime(self.name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or "" for part in self.message.iter_attachments()]


def newest(limit: int = 100) -> list[Mail]:
    """The newest mails first."""
    paths = sorted(settings.OUTBOX_DIR.glob("*.eml"), reverse=True)[:limit]
    return [_read(path) for path in paths]


def find(name: str) -> Mail | None:
    """The mail with this name, or None; a name is never a path."""
    path = settings.OUTBOX_DIR / f"{Path(name).name}.eml"
    return _read(path) if path.is_file() else None


def _read(path: Path) -> Mail:
    return Mail(path.stem, email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
