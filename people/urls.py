from django.urls import path

from people.views import imports, invitations, leaving, listing, person, roles, who_to_call

app_name = "people"

urlpatterns = [
    path("", listing.list_people, name="list"),
    path("export/<slug:kind>/", listing.export, name="export"),
    path("add/", person.add, name="add"),
    path("who-can-do-what/", roles.who_can, name="who_can"),
    path("who-to-call/", who_to_call.who_to_call, name="who_to_call"),
    path("import/", imports.upload, name="import"),
    path("import/<int:pk>/", imports.columns, name="import_columns"),
    path("import/<int:pk>/check/", imports.check, name="import_check"),
    path("import/<int:pk>/result/", imports.result, name="import_result"),
    path("import/<int:pk>/not-taken-in/", imports.refused_rows, name="import_refused"),
    path("import/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("<int:pk>/", person.read, name="person"),
    path("<int:pk>/change/", person.change, name="change"),
    path("<int:pk>/roles/give/", roles.give, name="give_role"),
    path("<int:pk>/roles/<int:holding_pk>/end/", roles.end, name="end_role"),
    path("<int:pk>/leave/", leaving.leave, name="leave"),
    path("<int:pk>/return/", leaving.rejoin, name="rejoin"),
    path("<int:pk>/died/", leaving.died, name="died"),
    path("<int:pk>/died/correct/", leaving.take_back_death, name="take_back_death"),
    path("<int:pk>/invite/", invitations.invite, name="invite"),
    path("<int:pk>/take-sign-in/", invitations.take_sign_in, name="take_sign_in"),
]
