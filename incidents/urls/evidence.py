from django.urls import URLPattern, path

from incidents.views import documents, evidence

urlpatterns: list[URLPattern] = [
    path("<str:code>/evidence/", evidence.evidence, name="evidence"),
    path("<str:code>/evidence/take/", evidence.take, name="take_evidence"),
    path("<str:code>/evidence/<uuid:uid>/move/", evidence.move, name="move_evidence"),
    path("<str:code>/documents/add/", documents.attach, name="attach"),
    path("<str:code>/documents/<uuid:uid>/", documents.fetch, name="document"),
    path("<str:code>/documents/<uuid:uid>/set-aside/", documents.set_aside, name="set_aside"),
    path("<str:code>/documents/<uuid:uid>/remove/", documents.remove, name="remove_document"),
]
