from django.urls import path

from consent.views import finding

urlpatterns = [
    path("", finding.front, name="front"),
]
