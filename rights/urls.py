from django.urls import path

from rights.views import disposals, endings, keeping, mine, papers, people, requests

app_name = "rights"

urlpatterns = [
    path("", requests.requests, name="requests"),
    path("new/", requests.new, name="new"),
    path("requests/<int:number>/", requests.one, name="request"),
    path("requests/<int:number>/stop-mail/", requests.stop_mail, name="stop_mail"),
    path("requests/<int:number>/who/<slug:who>/", requests.link, name="link"),
    path("requests/<int:number>/<slug:key>/", requests.step, name="step"),
    path("mine/", mine.mine, name="mine"),
    path("mine/copy/", mine.copy, name="mine_copy"),
    path("mine/ask/", mine.ask, name="mine_ask"),
    path("people/", people.find, name="find"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/erase/", people.erase, name="erase"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/try-again/", papers.try_again, name="try_paper_again"),
    path("papers/<int:pk>/file/<slug:ending>/", papers.file, name="file"),
    path("schedule/", keeping.schedule, name="schedule"),
    path("schedule/print/", keeping.print_schedule, name="print_schedule"),
    path("schedule/<str:rule>/", keeping.period, name="period"),
    path("holds/", keeping.holds, name="holds"),
    path("holds/new/", keeping.hold, name="hold"),
    path("holds/<int:pk>/lift/", keeping.lift, name="lift"),
    path("disposals/", disposals.disposals, name="disposals"),
    path("disposals/<int:number>/", disposals.one, name="disposal"),
    path("disposals/<int:number>/approve/", disposals.approve, name="approve"),
    path("disposals/<int:number>/reject/", disposals.reject, name="reject"),
    path("disposals/<int:number>/certificate/", disposals.certificate, name="certificate"),
    path("disposals/<int:number>/items/<int:pk>/", disposals.leave_out, name="leave_out"),
    path("endings/", endings.endings, name="endings"),
    path("endings/<uuid:uid>/", endings.ending, name="ending"),
    path("endings/<uuid:uid>/<slug:key>/", endings.decide, name="decide_ending"),
]
