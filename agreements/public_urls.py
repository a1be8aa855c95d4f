"""Addresses that are open without signing in. `people.models.Purpose.SIGN` is the name of the first one."""

from django.urls import path

from agreements.views import link

urlpatterns = [
    path("sign/<str:token>/", link.start, name="sign"),
    path("sign/<str:token>/read/", link.read, name="sign-read"),
    path("sign/<str:token>/other/", link.other, name="sign-other"),
    path("sign/<str:token>/receipt/", link.receipt, name="sign-receipt"),
    path("sign/<str:token>/receipt.pdf", link.receipt_pdf, name="sign-receipt-pdf"),
    path("sign/<str:token>/not-me/", link.not_me, name="sign-not-me"),
    path("sign/<str:token>/new-link/", link.new_link, name="sign-new-link"),
]
