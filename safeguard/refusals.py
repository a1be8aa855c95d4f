"""How the software says no: with a sentence that can be shown to the person."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class Refused(Exception):
    """Something cannot be done now. The text of the exception is written for the person who asked."""


def require(allowed: bool, sentence: str | Promise) -> None:
    """Let the view go on, or answer 403 with `sentence`, which names who may do this.

    Only for what the person may know exists; what they may not know exists is a 404.
    """
    if not allowed:
        raise PermissionDenied(str(sentence))
