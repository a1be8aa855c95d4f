"""Browsers for the tests that need one: the system's Chromium. And the example charity, running."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.e2e.installations import Installation, installation
from tests.e2e.people import Town


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation with the example charity, for all tests that look round in it."""
    with installation(tmp_path_factory.mktemp("example") / "var") as made:
        made.start()
        made.manage("load_example")  # a database elsewhere is left empty by the first start
        yield made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A story that breaks off says what everybody had before their eyes."""
    report = yield
    town = getattr(item, "funcargs", {}).get("town")
    if report.when == "call" and report.failed and isinstance(town, Town):
        report.sections += [(f"What {person.name} sees at {person.page.url}", person.view()) for person in town.people]
    return report
