"""What every test run has: the clause marker, no skips, no network, and databases of its own."""

pytest_plugins = [
    "tests.plugins.clauses",
    "tests.plugins.no_network",
    "tests.plugins.no_skips",
    "tests.plugins.services",
    "tests.append_only_support",
    "tests.at_once",
]
