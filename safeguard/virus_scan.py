"""Uploads are looked at by ClamAV where the installation has one (CLAMD_ADDRESS); without it nothing is asked."""

from __future__ import annotations

import socket
import struct
from contextlib import closing

from django.conf import settings
from django.utils.translation import gettext as _

from safeguard.refusals import Refused

CHUNK = 64 * 1024  # bytes
SECONDS = 30


class Infected(Refused):
    """The scanner found something, or could not be asked: the file does not come in."""


def refuse_infected(data: bytes) -> None:
    """Raises Infected for a file in which the scanner finds something, and while the scanner does not answer."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = ask(data)
    except OSError:
        raise Infected(_("The virus scanner does not answer, so no file can come in. Try again later.")) from None
    if not answer.endswith("OK"):
        raise Infected(_("The virus scanner found something in this file. It was not kept."))


def ask(data: bytes) -> str:
    """What clamd says of `data`, by its INSTREAM command: "stream: OK" or "stream: <name> FOUND"."""
    with closing(connected(settings.CLAMD_ADDRESS)) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            scanner.sendall(struct.pack("!L", len(piece)) + piece)
        scanner.sendall(struct.pack("!L", 0))
        return scanner.makefile("rb").read(4096).decode(errors="replace").strip("\0 \n")


def connected(address: str) -> socket.socket:
    """A path of a Unix socket, or "host:port"."""
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(SECONDS)
        scanner.connect(address)
        return scanner
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
