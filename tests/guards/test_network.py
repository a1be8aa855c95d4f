"""Tests stay on this machine, and that is true for the tests that would not."""

import socket
import urllib.request

import pytest

from tests.plugins.no_network import NetworkUsed


def test_another_machine_cannot_be_reached_by_its_number():
    with pytest.raises(NetworkUsed):
        socket.create_connection(("203.0.113.1", 443), timeout=1)


def test_another_machine_cannot_be_reached_by_its_name():
    with pytest.raises(NetworkUsed):
        urllib.request.urlopen("https://safeguard.example.org/", timeout=1)


def test_this_machine_can():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as caller:
        assert caller.getpeername() == server.getsockname()
