"""Tags that every page may use."""

from typing import Any

from django import template

from safeguard import addresses

register = template.Library()


@register.simple_tag
def address(name: str, *args: Any, **query: Any) -> str:
    """`{% address 'policies:read' policy.slug %}`: a page of the active organisation."""
    return addresses.address(name, *args, **query)
