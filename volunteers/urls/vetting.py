"""The log of criminal-record checks, risks and exceptions; `whose` is "person-12" or "application-CODE"."""

from django.urls import path

from volunteers.views import risks, vetting

urlpatterns = [
    path("vetting/", vetting.log, name="vetting"),
    path("vetting/find/", vetting.find, name="vetting_find"),
    path("vetting/people/<int:pk>/", vetting.person, name="vetting_person"),
    path("vetting/applications/<str:code>/", vetting.application, name="vetting_application"),
    path("vetting/of/<str:whose>/apply/", vetting.apply_for, name="vetting_apply"),
    path("vetting/of/<str:whose>/seen/", vetting.record_seen, name="vetting_seen"),
    path("vetting/of/<str:whose>/risk/", risks.assess, name="vetting_assess"),
    path("vetting/of/<str:whose>/exception/", risks.allow, name="vetting_except"),
    path("vetting/checks/<int:pk>/", vetting.check, name="vetting_check"),
    path("vetting/checks/<int:pk>/back/", vetting.come_back, name="vetting_back"),
    path("vetting/checks/<int:pk>/shown/", vetting.shown_to, name="vetting_shown"),
    path("vetting/checks/<int:pk>/status/", vetting.look_up, name="vetting_status"),
    path("vetting/checks/<int:pk>/copy/", vetting.destroy_copy, name="vetting_copy"),
    path("vetting/checks/<int:pk>/end/", vetting.end, name="vetting_end"),
    path("vetting/risks/<uuid:uid>/", risks.assessment, name="risk_assessment"),
    path("vetting/risks/<uuid:uid>/end/", risks.end_assessment, name="end_risk_assessment"),
    path("vetting/exceptions/", risks.exceptions, name="vetting_exceptions"),
    path("vetting/exceptions/<int:pk>/end/", risks.end_exception, name="end_exception"),
]
