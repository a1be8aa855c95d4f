"""The site's addresses with the outbox, which otherwise only an embedded installation has."""

from django.urls import include, path

from safeguard.urls import handler400, handler403, handler404, handler500
from safeguard.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*of_the_site, path("outbox/", include("reminders.outbox_urls"))]
