"""The organisation comes from the address; who is signed in is a person of it, or sees nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Settings
from people.models import Person
from safeguard.kept import signed_out
from safeguard.scoping import acting_for


def organisation_slug(path: str) -> str | None:
    """The slug in /o/<slug>/..., or None elsewhere."""
    parts = path.split("/", 3)
    return parts[2] if len(parts) > 3 and parts[1] == "o" else None


class OrganisationMiddleware:
    """Opens the scope for every address under /o/<slug>/.

    The signed-out go to the sign-in page, and strangers get 404, whether the organisation exists or not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = request.person = None
        slug = organisation_slug(request.path_info)
        if slug is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return signed_out(request) or redirect_to_login(request.get_full_path())
        people = Person.objects.across_organisations().select_related("organisation")
        person = people.filter(organisation__slug=slug, user=request.user).first()
        if person is None or not person.is_here(timezone.localdate()):
            raise Http404
        with acting_for(person.organisation):
            request.organisation, request.person = person.organisation, person
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.organisation is not None:
            kwargs.pop("organisation_slug")
        return None


class SecondFactorMiddleware:
    """Whoever holds a role that the charity marked sets up a second step before seeing anything of the charity."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.person
        if person and Settings.current().second_factor_needed(person.roles) and not is_mfa_enabled(request.user):
            messages.info(request, _("Your role needs a second step when you sign in. Set it up here first."))
            return redirect("mfa_index")
        return self.get_response(request)
