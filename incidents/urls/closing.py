from django.urls import URLPattern, path

from incidents.views import closing, lessons

urlpatterns: list[URLPattern] = [
    path("<str:code>/closing/", closing.closing, name="closing"),
    path("<str:code>/closing/close/", closing.close, name="close"),
    path("<str:code>/closing/reopen/", closing.reopen, name="reopen"),
    path("<str:code>/closing/learn/", lessons.learn, name="learn"),
    path("<str:code>/closing/actions/add/", lessons.add_action, name="add_action"),
    path("<str:code>/closing/actions/<uuid:uid>/done/", lessons.finish, name="finish_action"),
    path("<str:code>/closing/actions/<uuid:uid>/drop/", lessons.drop, name="drop_action"),
]
fixed: list[URLPattern] = [
    path("actions/", lessons.mine, name="my_actions"),
    path("actions/<uuid:uid>/", lessons.action, name="action"),
]
"""Addresses with fixed words; they stand before the code of a case."""
