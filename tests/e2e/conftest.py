"""Browsers for the tests that need one: the system's Chromium. And the example charity, running."""

import signal
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.e2e.installations import Installation, installation
from tests.e2e.mailboxes import mailbox
from tests.e2e.people import Town


@pytest.fixture(scope="session", autouse=True)
def at_a_terminal() -> None:
    """Installations start as at a terminal, also where the tests outlive theirs (nohup).

    A signal that is ignored stays so in whatever is started; one that is caught does not.
    """
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the example charity, stopped: whoever wants to change something begins with a copy."""
    with mailbox() as post:
        told = {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}"}
        with installation(tmp_path_factory.mktemp("loaded") / "var", **told) as made:
            made.start()
            made.manage("load_example")  # a database elsewhere is left empty by the first start
            made.stop()
            yield made


@pytest.fixture(scope="session")
def example(loaded: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation with the example charity, for all tests that look round in it."""
    with installation(tmp_path_factory.mktemp("example") / "var", copy_of=loaded) as made:
        made.start()
        yield made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A story that breaks off says what everybody had before their eyes."""
    report = yield
    town = getattr(item, "funcargs", {}).get("town")
    if report.when == "call" and report.failed and isinstance(town, Town):
        report.sections += [(f"What {person.name} sees at {person.page.url}", person.view()) for person in town.people]
    return report
