"""Whoever has left the log alone for some minutes proves again who they are, however lately they signed in (E-84).

While somebody works in the log nobody asks them. The session holds two times and nothing else.
"""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest

SEEN = "incidents_seen"  # [when somebody was last in the log, when they came in], in seconds
LONGEST = 8 * 60 * 60  # seconds; after that everybody proves it again, however busy
LATELY = 5 * 60  # seconds; before something is taken out of the log
WRITTEN_EVERY = 60  # seconds, so that not every page writes the session


def goes_on(request: HttpRequest) -> bool:
    """Whether somebody is in the log already. Raises ReauthenticationRequired when they were away for too long."""
    seen, came = request.session.get(SEEN, (0, 0))
    now = time.time()
    if now - seen <= settings.INCIDENTS_IDLE_SECONDS and now - came <= LONGEST:
        return True
    if seen and proved_at(request) <= seen:
        raise ReauthenticationRequired
    return False


def came(request: HttpRequest, *, goes_on: bool) -> None:
    """Note that somebody is in the log now."""
    now = time.time()
    seen, since = request.session.get(SEEN, (0, 0))
    if not goes_on or now - seen >= min(WRITTEN_EVERY, settings.INCIDENTS_IDLE_SECONDS / 4):
        request.session[SEEN] = [now, since if goes_on else now]


def proved_lately(request: HttpRequest) -> bool:
    return time.time() - proved_at(request) <= LATELY


def proved_at(request: HttpRequest) -> float:
    """When this session last proved whose it is."""
    return max((record["at"] for record in get_authentication_records(request, request.user)), default=0.0)
