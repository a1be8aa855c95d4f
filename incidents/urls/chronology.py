from django.urls import path

from incidents.views import chronology as views

urlpatterns = [
    path("<str:code>/chronology/", views.chronology, name="chronology"),
    path("<str:code>/chronology/add/", views.add, name="add_entry"),
    path("<str:code>/chronology/reports/<uuid:uid>/", views.place, name="place_report"),
    path("<str:code>/chronology/<uuid:uid>/", views.entry, name="entry"),
    path("<str:code>/chronology/<uuid:uid>/correct/", views.correct, name="correct_entry"),
    path("<str:code>/chronology/<uuid:uid>/disagree/", views.disagree, name="disagree"),
]
