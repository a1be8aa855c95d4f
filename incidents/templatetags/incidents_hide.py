"""Where a page that is hidden in a hurry leads to."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def harmless_page() -> str:
    return str(settings.HARMLESS_PAGE)
