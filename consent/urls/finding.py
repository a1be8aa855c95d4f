from django.urls import path

from consent.views import events, finding

urlpatterns = [
    path("", finding.front, name="front"),
    path("find/", finding.find, name="find"),
    path("find/answer/", finding.answer, name="find_answer"),
    path("checks/", finding.checks, name="checks"),
    path("checks/<int:pk>/", finding.check, name="check"),
    path("checks/<int:pk>/approve/", finding.approve, name="check_approve"),
    path("events/", events.events, name="events"),
    path("events/add/", events.add, name="event_add"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/change/", events.change, name="event_change"),
    path("events/<int:pk>/register/", events.register, name="event_register"),
    path("events/<int:pk>/print/<slug:kind>/", events.ask_for_list, name="event_print"),
    path("events/<int:pk>/lists/<slug:kind>/", events.sheet, name="event_list"),
    path("events/<int:pk>/lists/<slug:kind>/pdf/", events.sheet_pdf, name="event_list_pdf"),
]
