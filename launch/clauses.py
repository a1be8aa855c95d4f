"""Which rows of docs/clauses.csv are proven by a test that is marked with them.

A row counts as proven when a test that carries its id is collected; that these tests pass is shown by `.ci/run`.
"""

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch import programs
from launch.places import PYTHON, ROOT
from launch.terminal import Refused

LIST = ROOT / "docs" / "clauses.csv"


def run() -> int:
    """Print the account: by app, what is proven and what is not; the last line is the sum."""
    with LIST.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    print("\n".join(account(rows, _proven())))
    return 0


def account(rows: Sequence[Mapping[str, str]], proven: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines that are printed for these rows (id, owner) and the tests that prove them."""
    apps: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        apps[row["owner"]].append(row["id"])
    lines = []
    for app, ids in sorted(apps.items()):
        open_ids = [clause for clause in ids if clause not in proven]
        lines.append(f"{app}: proven {len(ids) - len(open_ids)} of {len(ids)}")
        if open_ids:
            lines.append(f"    not yet: {' '.join(open_ids)}")
    lines.append(f"proven: {sum(row['id'] in proven for row in rows)} of {len(rows)}")
    return lines


def _proven() -> dict[str, list[str]]:
    """Ids of clauses, and the tests that prove them, as pytest collects them; browser tests count too."""
    with tempfile.TemporaryDirectory(prefix="safeguard-clauses-") as folder:
        found = Path(folder) / "clauses.json"
        told = {"SECRET_KEY": "only for tests", **programs.own_environment(), "SAFEGUARD_VAR": folder}
        collect = ["-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", f"--clauses-file={found}"]
        outcome = programs.run(PYTHON, *collect, told=told)
        if not outcome.worked:
            raise Refused(f"The tests could not be collected:\n{outcome.everything}")
        content: dict[str, list[str]] = json.loads(found.read_text(encoding="utf-8"))
        return content
