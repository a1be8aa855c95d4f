from django.urls import path

from volunteers.views import record as views

urlpatterns = [
    path("record/", views.record, name="record"),
    path("record/print/<str:kind>/", views.print_record, name="print_record"),
    path("record/printed/", views.record_print, name="record_print"),
    path("record/printed/file/", views.record_file, name="record_file"),
]
