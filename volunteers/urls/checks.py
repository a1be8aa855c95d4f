"""Checks online: the switch, the list, giving one out, doing it, and what follows."""

from __future__ import annotations

from django.urls import path

from volunteers.views import check_switch, check_talks, checking, checks

urlpatterns = [
    path("checks/", checks.checks, name="checks"),
    path("checks/switch/", check_switch.switch_checks, name="switch_checks"),
    path("checks/switch/off/", check_switch.switch_off_checks, name="switch_off_checks"),
    path("checks/for/<str:code>/", checks.assign_check, name="assign_check"),
    path("checks/for/<str:code>/taken-back/", checks.permission_taken_back, name="permission_taken_back"),
    path("checks/about/<int:pk>/taken-back/", checks.permission_taken_back, name="permission_taken_back_of"),
    path("checks/about/<int:pk>/", checks.assign_check_of, name="assign_check_of"),
    path("checks/about/<int:pk>/answer/", checks.answer_about_check, name="answer_about_check"),
    path("checks/<str:code>/", checks.check, name="check"),
    path("checks/<str:code>/print/", checks.print_check, name="print_check"),
    path("checks/<str:code>/call-off/", checks.call_off_check, name="call_off_check"),
    path("checks/<str:code>/take-over/", checks.hand_over_check, name="hand_over_check"),
    path("checks/<str:code>/before/", checking.check_conflict, name="check_conflict"),
    path("checks/<str:code>/do/", checking.do_check, name="do_check"),
    path("checks/<str:code>/found/", checking.check_findings, name="check_findings"),
    path("checks/<str:code>/talk/", check_talks.check_talk, name="check_talk"),
    path("checks/<str:code>/somebody-else/", check_talks.check_not_them, name="check_not_them"),
    path("checks/<str:code>/decider/", check_talks.check_decider, name="check_decider"),
    path("checks/<str:code>/decide/", check_talks.decide_check, name="decide_check"),
    path("checks/<str:code>/share/", check_talks.share_check, name="share_check"),
]
