"""start.py as a person runs it: the first page, the second start, and nothing left behind."""

import os
import signal
import socket
import time

import pytest

from tests.e2e.installations import installation, still_running


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """An installation that was started once; what it said then is noted."""
    with installation(tmp_path_factory.mktemp("start") / "var", REMINDERS_SEND_SECONDS="1") as made:
        made.start()
        made.stop()
        made.first_words = made.said()
        yield made


@pytest.fixture
def running(prepared):
    prepared.start()
    yield prepared
    prepared.close()


def wait_until_ended(family, seconds=20):
    deadline = time.monotonic() + seconds
    while still_running(family) and time.monotonic() < deadline:
        time.sleep(0.1)
    return still_running(family)


def test_the_first_start_says_how_to_sign_in_where_it_made_an_example(prepared):
    password = prepared.folder / "example-password"
    told = f"with the password  {password.read_text().strip()}  " if password.exists() else ""

    assert password.exists() == ("DATABASE_URL" not in os.environ)
    assert prepared.first_words.count("with the password") == bool(told)
    assert told in prepared.first_words


def test_the_second_start_prepares_nothing_again(prepared):
    collected = {path: path.stat().st_mtime_ns for path in (prepared.folder / "static").rglob("*")}

    prepared.start()
    prepared.stop()

    embedded = "DATABASE_URL" not in os.environ
    assert prepared.said().splitlines() == [
        *([] if embedded else ["Preparing the database …"]),
        "Starting …",
        f"Safeguard runs at {prepared.address} (Ctrl+C stops it)",
        *(["python3 start.py manage load_example says how to sign in to the example charity."] if embedded else []),
        "Safeguard has stopped.",
    ]
    assert {path: path.stat().st_mtime_ns for path in (prepared.folder / "static").rglob("*")} == collected


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=["SIGTERM", "Ctrl+C", "closed"])
def test_stopping_takes_seconds_and_leaves_nothing_behind(running, number):
    family = running.family()
    names = sorted(word for command in family.values() for word in ("granian", " worker ", " beat ") if word in command)

    code, seconds = running.stop(number)

    assert names == [" beat ", " worker ", "granian", "granian"]
    assert still_running(family) == {}
    assert code == 0
    assert seconds < 12
    with socket.create_server(("127.0.0.1", running.port)):
        pass  # the port is free again


@pytest.mark.parametrize(("name", "word"), [("web", "granian"), ("worker", " worker "), ("beat", " beat ")])
def test_when_one_dies_all_stop_and_it_is_named(running, name, word):
    family = running.family()
    victim = min(pid for pid, command in family.items() if word in command)

    os.kill(victim, signal.SIGKILL)
    code = running.process.wait(20)

    assert code == 1
    assert still_running(family) == {}
    sentence = (
        f"The {name} process stopped by itself, with exit code -9, so everything was stopped. "
        f"Its last lines, from {running.folder / 'log' / name}.log:"
    )
    assert running.said().splitlines().count(sentence) == 1


def test_when_start_py_itself_is_killed_the_others_stop_too(running):
    family = running.family()

    running.process.kill()
    running.process.wait()

    assert wait_until_ended(family) == {}


def test_what_the_beat_asks_for_the_worker_does(running):
    log = running.folder / "log" / "worker.log"
    before = log.stat().st_size
    deadline = time.monotonic() + 30

    while "Task reminders.tasks.send_all" not in log.read_text()[before:] and time.monotonic() < deadline:
        time.sleep(0.1)

    assert log.read_text()[before:].count("Task reminders.tasks.send_all") > 0
