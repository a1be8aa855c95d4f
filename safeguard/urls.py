"""Every address of the site. What lies under /o/<slug>/ is for the people of that organisation only."""

from django.conf import settings
from django.urls import include, path

from people.views.front import front
from safeguard import help as help_pages

organisation_urls = [
    path("", include("reports.urls")),
    path("policies/", include("policies.urls")),
    path("agreements/", include("agreements.urls")),
    path("duties/", include("duties.urls")),
    path("consent/", include("consent.urls")),
    path("incidents/", include("incidents.urls")),
    path("volunteers/", include("volunteers.urls")),
    path("people/", include("people.urls")),
    path("settings/", include("people.settings_urls")),
    path("reminders/", include("reminders.urls")),
    path("audit/", include("audit.urls")),
    path("rights/", include("rights.urls")),
]

urlpatterns = [
    path("", front, name="home"),
    path("", include("organisations.urls")),
    path("", include("people.public_urls")),
    path("", include("agreements.public_urls")),
    path("", include("consent.public_urls")),
    path("", include("incidents.public_urls")),
    path("", include("volunteers.public_urls")),
    path("", include("reminders.public_urls")),
    path("", include("reports.public_urls")),
    path("help/", help_pages.index, name="help"),
    path("help/<slug:name>/", help_pages.page, name="help_page"),
    path("accounts/", include("allauth.urls")),
    path("o/<slug:organisation_slug>/", include(organisation_urls)),
]

if settings.OUTBOX:
    urlpatterns += [path("outbox/", include("reminders.outbox_urls"))]

if settings.DEBUG:
    from safeguard.style_page import style_page

    urlpatterns += [path("style/", style_page, name="style")]

handler400 = "safeguard.errors.bad_request"
handler403 = "safeguard.errors.forbidden"
handler404 = "safeguard.errors.not_found"
handler500 = "safeguard.errors.server_error"
