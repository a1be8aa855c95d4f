"""Questions, and answers that come back on paper or by telephone."""

from django.urls import path

from consent.views import designing

urlpatterns = [
    path("questions/", designing.questions, name="questions"),
    path("questions/new/", designing.new, name="new_question"),
    path("questions/sets/", designing.starter_list, name="starters"),
    path("questions/sets/<slug:key>/", designing.starter, name="starter"),
    path("questions/<int:pk>/", designing.question, name="question"),
    path("questions/<int:pk>/edit/", designing.edit, name="edit_question"),
    path("questions/<int:pk>/words/", designing.words, name="words"),
    path("questions/<int:pk>/translate/", designing.translate, name="translate"),
    path("questions/<int:pk>/open/", designing.open_, name="open_question"),
    path("questions/<int:pk>/close/", designing.close, name="close_question"),
    path("questions/<int:pk>/move/", designing.move, name="move_question"),
]
