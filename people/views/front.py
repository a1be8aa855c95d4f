"""The front door: sign in, or choose an organisation."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from organisations.models import Organisation
from people.models import Person


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Whoever belongs to one organisation is taken there; the others choose or sign in."""
    if not request.user.is_authenticated:
        return render(request, "front/welcome.html", {"may_start": may_start()})
    today = timezone.localdate()
    mine = Person.objects.across_organisations().select_related("organisation").filter(user=request.user)
    organisations = [person.organisation for person in mine if person.is_here(today)]
    if len(organisations) == 1 and "choose" not in request.GET:
        return redirect(organisations[0])
    return render(request, "front/choose.html", {"organisations": organisations, "may_start": may_start()})


def may_start() -> bool:
    """Whether a new charity may be set up here: always while there is none, later where the installation allows it."""
    return settings.ALLOW_NEW_ORGANISATIONS or not Organisation.objects.exists()
