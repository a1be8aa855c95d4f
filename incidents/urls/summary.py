from typing import Any

from django.urls import path

from incidents.views import summary

urlpatterns: list[Any] = [
    path("summary/", summary.summary, name="summary"),
]
