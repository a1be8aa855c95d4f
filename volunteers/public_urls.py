"""Addresses outside the sign-in: applying for a position by the charity's link."""

from django.urls import path

from volunteers.views import applying

urlpatterns = [
    path("apply/<str:token>/", applying.start, name="apply"),
    path("apply/<str:token>/form/", applying.form, name="apply-form"),
    path("apply/<str:token>/question/", applying.ask, name="apply-ask"),
    path("apply/<str:token>/come-back/", applying.come_back, name="apply-back"),
    path("apply/<str:token>/privacy/", applying.privacy, name="apply-privacy"),
]
