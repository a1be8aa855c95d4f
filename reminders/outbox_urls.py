from django.urls import path

from reminders.views import outbox

urlpatterns = [
    path("", outbox.mails, name="outbox"),
    path("<slug:name>/", outbox.mail, name="outbox_mail"),
    path("<slug:name>/<int:number>/", outbox.attachment, name="outbox_attachment"),
]
