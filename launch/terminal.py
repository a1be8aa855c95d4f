"""What the person at the terminal reads."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """Something is in the way. The text is one sentence that says what, and what to do."""


def say(line: str) -> None:
    """Progress goes to standard error, so that standard output holds results alone."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def refusing(sentence: str) -> Iterator[None]:
    """Turns what the operating system refuses inside the block into this sentence; {reason} is its own word for it."""
    try:
        yield
    except OSError as error:
        raise Refused(sentence.format(reason=error.strerror or error)) from error
