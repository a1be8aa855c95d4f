from django.urls import path

from incidents.views import procedures, steps

urlpatterns = [
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/own/<int:pk>/end/", procedures.end_own, name="end_own_step"),
    path("procedures/<slug:key>/", procedures.procedure, name="procedure"),
    path("procedures/<slug:key>/add/", procedures.add_own, name="add_own_step"),
    path("due/", steps.due, name="due"),
    path("<str:code>/steps/", steps.steps, name="steps"),
    path("<str:code>/steps/<uuid:uid>/", steps.step, name="step"),
    path("<str:code>/steps/<uuid:uid>/done/", steps.done, name="step_done"),
    path("<str:code>/steps/<uuid:uid>/undo/", steps.undo, name="undo_step"),
]
