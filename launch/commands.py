"""The commands of start.py."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from launch import checks, clauses, packages, places, processes, programs, site, virtualenv
from launch.terminal import Refused, say

BROWSER_TESTS = "tests/e2e"
RUNNING: virtualenv.Pins = "requirements.txt"
DEVELOPMENT: virtualenv.Pins = "requirements-dev.txt"
EVERYWHERE = {"0.0.0.0", "::"}

HELP = """\
python3 start.py                     set up what is missing, and run Safeguard (Ctrl+C stops it)
python3 start.py test [ARGUMENTS]    run the tests without browsers; arguments go to pytest
python3 start.py lint [NAME ...]     run the linters, all or by name
python3 start.py clauses             which rows of docs/clauses.csv are proven by tests
python3 start.py bench [NAME]        run the benchmarks, all or one: a line of JSON for each case
python3 start.py manage ARGUMENTS    Django's manage.py
python3 start.py shell               a Python prompt inside the site

PORT (8000) and HOST (127.0.0.1) say where it listens, SAFEGUARD_VAR (var/) where data, files and keys lie.
docs/developer/running.md has the rest."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; what is in the way is told in a sentence, never as a traceback."""
    stop = processes.Stop()
    try:
        match list(arguments):
            case []:
                return run(stop)
            case ["test", *rest]:
                return test(rest)
            case ["lint", *names]:
                _set_up(DEVELOPMENT)
                return checks.run(names)
            case ["clauses"]:
                _set_up(DEVELOPMENT)
                return clauses.run()
            case ["bench", *names]:
                return bench(names)
            case ["manage", *rest]:
                return manage(rest)
            case ["shell", *rest]:
                return manage(["shell", *rest])
            case ["help" | "-h" | "--help"]:
                print(HELP)
                return 0
            case [word, *_]:
                raise Refused(f"start.py has no command '{word}'. It has these:\n\n{HELP}")
    except Refused as refused:
        say(str(refused))
        return 1
    except processes.Stopped:
        say("Stopped.")
        return 130
    return 0


def _set_up(pins: virtualenv.Pins, *, browser: bool = False) -> None:
    packages.install_missing(browser=browser)
    virtualenv.ensure(pins)


def run(stop: processes.Stop) -> int:
    """Set up what is missing; then web server, worker and beat until somebody stops them."""
    host, port = _address()
    shown = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    address = os.environ.get("PUBLIC_URL") or f"http://{shown}:{port}"
    folder = places.data_folder()
    with places.held(folder, address=address):
        processes.check_address(host, port)
        _set_up(RUNNING)
        told = site.environment(folder) | {"PUBLIC_URL": address}
        welcome = site.prepare(folder, told)
        say("Starting …")

        def ready() -> None:
            print(f"Safeguard runs at {address} (Ctrl+C stops it)", *welcome.splitlines(), sep="\n", flush=True)

        processes.run(host, port, folder=folder, told=told, stop=stop, ready=ready)
        say("Safeguard has stopped.")
    return 0


def _address() -> tuple[str, int]:
    host = os.environ.get("HOST") or "127.0.0.1"
    given = os.environ.get("PORT") or "8000"
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise Refused(f"PORT is '{given}': give a number from 1 to 65535, such as: PORT=8001 python3 start.py")
    return host, int(given)


def test(arguments: Sequence[str]) -> int:
    """The suite; the tests that need a browser only where their folder is named."""
    browser = any(argument.startswith(BROWSER_TESTS) for argument in arguments)
    _set_up(DEVELOPMENT, browser=browser)

    options = [] if browser else [f"--ignore={BROWSER_TESTS}"]
    if not arguments:
        options += ["-n", str(min(os.cpu_count() or 1, 4))]
    with _apart() as told:
        return programs.foreground(places.PYTHON, "-m", "pytest", *options, *arguments, told=told)


@contextmanager
def _apart() -> Iterator[dict[str, str]]:
    """An environment with a data folder that is thrown away, so that no test touches the installation's."""
    with tempfile.TemporaryDirectory(prefix="safeguard-") as folder:
        yield {"SECRET_KEY": "only for tests", **programs.own_environment(), "SAFEGUARD_VAR": folder}


def bench(names: Sequence[str]) -> int:
    """Each benchmark is a module of bench/ that prints its lines."""
    there = sorted(path.stem for path in (places.ROOT / "bench").glob("[a-z]*.py"))
    unknown = [name for name in names if name not in there]
    if unknown:
        raise Refused(f"There is no benchmark '{unknown[0]}'; there are: {', '.join(there) or 'none'}.")
    _set_up(DEVELOPMENT)
    for name in names or there:
        with _apart() as told:
            code = programs.foreground(places.PYTHON, "-m", f"bench.{name}", told=told)
        if code != 0:
            return code
    return 0


def manage(arguments: Sequence[str]) -> int:
    """manage.py over the data folder."""
    folder = places.data_folder()
    _set_up(RUNNING)
    return programs.foreground(places.PYTHON, places.ROOT / "manage.py", *arguments, told=site.environment(folder))
