"""No test talks to another machine: looking its name up or connecting to it is an error."""

import ipaddress
import sys
from typing import Any


class NetworkUsed(RuntimeError):
    """A test, or what it ran, asked for something outside this machine."""


def _is_here(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None  # a Unix socket is a path
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        raise NetworkUsed(f"{event} was asked for {host!r}: tests stay on this machine.")


def pytest_configure() -> None:
    sys.addaudithook(_watch)
