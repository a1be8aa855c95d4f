"""Who sees a case, and the way in for an emergency."""

from __future__ import annotations

from django.urls import path

from incidents.views import access, glass

urlpatterns = [
    path("glass/", glass.glass, name="glass"),
    path("glass/ask/", glass.ask_glass, name="ask_glass"),
    path("glass/<int:pk>/open/", glass.open_glass, name="open_glass"),
    path("glass/<int:pk>/refuse/", glass.refuse_glass, name="refuse_glass"),
    path("glass/<int:pk>/end/", glass.end_glass, name="end_glass"),
    path("<str:code>/access/", access.access, name="access"),
    path("<str:code>/access/let-in/", access.let_in, name="let_in"),
    path("<str:code>/access/people/<int:pk>/", access.rights, name="rights"),
    path("<str:code>/access/step-aside/", access.step_aside, name="step_aside"),
    path("<str:code>/access/put-aside/", access.put_aside, name="put_aside"),
    path("<str:code>/access/asides/<int:pk>/back/", access.come_back, name="come_back"),
    path("<str:code>/access/routing/", access.routing, name="routing"),
]
