from django.urls import path

from incidents.views import sharing as views

urlpatterns = [
    path("sharing/<uuid:uid>/", views.waiting, name="sharing_waiting"),
    path("<str:code>/sharing/", views.sharing, name="sharing"),
    path("<str:code>/sharing/decide/", views.decide, name="decide_sharing"),
    path("<str:code>/sharing/<uuid:uid>/", views.decision, name="sharing_decision"),
    path("<str:code>/sharing/<uuid:uid>/add/", views.add, name="add_to_sharing"),
]
