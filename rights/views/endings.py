"""The end of what not everybody may know of: whoever may not gets the same answer as for what is not there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.reauthentication import proven_again
from rights.models import Ending
from rights.services import endings as services
from rights.states import DisposalStatus
from safeguard.refusals import Refused
from safeguard.retention import rules


@require_safe
@proven_again
def endings(request: HttpRequest) -> HttpResponse:
    found = [(one, row, rules()[one.rule].title) for one, row in services.open_to(request.person)]
    return render(request, "rights/endings.html", {"endings": found})


@require_safe
@proven_again
def ending(request: HttpRequest, uid: UUID) -> HttpResponse:
    found, row = open_ending(request, uid)
    context = {
        "ending": found,
        "row": row,
        "rule": rules()[found.rule],
        "is_open": found.status == DisposalStatus.PROPOSED,
        "is_done": found.status == DisposalStatus.DONE,
        "has_agreed": found.first_by_id == request.person.pk,
    }
    return render(request, "rights/ending.html", context)


@require_POST
@proven_again
def decide(request: HttpRequest, uid: UUID, key: str) -> HttpResponse:
    found, _row = open_ending(request, uid)
    if key not in ("keep", "agree"):  # nothing ends by a word that was misspelt
        raise Http404
    try:
        if key == "keep":
            services.keep(found, by=request.person)
            messages.success(request, _("It stays. You are asked again in half a year."))
        else:
            decided = services.agree(found, by=request.person)
            is_done = decided.status == DisposalStatus.DONE
            words = _("Nobody can read it any more.") if is_done else _("Noted. A second person decides.")
            messages.success(request, words)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(found)


def open_ending(request: HttpRequest, uid: UUID) -> tuple[Ending, object]:
    found = get_object_or_404(Ending.objects.select_related("first_by", "second_by", "rejected_by"), uid=uid)
    row = services.row_of(found, request.person)
    if row is None:
        raise Http404
    return found, row
