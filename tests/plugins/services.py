"""Where DATABASE_URL or REDIS_URL are set, every test process gets databases of its own.

So any number of runs, and of workers within a run, can share one PostgreSQL and one Redis. A PostgreSQL test database
carries the id of the run in its name; a Redis database is an empty one, claimed under a key in database 0.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings

CLAIM = "safeguard:tests:database:{number}"
CLAIM_SECONDS = 2 * 60 * 60  # longer than any run: a killed run gives its database back by itself


def pytest_configure(config: pytest.Config) -> None:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid():08x}")[:8]
    if "DATABASE_URL" in os.environ:
        database = settings.DATABASES["default"]
        database.setdefault("TEST", {})["NAME"] = f"test_{database['NAME']}_{run}"

    if "REDIS_URL" in os.environ:
        claim = claimed_database(os.environ["REDIS_URL"], holder=run)
        address = claim.__enter__()
        config.add_cleanup(lambda: claim.__exit__(None, None, None))
        os.environ["REDIS_URL"] = address  # programs that tests start
        settings.REDIS_URL = settings.CELERY_BROKER_URL = address
        settings.CACHES["default"]["LOCATION"] = address


@contextmanager
def claimed_database(address: str, *, holder: str) -> Iterator[str]:
    claims = redis.Redis.from_url(urlunsplit(urlsplit(address)._replace(path="/0")))
    for number in range(1, 16):
        own_address = urlunsplit(urlsplit(address)._replace(path=f"/{number}"))
        own = redis.Redis.from_url(own_address)
        key = CLAIM.format(number=number)
        if own.dbsize() == 0 and claims.set(key, holder, nx=True, ex=CLAIM_SECONDS):
            break
    else:
        raise pytest.UsageError(
            "No empty Redis database is left for the tests among 1 to 15; wait for other runs to end."
        )
    try:
        yield own_address
    finally:
        own.flushdb()
        claims.delete(key)
        own.close()
        claims.close()
