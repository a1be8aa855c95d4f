from django.urls import path

from reminders.views import calendar, due, sent

app_name = "reminders"

urlpatterns = [
    path("", due.due, name="due"),
    path("pause/<str:key>/", due.pause, name="pause"),
    path("resume/<str:key>/", due.resume, name="resume"),
    path("sent/", sent.sent, name="sent"),
    path("sent/<int:pk>/", sent.digest, name="digest"),
    path("calendar/", calendar.make_link, name="calendar"),
]
