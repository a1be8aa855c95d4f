"""Addresses that are open without signing in. `people.models.Purpose.RESPOND` is the name of the first one."""

from django.urls import path

from consent.views import respond

urlpatterns = [
    path("respond/<str:token>/", respond.start, name="respond"),
    path("respond/<str:token>/all/", respond.all_, name="respond-all"),
    path("respond/<str:token>/about/<int:subject>/", respond.about, name="respond-about"),
    path("respond/<str:token>/about/<int:subject>/who/", respond.who, name="respond-who"),
    path("respond/<str:token>/about/<int:subject>/save/", respond.save, name="respond-save"),
    path("respond/<str:token>/check/", respond.check, name="respond-check"),
    path("respond/<str:token>/withdraw/<int:pk>/", respond.withdraw, name="respond-withdraw"),
    path("respond/<str:token>/receipts/<str:code>/", respond.receipt, name="respond-receipt"),
    path("respond/<str:token>/receipts/<str:code>.pdf", respond.pdf, name="respond-pdf"),
    path("respond/<str:token>/not-me/", respond.not_me, name="respond-not-me"),
    path("respond/<str:token>/new-link/", respond.new_link, name="respond-new-link"),
]
