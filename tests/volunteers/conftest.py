"""The cast of volunteers; what is confidential lies behind the door of the log."""

from tests.incidents.conftest import in_the_log

__all__ = ["in_the_log"]
