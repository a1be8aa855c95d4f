from django.urls import path

from volunteers.views import family_talks, induction, mine

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("mine/self-check/", mine.self_check, name="self_check"),
    path("rules/", mine.conduct, name="conduct"),
    path("induction/", induction.own, name="induction"),
    path("induction/blank/", induction.blank, name="induction_blank"),
    path("induction/people/<int:pk>/", induction.of_person, name="induction_of"),
    path("induction/pack/", induction.pack, name="induction_pack"),
    path("induction/pack.pdf", induction.pack_pdf, name="induction_pdf"),
    path("talks/", family_talks.talks, name="talks"),
    path("talks/<int:pk>/", family_talks.family, name="family_talks"),
    path("talks/<int:pk>/new/", family_talks.new, name="new_talk"),
]
