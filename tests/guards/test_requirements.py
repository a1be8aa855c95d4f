"""The pinned packages: hashes and versions alone, and nothing that is not used."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = ["requirements.txt", "requirements-dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Used without being named in our code, and by whom.
UNNAMED = {
    "argon2-cffi": "Django's Argon2PasswordHasher",
    "psycopg": "Django's PostgreSQL backend",
    "redis": "Django's Redis cache and Celery's Redis transport",
    "tzdata": "zoneinfo, on systems without time zones",
}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", PINS)
def test_pins_name_no_address_and_no_path(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"https?:|file:|--\w*index\S*|--find-links|--trusted-host|--extra\S*", text) == []
    assert re.findall(r"(?:^|[\s=])/\S+", text) == []


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_an_exact_version_and_a_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]

    pinned = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,]+\])?==\S+( ; .+?)?( +--hash=sha256:[0-9a-f]{64})+ *")
    assert [pin[:60] for pin in pins if not pinned.fullmatch(pin)] == []


def test_the_development_pins_contain_the_others_unchanged():
    running, development = (
        set(re.findall(r"^([a-z0-9][^ ;]*==[^ ;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in PINS
    )

    assert running - development == set()


def test_every_dependency_is_used():
    folders = [ROOT / "launch", *(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")]
    source = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py"))
    modules: dict[str, set[str]] = {}
    for module, distributions in importlib.metadata.packages_distributions().items():
        for distribution in distributions:
            modules.setdefault(canonical(distribution), set()).add(module)

    names = {canonical(re.match(r"[\w.-]+", line)[0]) for line in PROJECT["project"]["dependencies"]}
    unused = {
        name
        for name in names
        if not any(
            re.search(rf"(?m)^\s*(import|from) {module}\b|[\"']{module}[.\"' ]", source) for module in modules[name]
        )
    }
    assert unused == set(UNNAMED)
