"""The log itself, one case, sorting it, hold, and search. Last of the room, because a code may be any word."""

from __future__ import annotations

from django.urls import path

from incidents.views import case, holding, log, search, triage

urlpatterns = [
    path("log/", log.log, name="log"),
    path("low-level/", log.low_level, name="low_level"),
    path("search/", search.search, name="search"),
    path("<str:code>/", case.case, name="case"),
    path("<str:code>/sort/", triage.sort, name="sort"),
    path("<str:code>/status/", triage.status, name="status"),
    path("<str:code>/hold/", holding.hold, name="hold"),
    path("<str:code>/hold/ask/", holding.ask_again, name="ask_again"),
    path("<str:code>/hold/end/", holding.resume, name="resume"),
]
