"""The folder of messages: nobody ever sees one that is half written."""

import json
from threading import Thread

import pytest
from kombu import Connection

from safeguard.file_queue import Transport


@pytest.fixture
def folders(tmp_path):
    made = {name: tmp_path / name for name in ("messages", "processed", "control")}
    for folder in made.values():
        folder.mkdir()
    return made


@pytest.fixture
def connect(folders):
    """`connect()` is one more program at the same queue."""
    opened = []

    def connect():
        options = {
            "data_folder_in": str(folders["messages"]),
            "data_folder_out": str(folders["messages"]),
            "processed_folder": str(folders["processed"]),
            "control_folder": str(folders["control"]),
            "store_processed": True,
        }
        opened.append(Connection("filesystem://", transport=Transport, transport_options=options))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def test_a_message_arrives_whole(connect):
    with connect().SimpleQueue("celery") as sender, connect().SimpleQueue("celery") as receiver:
        sender.put({"words": "look now"})
        message = receiver.get(timeout=5)
        message.ack()

    assert message.payload == {"words": "look now"}


def test_while_a_message_is_written_the_worker_sees_none(connect, folders):
    seen = []

    class Slow:
        def __json__(self):
            seen.extend(file.name for file in folders["messages"].iterdir() if file.name.endswith(".msg"))
            return "look now"

    connect().default_channel._put("celery", {"words": Slow()})

    assert seen == []
    [file] = folders["messages"].iterdir()
    assert file.name.endswith(".celery.msg")
    assert json.loads(file.read_text()) == {"words": "look now"}


def test_programs_that_start_together_all_find_the_list_of_queues_whole(connect, folders):
    names = [f"queue{number}" for number in range(16)]
    broken = []

    def bind(channel, name):
        try:
            channel._queue_bind("celery", name, "", name)
        except Exception as error:
            broken.append(error)

    programs = [Thread(target=bind, args=(connect().default_channel, name)) for name in names]
    for program in programs:
        program.start()
    for program in programs:
        program.join()

    assert broken == []
    assert sorted(queue.queue for queue in connect().default_channel.get_table("celery")) == sorted(names)
    assert [file.name for file in folders["control"].iterdir()] == ["celery.exchange"]


def test_a_torn_message_is_put_aside_and_the_next_one_comes(connect, folders, caplog):
    torn = folders["messages"] / "0000001_torn.others.msg"
    torn.write_bytes(b"")

    with connect().SimpleQueue("others") as queue:  # kombu remembers for the whole program which queues it has made
        queue.put({"words": "look now"})
        message = queue.get(timeout=5)
        message.ack()

    assert message.payload == {"words": "look now"}
    assert (folders["processed"] / torn.name).exists()
    assert [record.getMessage() for record in caplog.records if record.name == "safeguard.file_queue"] == [
        "A message in the queue could not be read, and was put aside."
    ]
