from django.urls import path

from volunteers.views import certificates, completing, training

urlpatterns = [
    path("training/", training.topics, name="topics"),
    path("training/add/", training.add, name="topic_add"),
    path("training/gaps/", training.gaps, name="gaps"),
    path("training/certificate/", certificates.certificate, name="certificate"),
    path("training/certificate/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path("training/sessions/<int:pk>/", completing.session, name="session"),
    path("training/completed/<int:pk>/back/", completing.take_back, name="completion_back"),
    path("training/completed/<int:pk>/certificate/", certificates.of_completion, name="completion_certificate"),
    path("training/offers/<int:pk>/close/", completing.close_offer, name="offer_close"),
    path("training/people/<int:pk>/", training.person, name="training_of"),
    path("training/people/<int:pk>/induction/", certificates.of_induction, name="induction_certificate"),
    path("training/people/<int:pk>/<int:topic_pk>/", completing.complete, name="complete"),
    path("training/<int:pk>/", training.topic, name="topic"),
    path("training/<int:pk>/change/", training.change, name="topic_change"),
    path("training/<int:pk>/end/", training.end, name="topic_end"),
    path("training/<int:pk>/offer/", completing.offer, name="topic_offer"),
    path("training/<int:pk>/session/", completing.hold_session, name="session_add"),
]
