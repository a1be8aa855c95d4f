"""Several people at the same moment: threads with database connections of their own, on either database.

Use with `transactional_db`: what a test has only in an open transaction, other connections do not see.
"""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(transactional_db, tmp_path) -> Iterator[AtOnce]:
    """`at_once(first, second)` starts both together and gives what each returned, or the exception that it raised.

    SQLite's test database lies in memory, where connections do not wait for each other as they do on a file. So the
    threads work on a copy of it in a file, made at the first call; read what they wrote through `at_once` as well.
    """
    settings = connections.settings["default"]
    name, copy = settings["NAME"], tmp_path / "copy.sqlite3"

    def call(*calls: Callable[[], Any]) -> list[Any]:
        if connection.vendor == "sqlite" and not copy.exists():
            copy_to(copy)
            settings["NAME"] = copy
        return run(*calls)

    try:
        yield call
    finally:
        settings["NAME"] = name


def copy_to(path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as an installation's file is before two ever meet on it


def run(*calls: Callable[[], Any]) -> list[Any]:
    start = Barrier(len(calls))

    def answer(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(answer, calls))
