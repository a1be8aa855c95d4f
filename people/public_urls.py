from django.urls import path

from people.views import invitations, start

urlpatterns = [
    path("start/", start.start, name="start"),
    path("start/check/", start.check, name="start_check"),
    path("start/<slug:key>/", start.step, name="start_step"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
]
