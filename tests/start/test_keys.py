"""The key to the confidential records: made at the first start, and without it nothing starts."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from launch import site
from launch.terminal import Refused

ROOT = Path(__file__).parents[2]

SEALED = """
from tests.conftest import make_organisation
from tests.incidents.factories import make_case
from safeguard.scoping import acting_for
with acting_for(make_organisation("Harbour Lights", "harbour-lights")):
    make_case("Bruises")
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A data folder with its tables, and what its programs are told."""
    folder = tmp_path_factory.mktemp("var")
    told = {"PATH": "/usr/bin:/bin", "SAFEGUARD_VAR": str(folder), "SECRET_KEY": "only for tests"}
    done = manage(told, "migrate", "--no-input")
    assert done.returncode == 0, done.stderr
    return folder, told


def manage(told, *arguments):
    command = [sys.executable, ROOT / "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=300)


def prepared(told, monkeypatch) -> str:
    """What start.py says about the keys when it starts; Refused when it does not."""
    monkeypatch.setattr(site, "PYTHON", Path(sys.executable))
    said: list[str] = []
    monkeypatch.setattr(site, "say", said.append)
    site._keys(told)
    return "\n".join(said)


def test_the_first_start_makes_the_key_a_lost_one_stops_the_next_and_a_copy_mends_it(installation, monkeypatch):
    folder, told = installation
    key = folder / "keys" / "vault.key"

    first, second = prepared(told, monkeypatch), prepared(told, monkeypatch)
    assert "Keep a copy of this file, and not where the backups of the database are." in first
    assert (second, key.stat().st_mode & 0o777) == ("", 0o600)

    written = manage(told, "shell", "-c", SEALED)
    assert written.returncode == 0, written.stderr
    copy = key.read_text()
    key.unlink()
    with pytest.raises(Refused, match=r"^Safeguard was not started\. There is no key file at .* put back the copy"):
        prepared(told, monkeypatch)
    assert not key.exists()

    key.write_text(copy.replace(copy.splitlines()[-1].split()[0], "ffffffff"))
    with pytest.raises(Refused, match="is not the one of these records"):
        prepared(told, monkeypatch)
    container = manage(told, "vault", "ready")
    assert (container.returncode, "is not the one of these records" in container.stderr) == (1, True)

    key.write_text(copy)
    assert prepared(told, monkeypatch) == ""


def test_containers_start_only_with_a_key_that_fits():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]

    assert services["migrate"]["command"] == (
        'sh -c "python manage.py migrate --no-input && python manage.py vault ready"'
    )
