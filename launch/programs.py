"""Other programs, run to their end."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.places import ROOT


@dataclass(frozen=True)
class Outcome:
    """How a program ended, and what it printed on standard output and standard error."""

    code: int
    output: str
    errors: str

    @property
    def worked(self) -> bool:
        return self.code == 0

    @property
    def everything(self) -> str:
        return f"{self.output}{self.errors}".strip()

    @property
    def reason(self) -> str:
        """The line that says best why it did not work: the first that calls itself an error, or the last."""
        lines = [line.strip() for line in self.everything.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith(("ERROR", "E: "))]
        return next(iter(errors or lines[-1:]), f"exit code {self.code}")


def own_environment() -> dict[str, str]:
    """Our environment without what would lead another Python astray."""
    return {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "PYTHONPATH"}}


def run(*command: str | Path, told: Mapping[str, str] | None = None) -> Outcome:
    """Run a program without a terminal, in the project's folder."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=own_environment() if told is None else told,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        close_fds=False,  # an inheritable lock stays held while the program runs, even when we are killed
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def foreground(*command: str | Path, told: Mapping[str, str]) -> int:
    """Run a program with our terminal and give back its exit code. Whoever stops us stops it, and we wait for it."""
    process = subprocess.Popen(command, cwd=ROOT, env=dict(told))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches it by itself
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: process.send_signal(signal.SIGINT))
    return process.wait()
