"""Where things lie, and who holds them."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from launch.terminal import Refused, refusing

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def data_folder() -> Path:
    """SAFEGUARD_VAR, or var/ beside start.py: made, and known to be writable."""
    folder = Path(os.environ.get("SAFEGUARD_VAR") or ROOT / "var").expanduser().absolute()
    with refusing(
        f"Safeguard cannot write to its data folder {folder} ({{reason}}): make it writable, "
        "or name another folder in SAFEGUARD_VAR."
    ):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    return folder.resolve()


@contextmanager
def held(folder: Path, *, address: str) -> Iterator[None]:
    """Only one start.py runs over a data folder. The lock ends with the process, however that ends."""
    with refusing(f"Safeguard cannot write to {folder / 'start.lock'} ({{reason}}): make it writable."):
        lock = (folder / "start.lock").open("a+")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "another start.py"
            raise Refused(
                f"Safeguard already runs from {folder} ({holder}): stop that one first, "
                "or name another data folder in SAFEGUARD_VAR."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()} at {address}")
        lock.flush()
        yield


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of these files of the project, given in any order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


class Stamp:
    """A small JSON file that remembers for which sources a step was done, so that it is not done again."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write(self, content: dict[str, Any]) -> None:
        temporary = self.path.with_suffix(".part")
        temporary.write_text(json.dumps(content, indent=1), encoding="utf-8")
        temporary.replace(self.path)

    def note(self, **changes: Any) -> None:
        self.write({**self.read(), **changes})
