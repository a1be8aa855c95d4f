"""From the command to the first page, in seconds: the first start, which prepares all, and the second.

The packages are installed before.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

from bench import scratch

ROOT = Path(__file__).parents[1]
PORT = 8791


def main() -> None:
    told = {**os.environ, "PORT": str(PORT)}
    for case in ("first", "second"):
        begun = perf_counter()
        running = subprocess.Popen([sys.executable, ROOT / "start.py"], env=told, stdout=subprocess.DEVNULL)
        try:
            while not has_answered():
                assert running.poll() is None, "It did not start."
                sleep(0.05)
            seconds = perf_counter() - begun
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait()
        scratch.say(bench="start", case=case, seconds=round(seconds, 1))


def has_answered() -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    try:
        connection.request("GET", "/accounts/login/")
        return connection.getresponse().status == 200
    except ConnectionRefusedError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
