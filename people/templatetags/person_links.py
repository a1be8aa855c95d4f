"""What other rooms know of a person, for the person's page."""

from django import template

from people.models import Person
from people.person_links import PersonLink, all_links

register = template.Library()


@register.simple_tag
def links_about(who: Person, by: Person) -> list[PersonLink]:
    """`{% links_about who person as links %}`: the pages of other rooms about `who` that `by` may open."""
    return list(all_links(who, by))
