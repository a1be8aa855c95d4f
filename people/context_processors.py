"""What every page knows: the organisation, the person, the way round and the nonce of its scripts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import Person
from people.navigation import navigation


def here(request: HttpRequest) -> dict[str, Any]:
    organisation = getattr(request, "organisation", None)
    person = getattr(request, "person", None)
    return {
        "organisation": organisation,
        "person": person,
        "navigation": navigation(request) if person else [],
        "person_menu": person_menu(person, organisation.slug) if person else [],
        "csp_nonce": str(getattr(request, "csp_nonce", "")),
    }


def person_menu(person: Person, slug: str) -> list[tuple[str, str]]:
    return [
        (_("Your details"), reverse("people:person", args=[slug, person.pk])),
        (_("What we know of you"), reverse("rights:mine", args=[slug])),
        (_("Second step when signing in"), reverse("mfa_index")),
        (_("Where you are signed in"), reverse("usersessions_list")),
        (_("Change charity"), reverse("home") + "?choose"),
    ]
