from django.urls import path

from people.views import (
    cared_for,
    families,
    imports,
    invitations,
    leaving,
    listing,
    merging,
    person,
    roles,
    who_to_call,
)

app_name = "people"

urlpatterns = [
    path("", listing.list_people, name="list"),
    path("export/<slug:kind>/", listing.export, name="export"),
    path("add/", person.add, name="add"),
    path("who-can-do-what/", roles.who_can, name="who_can"),
    path("who-to-call/", who_to_call.who_to_call, name="who_to_call"),
    path("cared-for/", cared_for.list_cared_for, name="cared_for"),
    path("cared-for/<int:pk>/", cared_for.read, name="cared_for_person"),
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
    path("<int:pk>/carers/add/", families.add, name="add_care"),
    path("<int:pk>/carers/<int:link_pk>/change/", families.change, name="change_care"),
    path("<int:pk>/carers/<int:link_pk>/confirm/", families.confirm, name="confirm_care"),
    path("<int:pk>/carers/<int:link_pk>/end/", families.end, name="end_care"),
    path("<int:pk>/twice/", merging.choose, name="twice"),
    path("<int:pk>/merge/<int:other_pk>/", merging.merge, name="merge"),
    path("<int:pk>/merges/<int:merge_pk>/undo/", merging.undo, name="undo_merge"),
    path("<int:pk>/leave/", leaving.leave, name="leave"),
    path("<int:pk>/return/", leaving.rejoin, name="rejoin"),
    path("<int:pk>/died/", leaving.died, name="died"),
    path("<int:pk>/died/correct/", leaving.take_back_death, name="take_back_death"),
    path("<int:pk>/invite/", invitations.invite, name="invite"),
    path("<int:pk>/take-sign-in/", invitations.take_sign_in, name="take_sign_in"),
]
