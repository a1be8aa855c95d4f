"""Rows are locked so that others may still point at them.

PostgreSQL looks at foreign keys when a transaction ends, and then waits for a row that is locked whole; whoever locked
it waits for the end of the audit's chain, which the first one holds. Each would wait for the other.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def locks(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update":
            yield node


def test_no_row_is_locked_against_those_who_point_at_it():
    ours = [path for path in ROOT.glob("[a-z]*/**/*.py") if path.relative_to(ROOT).parts[0] not in {"tests", "bench"}]
    whole = {
        f"{path.relative_to(ROOT)}:{lock.lineno}"
        for path in ours
        for lock in locks(path)
        if "no_key" not in {keyword.arg for keyword in lock.keywords}
    }

    assert whole == set()
