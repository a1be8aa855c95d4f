from django.urls import path

from incidents.views import joining, people

urlpatterns = [
    path("<str:code>/people/", people.people, name="parties"),
    path("<str:code>/people/enter/", people.enter, name="enter_party"),
    path("<str:code>/people/<uuid:uid>/strike/", people.strike, name="strike_party"),
    path("<str:code>/together/", joining.together, name="together"),
    path("<str:code>/together/join/", joining.join, name="join"),
    path("<str:code>/together/<str:other>/part/", joining.part, name="part"),
    path("<str:code>/together/link/", joining.link, name="link_case"),
    path("<str:code>/together/link/<uuid:uid>/end/", joining.unlink, name="unlink_case"),
    path("<str:code>/together/move/<uuid:uid>/", joining.move, name="move_report"),
]
