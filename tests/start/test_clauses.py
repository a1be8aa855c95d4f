"""Which rows of the list of clauses are proven: the account, and the marker behind it."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from launch import clauses

ROOT = Path(__file__).parents[2]

ROWS = [
    {"id": "AA-1", "owner": "policies"},
    {"id": "AA-2", "owner": "channels"},
    {"id": "AA-3", "owner": "policies"},
]


@pytest.fixture
def suite(tmp_path):
    """Runs pytest over one module of tests with our plugins and none of the project's settings."""

    def run(module: str, *options: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_module.py").write_text(f"import pytest\n{module}")
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = clause(*ids)\n")
        plugins = ["-p", "no:django", "-p", "tests.plugins.clauses", "-p", "tests.plugins.no_skips"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugins, *options, "test_module.py"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )

    return run


def test_the_account_counts_by_app_and_ends_with_the_sum():
    assert clauses.account(ROWS, {"AA-3": ["tests/test_it.py::test_it"]}) == [
        "channels: proven 0 of 1",
        "    not yet: AA-2",
        "policies: proven 1 of 2",
        "    not yet: AA-1",
        "proven: 1 of 3",
    ]


def test_an_app_with_nothing_left_has_no_second_line():
    proven = {"AA-1": ["one"], "AA-3": ["two"]}

    assert clauses.account(ROWS, proven)[2:] == ["policies: proven 2 of 2", "proven: 2 of 3"]


def test_start_py_clauses_ends_with_the_sum_over_the_whole_list():
    with (ROOT / "docs" / "clauses.csv").open(newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}

    done = subprocess.run([sys.executable, ROOT / "start.py", "clauses"], capture_output=True, text=True)

    lines = done.stdout.splitlines()
    open_ids = {clause for line in lines if line.startswith("    not yet: ") for clause in line.split()[2:]}
    assert (done.returncode, len(ids)) == (0, 395)
    assert open_ids <= ids
    assert lines[-1] == f"proven: {395 - len(open_ids)} of 395"


def test_a_marked_test_proves_its_clauses(suite, tmp_path):
    module = (
        "@pytest.mark.clause('RW-1', 'RW-2')\ndef test_one(): pass\n@pytest.mark.clause('RW-2')\ndef test_two(): pass"
    )

    done = suite(module, "--collect-only", f"--clauses-file={tmp_path / 'found.json'}")

    assert done.returncode == 0
    assert (tmp_path / "found.json").read_text() == (
        '{\n "RW-1": [\n  "test_module.py::test_one"\n ],\n'
        ' "RW-2": [\n  "test_module.py::test_one",\n  "test_module.py::test_two"\n ]\n}'
    )


def test_a_clause_that_is_not_on_the_list_stops_the_run(suite):
    done = suite("@pytest.mark.clause('XX-1')\ndef test_one(): pass")

    assert done.returncode == 4
    assert "Not a row of docs/clauses.csv: XX-1 (test_module.py::test_one)" in done.stderr


@pytest.mark.parametrize(
    "module",
    [
        "@pytest.mark.skip(reason='no time')\ndef test_one(): pass",
        "def test_one(): pytest.skip('no time')",
        "@pytest.fixture\ndef thing(): pytest.skip('no time')\ndef test_one(thing): pass",
        "pytest.skip('no time', allow_module_level=True)",
        "pytest.importorskip('no_such_module', reason='no time')",
        "@pytest.mark.xfail(reason='no time')\ndef test_one(): assert 1 == 2",
    ],
)
def test_a_skipped_test_fails_the_run(suite, module):
    tolerant = suite(module)
    strict = suite(module, "--no-skips")

    assert tolerant.returncode in {0, 5}
    assert strict.returncode in {1, 2}
    assert "and --no-skips allows none" in strict.stdout
