from django.urls import path

from reminders.views.calendar import feed
from reminders.views.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("calendar/<str:token>.ics", feed, name="calendar"),
]
