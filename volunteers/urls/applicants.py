from django.urls import URLPattern, path

from volunteers.views import application, application_data, board, closing, decisions, front, references, steps

PLACE = "applications/<str:code>/"
fixed: list[URLPattern] = [
    path("", front.front, name="front"),
    path("board/", board.board, name="board"),
    path("board/closed/", board.closed, name="closed_applications"),
]
"""Addresses with fixed words."""
urlpatterns: list[URLPattern] = [
    path("suitability/<int:pk>/", decisions.suitability, name="suitability"),
    path("suitability/<int:pk>/decide/", decisions.decide_again, name="decide_suitability"),
    path(PLACE, application.application, name="application"),
    path(f"{PLACE}move/", application.move, name="move_application"),
    path(f"{PLACE}data/", application_data.application_data, name="application_data"),
    path(f"{PLACE}permission/", steps.permission, name="application_permission"),
    path(f"{PLACE}steps/<slug:key>/", steps.note, name="note_step"),
    path(f"{PLACE}steps/<slug:key>/leave-out/", steps.leave_out, name="leave_out_step"),
    path(f"{PLACE}steps/<slug:key>/needed/", steps.ask_after_all, name="ask_after_all"),
    path(f"{PLACE}references/add/", references.add, name="add_reference"),
    path(f"{PLACE}references/<uuid:uid>/mail/", references.mail, name="mail_reference"),
    path(f"{PLACE}references/<uuid:uid>/asked/", references.asked, name="reference_asked"),
    path(f"{PLACE}references/<uuid:uid>/answered/", references.answered, name="reference_answered"),
    path(f"{PLACE}withdrawn/", closing.withdraw, name="withdraw_application"),
    path(f"{PLACE}not-taken-on/", closing.not_taken_on, name="not_taken_on"),
    path(f"{PLACE}reopen/", closing.reopen, name="reopen_application"),
    path(f"{PLACE}decide/", decisions.decide, name="decide_application"),
    path(f"{PLACE}take-on/", decisions.take_on, name="take_on"),
]
