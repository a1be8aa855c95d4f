"""A scanner that listens on this machine stands in for ClamAV and speaks its words."""

import socketserver
import struct
from collections.abc import Iterator
from threading import Thread

import pytest

from safeguard.virus_scan import Infected, refuse_infected


class Scanner(socketserver.StreamRequestHandler):
    """Answers INSTREAM: a file that holds the word "virus" is infected."""

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        data = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        found = b"Test.Virus FOUND" if b"virus" in data else b"OK"
        self.wfile.write(b"stream: " + found + b"\0" if command == b"zINSTREAM\0" else b"UNKNOWN COMMAND\0")


@pytest.fixture
def scanner(settings) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()
        thread.join()


def test_a_clean_file_comes_in_whatever_its_length(scanner):
    refuse_infected(b"words " * 50_000)


def test_a_file_in_which_something_is_found_does_not(scanner):
    with pytest.raises(Infected, match="The virus scanner found something in this file"):
        refuse_infected(b"x" * 100_000 + b"virus")


def test_while_the_scanner_does_not_answer_no_file_comes_in(settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"

    with pytest.raises(Infected, match="does not answer"):
        refuse_infected(b"words")


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD_ADDRESS = ""

    refuse_infected(b"virus")
