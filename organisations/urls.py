from django.urls import re_path

from organisations.brand import stylesheet
from organisations.views import logo

urlpatterns = [
    re_path(r"^brand/(?P<colour>[0-9a-f]{6})\.css$", stylesheet, name="brand"),
    re_path(r"^logo/(?P<name>[A-Za-z0-9_-]+\.(?:png|jpg))$", logo, name="logo"),
]
