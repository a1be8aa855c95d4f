"""Lift the triggers that keep rows from being changed: for flushing a test database, and for playing the forger.

Only tests can do this. A root conftest loads it as a plugin, and tests marked `django_db(transaction=True)` then flush
protected tables like any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase


@contextmanager
def lifted() -> Iterator[None]:
    """Nothing is protected inside the block; afterwards every trigger stands as before."""
    lift, put_back = _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql()
    _execute(lift)
    try:
        yield
    finally:
        _execute(put_back)


def _on_sqlite() -> tuple[list[str], list[str]]:
    triggers = _fetch("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return [f'DROP TRIGGER "{name}"' for name, sql in triggers], [sql for name, sql in triggers]


def _on_postgresql() -> tuple[list[str], list[str]]:
    triggers = _fetch(
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND tgenabled = 'A'"
    )
    settle = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]  # no table is altered before its checks
    off = [f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"' for table, name in triggers]
    on = [f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"' for table, name in triggers]
    return settle + off, settle + on


def _fetch(sql: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _execute(statements: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def flushing_lifts_protection() -> Iterator[None]:
    flush = TransactionTestCase._fixture_teardown

    def flush_with_protection_lifted(case: TransactionTestCase) -> None:
        with lifted():
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_with_protection_lifted)
        yield
