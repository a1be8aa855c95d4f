from django.urls import path

from incidents.views import records as views

urlpatterns = [
    path("records/<uuid:uid>/", views.waiting, name="record_waiting"),
    path("consider/<uuid:uid>/", views.consider, name="consider"),
    path("<str:code>/records/", views.records, name="records"),
    path("<str:code>/records/<uuid:uid>/", views.record, name="record"),
    path("<str:code>/records/<uuid:uid>/later/", views.follow, name="follow_record"),
    path("<str:code>/records/<slug:kind>/new/", views.make, name="make_record"),
]
