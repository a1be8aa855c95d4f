"""Real installations for tests: start.py as a person runs it, with its own data folder, port and database."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.plugins.services import claimed_database

ROOT = Path(__file__).parents[2]
START_SECONDS = 180  # on a busy machine; bench/start.py says how long it takes on an idle one
STOP_SECONDS = 20
MOMENT_SECONDS = 0.3


class Installation:
    """One data folder; it can be started and stopped again and again."""

    def __init__(self, folder: Path, told: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.told = {**os.environ, **(told or {}), "SAFEGUARD_VAR": str(folder), "PORT": str(self.port)}
        self.output = folder.with_suffix(".output")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait for its first page."""
        begun = time.monotonic()
        with self.output.open("wb") as output:
            command = [sys.executable, ROOT / "start.py"]
            self.process = subprocess.Popen(command, env=self.told, stdout=output, stderr=subprocess.STDOUT)
        while "Safeguard runs at" not in self.said():
            if self.process.poll() is not None or time.monotonic() - begun > START_SECONDS:
                raise AssertionError(f"Safeguard did not start:\n{self.said()}")
            time.sleep(0.05)
        status, text = self.page("/")
        assert status in {200, 302}, text

    def page(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def manage(self, *arguments: str) -> str:
        """What `start.py manage ...` prints."""
        command = [sys.executable, ROOT / "start.py", "manage", *arguments]
        return subprocess.run(command, env=self.told, check=True, stdout=subprocess.PIPE, text=True).stdout

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def family(self) -> dict[int, str]:
        """What start.py has started, and what that has: number and command line.

        What is there for a moment only, such as a copy of the worker about to become another program, is left out.
        """
        assert self.process is not None
        found: dict[int, str] = {}
        generation = [self.process.pid]
        while generation:
            generation = [pid for parent in generation for pid in _children(parent)]
            found |= {pid: command for pid in generation if (command := _command(pid))}
        time.sleep(MOMENT_SECONDS)
        return still_running(found)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Its exit code, and the seconds that stopping took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS), time.monotonic() - begun

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()


@contextmanager
def installation(folder: Path, *, copy_of: Installation | None = None, **told: str) -> Iterator[Installation]:
    """An installation of the kind that the environment says: embedded, or on DATABASE_URL and REDIS_URL.

    It is new, or has the data and files of another one that was stopped.
    """
    if copy_of is not None:
        shutil.copytree(copy_of.folder, folder)
    with own_database(copy_of) as database, own_queue() as queue:
        made = Installation(folder, {**database, **queue, **told})
        try:
            yield made
        finally:
            made.close()


@contextmanager
def own_database(copy_of: Installation | None) -> Iterator[dict[str, str]]:
    """DATABASE_URL of a database that nobody else has, where the environment names a PostgreSQL; else nothing."""
    given = os.environ.get("DATABASE_URL")
    if given is None:
        yield {}
        return
    name = f"safeguard_e2e_{uuid.uuid4().hex}"
    maintenance = urlunsplit(urlsplit(given)._replace(path="/postgres"))
    pattern = "template1" if copy_of is None else urlsplit(copy_of.told["DATABASE_URL"]).path.removeprefix("/")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_queue() -> Iterator[dict[str, str]]:
    """REDIS_URL of a database that nobody else has, where the environment names a Redis; else nothing.

    With one queue for two installations, the worker of the one would take the tasks of the other.
    """
    given = os.environ.get("REDIS_URL")
    if given is None:
        yield {}
        return
    with claimed_database(given, holder=f"installation of {os.getpid()}") as address:
        yield {"REDIS_URL": address}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def still_running(family: Mapping[int, str]) -> dict[int, str]:
    """Which of these processes are there still; a number given to somebody else since does not count."""
    return {pid: command for pid, command in family.items() if _command(pid) == command}


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
