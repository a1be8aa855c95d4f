"""A real SMTP server that keeps what it is given."""

import email
import email.policy
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.e2e.installations import free_port

logging.getLogger("mail.log").setLevel(logging.WARNING)  # a failed test is not explained by the mail server's talk


class Mailbox:
    """Takes every mail, as slowly as it is told to."""

    def __init__(self, seconds_a_mail: float = 0.0) -> None:
        self.seconds_a_mail = seconds_a_mail
        self.mails: list[EmailMessage] = []
        self.read: list[EmailMessage] = []
        self.port = free_port()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        time.sleep(self.seconds_a_mail)
        return "250 OK"

    def wait_for(self, count: int, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < deadline, f"{len(self.mails)} of {count} mails came."
            time.sleep(0.02)

    def next_to(self, address: str, about: str = "", seconds: float = 90) -> EmailMessage:
        """The oldest mail to this address that was not asked for before and has these words in its subject."""
        deadline = time.monotonic() + seconds
        while not (found := [mail for mail in self.unread if is_to(mail, address) and about in str(mail["Subject"])]):
            subjects = [str(mail["Subject"]) for mail in self.mails if is_to(mail, address)]
            assert time.monotonic() < deadline, f"No mail about “{about}” came for {address}, but {subjects}."
            time.sleep(0.05)
        self.read.append(found[0])
        return found[0]

    @property
    def unread(self) -> list[EmailMessage]:
        return [mail for mail in self.mails if not any(mail is known for known in self.read)]


def is_to(mail: EmailMessage, address: str) -> bool:
    return address in str(mail["To"])


@contextmanager
def mailbox(seconds_a_mail: float = 0.0) -> Iterator[Mailbox]:
    made = Mailbox(seconds_a_mail)
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
