from django.urls import path

from volunteers.views import barring, issuing, placing, standing

PERSON = "standings/<int:pk>/"
urlpatterns = [
    path("standings/", standing.standing_list, name="standings"),
    path(PERSON, standing.read, name="standing"),
    path(f"{PERSON}suspend/", standing.suspend, name="suspend"),
    path(f"{PERSON}goes-on/", standing.review, name="review_suspension"),
    path(f"{PERSON}reinstate/", standing.reinstate, name="reinstate"),
    path(f"{PERSON}end/", standing.end, name="end_service"),
    path(f"{PERSON}earlier/", standing.earlier, name="earlier"),
    path(f"{PERSON}barring/", barring.ask, name="ask_barring"),
    path("barring/<uuid:uid>/", barring.decide, name="barring"),
    path(f"{PERSON}positions/", placing.placements, name="placements"),
    path(f"{PERSON}positions/<int:placement_pk>/end/", placing.end, name="end_placement"),
    path(f"{PERSON}handed-out/", issuing.issued, name="issued"),
    path(f"{PERSON}handed-out/<int:issued_pk>/back/", issuing.take_back, name="take_back"),
]
