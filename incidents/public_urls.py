"""Addresses outside the sign-in: raising a concern by the charity's link, and coming back by code."""

from django.urls import path

from incidents.views import raising_public

urlpatterns = [
    path("raise/worker.js", raising_public.worker, name="raise-worker"),
    path("raise/<str:token>/", raising_public.raise_, name="raise"),
    path("raise/<str:token>/offline/", raising_public.offline, name="raise-offline"),
    path("follow-up/", raising_public.follow_up, name="follow-up"),
]
