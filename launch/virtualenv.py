"""The virtual environment beside start.py, and the pinned packages in it."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from launch import programs
from launch.places import PYTHON, ROOT, VENV, Stamp, fingerprint
from launch.terminal import Refused, refusing, say

Pins = Literal["requirements.txt", "requirements-dev.txt"]

STAMP = Stamp(VENV / "installed.json")  # holds "installing" while packages are being put in


def ensure(pins: Pins) -> None:
    """Have exactly the packages of this file, each checked against its hash; at once when nothing changed."""
    with _one_at_a_time():
        noted = STAMP.read()
        if "installing" in noted or not _works():
            _make()
            noted = {}
        # The packages for development contain those for running.
        if any(noted.get(name) == fingerprint([ROOT / name]) for name in {pins, "requirements-dev.txt"}):
            return
        _install(pins)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two start.py do not install into each other. What they lock, the pins, may lie in a read-only folder."""
    with (ROOT / "requirements.txt").open() as pins:
        try:
            fcntl.flock(pins, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another start.py that is installing packages here …")
            fcntl.flock(pins, fcntl.LOCK_EX)
        os.set_inheritable(pins.fileno(), True)
        yield


def _works() -> bool:
    """Whether the environment is there, whole, and made by the Python that it still finds."""
    check = "import pip, sys; sys.exit(sys.prefix == sys.base_prefix or sys.version_info < (3, 11))"
    try:
        return programs.run(PYTHON, "-c", check).worked
    except OSError:
        return False


def _make() -> None:
    say("Making a virtual environment in .venv …")
    with refusing(
        f"Safeguard cannot write to its own folder {ROOT} ({{reason}}): "
        "copy it to a folder of your own, and start it there."
    ):
        VENV.mkdir(exist_ok=True)
        probe = VENV / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    interpreter = getattr(sys, "_base_executable", sys.executable)
    outcome = programs.run(interpreter, "-m", "venv", "--clear", "--without-pip", VENV)
    if outcome.worked:
        STAMP.write({"installing": "pip"})
        outcome = programs.run(PYTHON, "-m", "ensurepip", "--default-pip")
    if not outcome.worked:
        raise Refused(f"Python could not make a virtual environment in {VENV}: {outcome.reason}")


def _install(pins: Pins) -> None:
    say(f"Installing the Python packages of {pins}: this takes a while the first time …")
    with refusing(
        f"Safeguard's packages have changed, and it cannot write to its own folder {ROOT} ({{reason}}): "
        "copy it to a folder of your own, and start it there."
    ):
        STAMP.write({"installing": pins})
    pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    outcome = programs.run(PYTHON, *pip, "--require-hashes", "--only-binary=:all:", "-r", ROOT / pins)
    if not outcome.worked:
        raise Refused(f"The Python packages could not be installed; is there a connection? pip says: {outcome.reason}")
    STAMP.write({pins: fingerprint([ROOT / pins])})
