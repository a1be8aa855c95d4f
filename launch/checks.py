"""The linters, each under one name; .ci/run and the pre-commit hooks call them through `start.py lint`."""

import base64
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launch import programs
from launch.places import PYTHON, ROOT
from launch.terminal import Refused

PRODUCTION = {
    "PUBLIC_URL": "https://safeguard.example.org",
    "DATABASE_URL": "postgres://safeguard@database/safeguard",
    "REDIS_URL": "redis://redis/0",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
}


@dataclass(frozen=True)
class Check:
    """A command that is silent or short when all is well. "python" and the tools are those of the .venv."""

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def _templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))


def known() -> dict[str, Check]:
    return {
        "format": Check(["ruff", "format", "--check", "--output-format", "concise", "."]),
        "ruff": Check(["ruff", "check", "--quiet", "--output-format", "concise", "."]),
        "djade": Check(["djade", "--check", "--target-version", "5.2", *_templates()]),
        "djlint": Check(["djlint", "--lint", "--quiet", "templates"]),
        "types": Check(["mypy"]),
        "floors": Check(["lint-imports"]),
        "migrations": Check(["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
        "diagrams": Check(["python", "manage.py", "diagrams", "--check"]),
        "deploy": Check(["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    }


def run(names: Sequence[str]) -> int:
    """Run these checks, or all; say of each whether it passed, and show what one that failed has printed."""
    checks = known()
    unknown = [name for name in names if name not in checks]
    if unknown:
        raise Refused(f"There is no check '{unknown[0]}'; there are: {', '.join(checks)}.")

    failed = []
    with tempfile.TemporaryDirectory(prefix="safeguard-lint-") as folder:
        _make_key(Path(folder))
        for name in names or checks:
            check = checks[name]
            program, *arguments = check.command
            own = {"SECRET_KEY": secrets.token_urlsafe(64), "SAFEGUARD_VAR": folder}
            told = {**programs.own_environment(), **own, **check.environment}
            outcome = programs.run(PYTHON.with_name(program), *arguments, told=told)
            print(f"{name}: {'ok' if outcome.worked else 'FAILED'}", flush=True)
            if not outcome.worked:
                failed.append(name)
                print(outcome.everything, flush=True)
    return 1 if failed else 0


def _make_key(folder: Path) -> None:
    """A key file, as every installation has one: Django's own check says where it is missing."""
    file = folder / "keys" / "vault.key"
    file.parent.mkdir(mode=0o700)
    file.touch(mode=0o600)
    file.write_text(f"{secrets.token_hex(4)} {base64.b64encode(secrets.token_bytes(32)).decode()}\n")
