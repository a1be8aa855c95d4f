"""Questions, and answers that come back on paper or by telephone."""

from django.urls import path

from consent.views import designing, paper, scanning

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
    path("paper/", paper.take_in, name="take_in"),
    path("paper/scans/", scanning.scan_batches, name="scans"),
    path("paper/scans/<int:pk>/", scanning.scan_batch, name="scan_batch"),
    path("paper/pages/<int:pk>/", scanning.place_scan, name="place_scan"),
    path("paper/pages/<int:pk>/file/", scanning.scan_file, name="scan_file"),
    path("paper/pages/<int:pk>/throw-away/", scanning.throw_scan_away, name="throw_scan_away"),
    path("paper/<int:pk>/", paper.record_form, name="record_form"),
    path("paper/<int:pk>/form/", paper.paper_form, name="paper_form"),
    path("paper/<int:pk>/form.pdf", paper.paper_form_pdf, name="paper_form_pdf"),
    path("talk/", paper.talk, name="talk"),
    path("talk/<int:pk>/", paper.record_talk, name="record_talk"),
]
