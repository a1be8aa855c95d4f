"""Raising a concern, one's own reports, the links on posters, and the talk with whoever raised it."""

from __future__ import annotations

from django.urls import path

from incidents.views import raising, raising_links, raising_messages, raising_own

urlpatterns = [
    path("", raising.front, name="front"),
    path("raise/", raising.raise_, name="raise"),
    path("raise/save/", raising.save, name="raise_save"),
    path("raise/clear/", raising.clear, name="raise_clear"),
    path("raise/offline/", raising.offline, name="raise_offline"),
    path("raise/worker.js", raising.worker, name="raise_worker"),
    path("raise/sent/<uuid:uid>/", raising_own.sent_page, name="sent"),
    path("numbers/", raising.directory, name="numbers"),
    path("mine/", raising_own.mine, name="mine"),
    path("mine/<uuid:uid>/", raising_own.my_report, name="my_report"),
    path("mine/<uuid:uid>/copy/", raising_own.my_report_print, name="my_report_print"),
    path("links/", raising_links.links, name="links"),
    path("links/<int:pk>/end/", raising_links.end_link, name="end_link"),
    path("links/<int:pk>/poster/", raising_links.poster, name="poster"),
    path("<str:code>/messages/", raising_messages.reports, name="messages"),
]
