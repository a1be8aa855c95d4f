"""What start.py says when something is in the way. The run itself is in tests/e2e/test_start.py."""

import ast
import fcntl
import re
import runpy
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from launch import packages, places
from launch.terminal import Refused

ROOT = Path(__file__).parents[2]


def start(
    *arguments: str, root: Path = ROOT, told: Mapping[str, str | Path] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **(told or {})}
    command = [sys.executable, root / "start.py", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence with which start.py refused; the exit code is 1 and nothing went to standard output."""
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.strip()


@pytest.fixture
def copy(tmp_path):
    """A copy of the project with no packages to install, and a manage.py that says its arguments."""
    root = tmp_path / "copy"
    root.mkdir()
    shutil.copy(ROOT / "start.py", root)
    shutil.copytree(ROOT / "launch", root / "launch", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "requirements.txt").write_text("# none\n")
    (root / "requirements-dev.txt").write_text("# none either\n")
    (root / "manage.py").write_text("import sys\nprint(*sys.argv[1:])\n")
    return root


# --- Old and strange machines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "system", "sentence"),
    [
        ((3, 11, 0), "posix", None),
        ((3, 14, 1), "posix", None),
        (
            (3, 10, 13),
            "posix",
            "Safeguard needs Python 3.11 or newer, and this is Python 3.10: install a newer one and start with it.",
        ),
        (
            (2, 7, 18),
            "posix",
            "Safeguard needs Python 3.11 or newer, and this is Python 2.7: install a newer one and start with it.",
        ),
        (
            (3, 12, 1),
            "nt",
            "Safeguard runs on Linux and macOS: on Windows, start it inside WSL or with docker compose.",
        ),
    ],
)
def test_an_old_python_or_windows_is_turned_away_in_a_sentence(version, system, sentence):
    start_py = runpy.run_path(str(ROOT / "start.py"), run_name="start")

    assert start_py["refusal"](version, system) == sentence


def test_start_py_can_be_read_by_old_pythons():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="ascii"), feature_version=(3, 4))

    too_new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.Await, ast.Nonlocal)
    assert [node for node in ast.walk(tree) if isinstance(node, too_new)] == []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [function.returns for function in functions] == [None] * len(functions)
    assert [
        argument.annotation for function in functions for argument in function.args.args if argument.annotation
    ] == []


def test_without_pango_the_one_line_that_helps_is_printed_and_everything_else_goes_on(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")  # no apt-get here
    monkeypatch.setattr(packages, "PANGO", {"libpangoft2-1.0-0": "nothing-of-this-name"})
    monkeypatch.setattr(packages, "FONTS", {})

    packages.install_missing()

    assert capsys.readouterr().err == (
        "Pango is missing, so everything runs but no PDF can be made. "
        "To change that, run as root: apt-get install libpangoft2-1.0-0\n"
    )


def test_without_a_font_for_some_letter_the_one_line_that_helps_is_printed(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(packages, "PANGO", {})
    monkeypatch.setattr(packages, "FONTS", {"fonts-of-latin": "Aé", "fonts-of-nobody": "A\U0010fffd"})

    packages.install_missing()

    assert capsys.readouterr().err == (
        "Fonts are missing, so everything runs but PDFs show names in some scripts as boxes. "
        "To change that, run as root: apt-get install fonts-of-nobody\n"
    )


def test_without_fontconfig_every_font_is_missing(monkeypatch):
    monkeypatch.setattr(packages, "_load", lambda library, *, version: None)
    monkeypatch.setattr(packages, "PANGO", {})
    monkeypatch.setattr(packages, "FONTS", {"fonts-of-latin": "A"})

    assert packages._missing(browser=False) == ["fonts-of-latin"]


def test_the_image_holds_the_packages_that_start_py_installs():
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    installed = re.search(r"apt-get install [^&]*", image)[0].split()
    assert {*packages.PANGO, *packages.FONTS} <= set(installed)


def test_without_venv_the_one_line_that_helps_is_printed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(packages, "FONTS", {})
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "not-made-yet")
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(Refused) as refusal:
        packages.install_missing()

    line = "run 'apt-get install python3-venv' as root, then start again."
    assert str(refusal.value) == f"Python's venv module is missing: {line}"


def test_without_chromium_the_browser_tests_ask_for_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(packages, "FONTS", {})

    with pytest.raises(Refused) as refusal:
        packages.install_missing(browser=True)

    line = "run 'apt-get install chromium' as root, then start again."
    assert str(refusal.value) == f"The browser tests need Chromium: {line}"


# --- Ports -------------------------------------------------------------------------------------------------------


def test_a_port_in_use_is_named_and_another_proposed(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        done = start(told={"PORT": str(port), "SAFEGUARD_VAR": tmp_path})

    proposed = port + 1 if port < 65535 else 8000
    assert refused(done) == (
        f"Safeguard cannot listen on 127.0.0.1 port {port} (Address already in use): "
        f"choose another port, such as: PORT={proposed} python3 start.py"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "８０００", "80.0", " "])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    done = start(told={"PORT": port, "SAFEGUARD_VAR": tmp_path})

    assert refused(done) == (f"PORT is '{port}': give a number from 1 to 65535, such as: PORT=8001 python3 start.py")


def test_an_address_of_another_machine_is_refused(tmp_path):
    done = start(told={"HOST": "203.0.113.5", "PORT": "8123", "SAFEGUARD_VAR": tmp_path})

    assert refused(done) == (
        "Safeguard cannot listen on 203.0.113.5 port 8123 (Cannot assign requested address): "
        "choose another port, such as: PORT=8124 python3 start.py"
    )


# --- Folders -----------------------------------------------------------------------------------------------------


def test_a_data_folder_that_cannot_be_written_to_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")

    done = start(told={"SAFEGUARD_VAR": file / "var"})

    assert refused(done) == (
        f"Safeguard cannot write to its data folder {file / 'var'} (Not a directory): "
        "make it writable, or name another folder in SAFEGUARD_VAR."
    )


def test_a_second_start_over_the_same_data_names_the_first(tmp_path):
    with (tmp_path / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 12 at http://127.0.0.1:8000")
        lock.flush()

        done = start(told={"SAFEGUARD_VAR": tmp_path})

    assert refused(done) == (
        f"Safeguard already runs from {tmp_path} (process 12 at http://127.0.0.1:8000): "
        "stop that one first, or name another data folder in SAFEGUARD_VAR."
    )


def test_a_project_folder_that_cannot_be_written_to_is_refused(copy, tmp_path):
    (copy / ".venv").write_text("in the way of the folder")

    done = start("manage", root=copy, told={"SAFEGUARD_VAR": tmp_path / "var"})

    assert refused(done).splitlines()[-1] == (
        f"Safeguard cannot write to its own folder {copy} (File exists): "
        "copy it to a folder of your own, and start it there."
    )


# --- Packages ----------------------------------------------------------------------------------------------------


def test_packages_are_installed_once_and_an_interrupted_installation_starts_over(copy, tmp_path):
    told = {"SAFEGUARD_VAR": tmp_path / "var"}
    making = "Making a virtual environment in .venv …\n"
    installing = "Installing the Python packages of requirements.txt: this takes a while the first time …\n"

    first = start("manage", "first", root=copy, told=told)
    second = start("manage", "second", root=copy, told=told)
    (copy / "requirements.txt").write_text("# changed\n")
    changed = start("manage", "changed", root=copy, told=told)
    half = copy / ".venv" / "half-installed"
    half.write_text("")
    places.Stamp(copy / ".venv" / "installed.json").write({"installing": "requirements.txt"})
    repaired = start("manage", "repaired", root=copy, told=told)

    outcomes = [(done.returncode, done.stdout, done.stderr) for done in (first, second, changed, repaired)]
    assert outcomes == [
        (0, "first\n", making + installing),
        (0, "second\n", ""),
        (0, "changed\n", installing),
        (0, "repaired\n", making + installing),
    ]
    assert not half.exists()


def test_packages_that_cannot_be_installed_are_a_sentence_and_are_tried_again(copy, tmp_path):
    told = {"SAFEGUARD_VAR": tmp_path / "var"}
    (copy / "requirements.txt").write_text("no-hash==1.0\n")

    failed = start("manage", root=copy, told=told)
    (copy / "requirements.txt").write_text("# none\n")
    mended = start("manage", "mended", root=copy, told=told)

    assert failed.returncode == 1
    sentence = failed.stderr.splitlines()[-1]
    assert sentence.startswith("The Python packages could not be installed; is there a connection? pip says: ERROR: ")
    assert (mended.returncode, mended.stdout) == (0, "mended\n")


def test_the_key_is_made_once_and_only_its_owner_reads_it(copy, tmp_path):
    (copy / "manage.py").write_text("import os\nprint(os.environ['SECRET_KEY_FILE'])\n")
    told = {"SAFEGUARD_VAR": tmp_path / "var"}

    first = start("manage", root=copy, told=told)
    key = Path(first.stdout.strip())
    made = (key.stat().st_mode & 0o777, key.read_text())
    start("manage", root=copy, told=told)

    assert key == tmp_path / "var" / "secret-key"
    assert made == (0o600, key.read_text())
    assert len(made[1]) == 86


# --- Words -------------------------------------------------------------------------------------------------------


def test_an_unknown_command_is_answered_with_the_known_ones():
    known = start("help")
    unknown = start("serve")

    assert (known.returncode, known.stderr) == (0, "")
    assert refused(unknown) == f"start.py has no command 'serve'. It has these:\n\n{known.stdout.strip()}"
