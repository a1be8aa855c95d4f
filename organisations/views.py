"""The logo of a charity."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest

from organisations.logos import content_type
from organisations.models import Organisation


@login_not_required
def logo(request: HttpRequest, name: str) -> FileResponse:
    """Public, since pages that are opened by a link show it; the name cannot be guessed and names nobody."""
    owner = Organisation.objects.filter(logo=f"logos/{name}").first()
    try:
        if owner is None:
            raise Http404
        response = FileResponse(owner.logo.open("rb"), content_type=content_type(name))
    except FileNotFoundError as missing:
        raise Http404 from missing
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, max-age=86400"
    return response
