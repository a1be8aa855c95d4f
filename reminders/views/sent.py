"""What was sent to whom, whether it arrived, and when the worker last looked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from reminders.models import Digest, Job, JobRun
from reminders.permissions import SEE_ALL
from reminders.presenting import DIGEST_KINDS
from safeguard.paging import page_of
from safeguard.refusals import require

PAGE = 50


def sent(request: HttpRequest) -> HttpResponse:
    """Digests, newest first, page by page from the last one seen."""
    require(SEE_ALL.allows(request.person), _("Ask the safeguarding lead or the chair to look this up."))
    digests = Digest.objects.shown_to(request.person).with_things_for(request.person).select_related("person")
    page = page_of(request, digests, order="-pk", size=PAGE)
    context = {
        "rows": [(digest, DIGEST_KINDS[digest.status]) for digest in page.rows],
        "older_url": page.next,
        "newer_url": page.previous,
        "runs": [(label, JobRun.last_finished(job)) for job, label in Job.choices],
    }
    return render(request, "reminders/sent.html", context)


def digest(request: HttpRequest, pk: int) -> HttpResponse:
    require(SEE_ALL.allows(request.person), _("Ask the safeguarding lead or the chair to look this up."))
    found = get_object_or_404(Digest.objects.shown_to(request.person).select_related("person"), pk=pk)
    reminders = found.reminders.shown_to(request.person).order_by("due_on", "pk")
    context = {"digest": found, "kind": DIGEST_KINDS[found.status], "reminders": reminders}
    return render(request, "reminders/digest.html", context)
