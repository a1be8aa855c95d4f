"""A database, and a charity in it, for the length of one benchmark."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeguard.settings")


@contextmanager
def database() -> Iterator[str]:
    """Django, set up, on a new database: a file of SQLite, or a database of its own beside the one in DATABASE_URL.

    Everything else that is written, too, lies in a folder that goes at the end. Yields the name of the system.
    """
    with tempfile.TemporaryDirectory(prefix="safeguard-bench-") as folder:
        os.environ |= {"SAFEGUARD_VAR": folder, "SECRET_KEY": "only for benchmarks", "LOG_LEVEL": "ERROR"}
        import django
        from django.conf import settings

        django.setup()
        logging.disable(logging.WARNING)
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        settings.CELERY_BROKER_URL = "memory://"  # nobody listens: what is measured is called by name
        settings.CELERY_BROKER_TRANSPORT, settings.CELERY_BROKER_TRANSPORT_OPTIONS = None, {}
        settings.STATIC_ROOT = settings.BASE_DIR / "static"  # exists without having been collected
        with _scratch(Path(folder)) as vendor:
            yield vendor


@contextmanager
def _scratch(folder: Path) -> Iterator[str]:
    from django.core.management import call_command
    from django.db import connection

    test = connection.settings_dict["TEST"]
    test["NAME"] = (
        str(folder / "bench.sqlite3")
        if connection.vendor == "sqlite"
        else f"bench_{connection.settings_dict['NAME']}_{os.getpid()}"
    )
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("createcachetable", verbosity=0)
        yield connection.vendor
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def cases(usual: Sequence[int]) -> list[int]:
    """The sizes that were asked for (`python -m bench.policy_list 1 3`), or the usual ones."""
    return [int(size) for size in sys.argv[1:]] or list(usual)


def charity() -> tuple[Any, Any]:
    """A charity with a chair who signs in: (organisation, person). The caller opens the scope."""
    from organisations.models import Organisation, Settings
    from people.models import Person, RoleHolding, User
    from people.roles import Role
    from safeguard.scoping import acting_for

    organisation = Organisation.objects.create(
        name="Harbour Lights", slug="harbour-lights", nation="england", address="1 Quay Street\nSeaham\nSR7 1AA"
    )
    with acting_for(organisation):
        Settings.objects.create(second_factor_roles=[])
        user = User.objects.create_user("chair@example.org", "a pass phrase")
        person = Person.objects.create(name="Margaret Hale", user=user)
        RoleHolding.objects.create(person=person, role=Role.CHAIR)
    return organisation, person


def settle() -> None:
    """Let PostgreSQL count what it holds, as it does by itself within minutes of so many new rows."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def policies(count: int, *, body: str, start: int = 0) -> None:
    """So many policies in force, with their clauses, written straight into the tables."""
    from django.utils import timezone

    from policies.fingerprints import text_fingerprint
    from policies.models import Policy, PolicyVersion
    from policies.services import clauses
    from safeguard.partial_dates import PartialDate

    for number in range(start, start + count):
        due = PartialDate(2024 + number % 5, 1 + number % 12)
        policy = Policy.objects.create(
            title=f"Policy number {number:05}",
            slug=f"policy-{number:05}",
            document_classes=["policy"],
            scope="What we do, and how we do it.",
            audience=["volunteer"],
            interval_months=12,
            next_review=due,
        )
        version = PolicyVersion.objects.create(
            policy=policy,
            number=1,
            body=body,
            author="Tom Okafor",
            signed_name="Margaret Hale",
            adopted=PartialDate(2023),
        )
        if body:
            clauses.replace(version)
        PolicyVersion.objects.filter(pk=version.pk).update(
            status="in_force", in_force_at=timezone.now(), body_hash=text_fingerprint(version) if body else ""
        )


def text(sections: int = 8, clauses_each: int = 6) -> str:
    """The text of a policy of ordinary length: about five pages."""
    from policies.importing.sanitising import sanitise

    sentence = (
        "Nobody writes to a child alone, and whoever sees something that worries them tells the lead on the same day. "
    )
    found = []
    for section in range(1, sections + 1):
        found.append(f"<h2>{section} What we do, part {section}</h2>")
        found += [f"<p>{section}.{clause} {sentence * 3}</p>" for clause in range(1, clauses_each + 1)]
        found.append("<ul><li>before we begin</li><li>while we do it</li><li>afterwards</li></ul>")
    return sanitise("".join(found))


def median_of(times: int, do: Callable[[], object]) -> float:
    """Milliseconds, the middle one of several runs."""
    runs = []
    for _ in range(times):
        began = perf_counter()
        do()
        runs.append((perf_counter() - began) * 1000)
    return round(sorted(runs)[times // 2], 1)


class Clock:
    """Runs from when it is made until it is stopped."""

    def __init__(self) -> None:
        self.seconds = self.cpu_seconds = 0.0
        self.began = perf_counter(), process_time()

    def stop(self) -> None:
        self.seconds = round(perf_counter() - self.began[0], 2)
        self.cpu_seconds = round(process_time() - self.began[1], 2)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def say(**case: object) -> None:
    print(json.dumps(case), flush=True)
