"""Asking for consent, and the requests that are out."""

from django.urls import path

from consent.views import asking

urlpatterns = [
    path("requests/", asking.requests, name="requests"),
    path("requests/ask/", asking.ask, name="ask"),
    path("requests/ask/check/", asking.check, name="ask_check"),
    path("requests/<int:pk>/", asking.request_, name="request"),
    path("requests/<int:pk>/mine/", asking.mine, name="mine"),
    path("requests/<int:pk>/chase/", asking.chase, name="chase"),
    path("requests/<int:pk>/link/", asking.send_link, name="send_link"),
    path("requests/<int:pk>/cancel/", asking.cancel, name="cancel_request"),
]
