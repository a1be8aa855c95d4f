from django.urls import path

from people.views import roles
from people.views.settings import beginning, charity, lists, rules

app_name = "settings"

urlpatterns = [
    path("", charity.overview, name="overview"),
    path("set-up/", beginning.set_up, name="set_up"),
    path("charity/<slug:part>/", charity.charity, name="charity"),
    path("logo/", charity.logo, name="logo"),
    path("logo/remove/", charity.remove_logo, name="remove_logo"),
    path("rules/<slug:section>/", rules.rules, name="rules"),
    path("second-step/", rules.second_step, name="second_step"),
    path("roles/", roles.names, name="role_names"),
    path("agencies/", lists.agencies, name="agencies"),
    path("agencies/add/", lists.agency, name="add_agency"),
    path("agencies/<int:pk>/", lists.agency, name="agency"),
    path("agencies/<int:pk>/checked/", lists.agency_checked, name="agency_checked"),
    path("agencies/<int:pk>/remove/", lists.remove_agency, name="remove_agency"),
    path("projects/", lists.projects, name="projects"),
    path("projects/add/", lists.project, name="add_project"),
    path("projects/<int:pk>/", lists.project, name="project"),
    path("projects/<int:pk>/remove/", lists.remove_project, name="remove_project"),
    path("protocols/", lists.protocols, name="protocols"),
    path("protocols/add/", lists.protocol, name="add_protocol"),
    path("protocols/<int:pk>/", lists.protocol, name="protocol"),
    path("protocols/<int:pk>/remove/", lists.remove_protocol, name="remove_protocol"),
]
