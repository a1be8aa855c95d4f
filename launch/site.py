"""The site's own preparation: key, tables, static files, example."""

import os
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launch import programs
from launch.places import PYTHON, ROOT, Stamp, fingerprint
from launch.terminal import Refused, say

PREPARED = "start.json"


def environment(folder: Path) -> dict[str, str]:
    """What manage.py, the web server, the worker and the beat are told."""
    told = programs.own_environment()
    told["SAFEGUARD_VAR"] = str(folder)
    told["PYTHONUNBUFFERED"] = "1"  # a log shows the last line of a program that died
    if not {"SECRET_KEY", "SECRET_KEY_FILE"} & told.keys():
        told["SECRET_KEY_FILE"] = str(_secret_key(folder))
    return told


def _secret_key(folder: Path) -> Path:
    path = folder / "secret-key"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(file, "w", encoding="ascii") as key:
        key.write(secrets.token_urlsafe(64))
    return path


def prepare(folder: Path, told: Mapping[str, str]) -> str:
    """Bring tables, static files and, once, the example charity up to date; what is up to date is left alone.

    The answer is what a person is told about signing in.
    """
    done = Stamp(folder / PREPARED)
    noted = done.read()
    pins = ROOT / "requirements.txt"
    tables = fingerprint([pins, *ROOT.glob("*/migrations/*.py")])
    files = fingerprint([pins, *_static_sources()])
    welcome = "python3 start.py manage load_example says how to sign in to the example charity."

    # Where the database is elsewhere, only it knows what state it is in.
    embedded = "DATABASE_URL" not in told
    tables_stand = embedded and noted.get("tables") == tables and (folder / "safeguard.sqlite3").exists()
    files_stand = noted.get("files") == files and (folder / "static").exists()

    with ThreadPoolExecutor() as pool:
        collecting = None if files_stand else pool.submit(_manage, told, "collectstatic", "--no-input")
        if not tables_stand:
            say("Preparing the database …")
            _manage(told, "migrate", "--no-input")
            _manage(told, "createcachetable")
            done.note(tables=tables)
        _keys(told)
        if embedded and not noted.get("example"):
            say("Loading the example charity …")
            welcome = _manage(told, "load_example")
            done.note(example=True)
        if collecting is not None:
            collecting.result()
            done.note(files=files)
    return welcome if embedded else ""


def _keys(told: Mapping[str, str]) -> None:
    """The key file is made at the first start; where it is lost, or another one's, nothing is started."""
    outcome = programs.run(PYTHON, ROOT / "manage.py", "vault", "ready", told=told)
    if not outcome.worked:
        raise Refused(f"Safeguard was not started. {outcome.reason.removeprefix('CommandError: ')}")
    if said := outcome.output.strip():
        say(said)


def _static_sources() -> list[Path]:
    folders = [ROOT / "static", *(package.with_name("static") for package in ROOT.glob("*/__init__.py"))]
    storage = [ROOT / "safeguard" / "settings.py", ROOT / "safeguard" / "static_files.py"]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()] + storage


def _manage(told: Mapping[str, str], *arguments: str) -> str:
    """What the command of manage.py printed; a failure is one sentence, with the details in a file."""
    outcome = programs.run(PYTHON, ROOT / "manage.py", *arguments, told=told)
    if outcome.worked:
        return outcome.output.strip()
    log = Path(told["SAFEGUARD_VAR"]) / "log" / f"{arguments[0]}.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text(outcome.everything, encoding="utf-8")
    raise Refused(f"'manage.py {arguments[0]}' failed: {outcome.reason} (all that it said is in {log}).")
