from django.urls import path

from consent.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/ability/", people.ability, name="ability"),
    path("people/<int:pk>/settle/<int:question_pk>/", people.settle, name="settle"),
    path("people/<int:pk>/withdraw/", people.withdraw_for, name="withdraw_for"),
    path("withdraw/", people.withdraw, name="withdraw"),
    path("withdraw/not-found/", people.withdraw_unplaced, name="withdraw_unplaced"),
    path("withdraw/not-found/<int:pk>/", people.unplaced, name="unplaced"),
]
