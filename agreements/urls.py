"""Addresses under /o/<organisation>/agreements/."""

from django.urls import path

from agreements.views import asking, designing, listing, mine, recording, records

app_name = "agreements"

urlpatterns = [
    path("", listing.front, name="front"),
    path("new/", designing.new, name="new"),
    path("answers/", records.answers, name="answers"),
    path("answers/<int:request_pk>/", records.settle, name="settle"),
    path("documents/", records.documents, name="documents"),
    path("documents/<slug:policy_slug>/", records.document, name="document_people"),
    path("told/", records.told, name="told"),
    path("issued/", records.issued, name="issued"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<int:pk>/", mine.read, name="read"),
    path("mine/<int:pk>/other/", mine.other, name="other"),
    path("mine/<int:pk>/receipt/", mine.receipt, name="receipt"),
    path("mine/<int:pk>/receipt.pdf", mine.receipt_pdf, name="receipt_pdf"),
    path("people/<int:person_pk>/", records.person, name="person"),
    path("signatures/<str:code>/", records.signature, name="signature"),
    path("signatures/<str:code>/receipt.pdf", mine.signature_pdf, name="signature_pdf"),
    path("signatures/<str:code>/scan/", recording.scan, name="scan"),
    path("paper/", recording.take_in, name="take_in"),
    path("paper/<str:code>/", recording.record_form, name="record_form"),
    path("<int:pk>/", listing.read, name="agreement"),
    path("<int:pk>/export.csv", listing.export, name="export"),
    path("<int:pk>/edit/", designing.edit, name="edit"),
    path("<int:pk>/documents/", designing.choose, name="choose"),
    path("<int:pk>/documents/<int:document_pk>/", designing.document, name="document"),
    path("<int:pk>/documents/<int:document_pk>/take-out/", designing.take_out, name="take_out"),
    path("<int:pk>/open/", designing.open_, name="open"),
    path("<int:pk>/close/", designing.close, name="close"),
    path("<int:pk>/follow/", designing.follow, name="follow"),
    path("<int:pk>/send/", asking.send, name="send"),
    path("<int:pk>/chase/", asking.chase, name="chase"),
    path("<int:pk>/paper/", recording.paper_list, name="paper"),
    path("<int:pk>/paper/<int:person_pk>/", recording.print_form, name="print"),
    path("<int:pk>/paper/<int:person_pk>/record/", recording.record_paper, name="record_paper"),
    path("<int:pk>/device/<int:person_pk>/", recording.device, name="device"),
    path("<int:pk>/device/<int:person_pk>/read/", recording.device_read, name="device_read"),
    path("<int:pk>/device/<int:person_pk>/other/", recording.device_other, name="device_other"),
    path("<int:pk>/device/<int:person_pk>/receipt/", recording.device_receipt, name="device_receipt"),
    path("<int:pk>/device/<int:person_pk>/receipt.pdf", recording.device_pdf, name="device_pdf"),
    path("<int:pk>/device/<int:person_pk>/back/", recording.device_back, name="device_back"),
]
