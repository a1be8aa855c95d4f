"""Addresses under /o/<slug>/consent/, one module for each part of the room."""

from consent.urls import answering, contact, designing, finding, people, pictures, uses

app_name = "consent"

urlpatterns = [
    *finding.urlpatterns,
    *designing.urlpatterns,
    *answering.urlpatterns,
    *people.urlpatterns,
    *uses.urlpatterns,
    *pictures.urlpatterns,
    *contact.urlpatterns,
]
