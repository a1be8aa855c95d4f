"""The marker `clause("RW-25", ...)`: this test proves these rows of docs/clauses.csv. An unknown row is an error.

`--clauses-file PATH` writes which tests were collected for each row, as JSON; `start.py clauses` reads it.
"""

import csv
import json
from pathlib import Path

import pytest

LIST = Path(__file__).parents[2] / "docs" / "clauses.csv"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clauses-file", type=Path, help="write which tests prove which clause to this file, as JSON")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [(clause, item.nodeid) for item in items for mark in item.iter_markers("clause") for clause in mark.args]
    with LIST.open(newline="", encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    unknown = sorted({f"{clause} ({nodeid})" for clause, nodeid in marked if clause not in known})
    if unknown:
        raise pytest.UsageError(f"Not a row of docs/clauses.csv: {', '.join(unknown)}")

    path: Path | None = config.getoption("--clauses-file")
    if path is not None:
        proven: dict[str, list[str]] = {}
        for clause, nodeid in marked:
            proven.setdefault(clause, []).append(nodeid)
        path.write_text(json.dumps(proven, indent=1, sort_keys=True), encoding="utf-8")
