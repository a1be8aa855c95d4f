from django.urls import path

from reports.views.verifying import verify

urlpatterns = [
    path("verify/", verify, name="verify"),
]
