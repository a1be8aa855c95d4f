"""The site's addresses and the style page, which otherwise exists in development only."""

from django.urls import path

from safeguard.style_page import style_page
from safeguard.urls import urlpatterns as of_the_site

urlpatterns = [*of_the_site, path("style/", style_page, name="style")]
