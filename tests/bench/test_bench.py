"""Benchmarks run, print a line of JSON for each case, and touch nothing of the charity's."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_list_of_policies_asks_the_same_however_many_there_are(tmp_path):
    told = {**os.environ, "SAFEGUARD_VAR": str(tmp_path / "var")}

    done = subprocess.run(
        [sys.executable, "-m", "bench.policy_list", "1", "3"],
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
        check=True,
    )
    one, three = (json.loads(line) for line in done.stdout.splitlines())

    assert (one["policies"], three["policies"]) == (1, 3)
    assert one["queries"] == three["queries"]
    assert (tmp_path / "var").exists() is False


def test_may_i_post_this_asks_the_same_for_one_and_for_many(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bench.may_i_post", "100"],
        cwd=ROOT,
        env={**os.environ, "SAFEGUARD_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=True,
    )
    one, five = (json.loads(line) for line in done.stdout.splitlines())

    assert (one["people"], five["people"]) == (1, 5)
    assert (one["queries"], one["page_queries"]) == (five["queries"], five["page_queries"])
