from django.urls import path

from volunteers.views import positions, recruiting

urlpatterns = [
    path("positions/", positions.positions, name="positions"),
    path("positions/add/", positions.add, name="add_position"),
    path("positions/<int:pk>/", positions.position, name="position"),
    path("positions/<int:pk>/change/", positions.change, name="change_position"),
    path("positions/<int:pk>/pause/", positions.pause, name="pause_position"),
    path("positions/<int:pk>/end/", positions.end, name="end_position"),
    path("positions/<int:pk>/poster/", positions.poster, name="position_poster"),
    path("positions/<int:pk>/paper-form/", positions.paper_form, name="position_paper_form"),
    path("positions/<int:pk>/checks/add/", positions.add_check, name="add_required_check"),
    path("positions/<int:pk>/checks/<int:check>/end/", positions.end_check, name="end_required_check"),
    path("taking-on/", recruiting.way, name="way"),
    path("taking-on/needs/", recruiting.change_needs, name="change_needs"),
    path("taking-on/words/", recruiting.change_words, name="change_words"),
    path("applications/enter/", recruiting.enter, name="enter_application"),
]
