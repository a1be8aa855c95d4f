"""Web server, worker and beat: three children that start together and stop together."""

import ctypes
import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from launch.places import PYTHON, ROOT
from launch.terminal import Refused, say

READY_SECONDS = 60  # until the first answer
GRACE_SECONDS = 8  # for a request or a task in hand, when stopping
LOOK_SECONDS = 0.1
LOG_BYTES = 5_000_000  # a longer log is put aside as .old at the next start
TAIL_LINES = 15


class Stopped(BaseException):
    """Somebody pressed Ctrl+C, or the system asked us to stop."""


class Stop:
    """Ctrl+C, SIGTERM and a closed terminal. While setting up they interrupt; while running they are asked about."""

    def __init__(self) -> None:
        self.asked = False
        self.interrupts = True
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks to outlive the terminal
            numbers.append(signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        if self.interrupts:
            raise Stopped


class Child:
    """One program in a process group of its own, so that Ctrl+C reaches only us, and nothing outlives the group."""

    def __init__(self, name: str, command: Sequence[str], *, told: Mapping[str, str], logs: Path) -> None:
        self.name = name
        self.log = logs / f"{name}.log"
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as output:
            self.begins = output.tell()
            self.process = subprocess.Popen(
                [str(PYTHON), "-m", *command],
                cwd=ROOT,
                env=dict(told),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent(),  # noqa: PLW1509 (no threads are left when this runs)
            )

    def died(self) -> bool:
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if not self.died():
            self.process.terminate()

    def end(self) -> None:
        """End what is left of the group, hard."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it stopped by itself, and left nothing
        self.process.wait()

    def last_lines(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self.begins)
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])


def _end_with_parent() -> Callable[[], object] | None:
    """On Linux the kernel tells the children when start.py is killed without a chance to stop them."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent_death_signal = 1
    return lambda: prctl(parent_death_signal, signal.SIGTERM)


def check_address(host: str, port: int) -> None:
    """Refuse in a sentence when the web server could not listen here."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are closing do not count
        try:
            listener.bind((host, port))
            listener.listen(1)
        except OSError as error:
            other = port + 1 if 1024 <= port < 65535 else 8000  # below 1024 only root may listen
            raise Refused(
                f"Safeguard cannot listen on {host} port {port} ({error.strerror or error}): "
                f"choose another port, such as: PORT={other} python3 start.py"
            ) from error


def run(host: str, port: int, *, folder: Path, told: Mapping[str, str], stop: Stop, ready: Callable[[], None]) -> None:
    """Start the three, call ready() at the first answer, and return when all have stopped.

    When one of them stops by itself the others are stopped too, and Refused says which it was and what it said.
    """
    logs = folder / "log"
    logs.mkdir(exist_ok=True)
    python_modules = {
        "web": f"granian --interface wsgi --host {host} --port {port} --no-ws safeguard.wsgi:application",
        "worker": "celery -A safeguard worker -P threads -c 2 --without-gossip --without-mingle --loglevel INFO",
        "beat": f"celery -A safeguard beat --schedule {shlex.quote(str(folder / 'beat-schedule'))} --loglevel INFO",
    }
    children: list[Child] = []
    stop.interrupts = False
    try:
        for name, command in python_modules.items():
            children.append(Child(name, shlex.split(command), told=told, logs=logs))
        _wait_for_answer(host, port, children, stop)
        if not stop.asked:
            ready()
        while not stop.asked:
            _check(children)
            time.sleep(LOOK_SECONDS)
    finally:
        _stop_all(children)


def _check(children: Sequence[Child]) -> None:
    for child in children:
        if child.died():
            raise Refused(
                f"The {child.name} process stopped by itself, with exit code {child.process.returncode}, "
                f"so everything was stopped. Its last lines, from {child.log}:\n{child.last_lines()}"
            )


def _wait_for_answer(host: str, port: int, children: Sequence[Child], stop: Stop) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not stop.asked and not _answers(host, port):
        _check(children)
        if time.monotonic() > deadline:
            raise Refused(
                f"The web server gave no answer within {READY_SECONDS} seconds, so everything was stopped. "
                f"Its last lines, from {children[0].log}:\n{children[0].last_lines()}"
            )
        time.sleep(LOOK_SECONDS)


def _answers(host: str, port: int) -> bool:
    """Any answer of /healthz will do: what it says of queue and beat is for the page of the administrator."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(asked, port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()


def _stop_all(children: Sequence[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and not all(child.died() for child in children):
        time.sleep(LOOK_SECONDS)
    for child in children:
        if not child.died():
            say(f"The {child.name} process did not stop within {GRACE_SECONDS} seconds and was ended.")
        child.end()
