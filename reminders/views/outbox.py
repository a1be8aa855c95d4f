"""The mails of an embedded installation, shown in the browser of the computer on which it runs.

There are codes and links in them that sign people in, so they are for whoever sits there and for nobody who comes over
the network, through a proxy or not.
"""

from __future__ import annotations

from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import render
from django.utils.translation import gettext as _

from safeguard import outbox
from safeguard.refusals import require

OWN_NAMES = {"localhost", "127.0.0.1", "[::1]"}
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    require_this_computer(request)
    return render(request, "reminders/outbox.html", {"mails": outbox.newest()})


@login_not_required
def mail(request: HttpRequest, name: str) -> HttpResponse:
    require_this_computer(request)
    found = outbox.find(name)
    if found is None:
        raise Http404
    return render(request, "reminders/outbox_mail.html", {"mail": found})


@login_not_required
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    require_this_computer(request)
    found = outbox.find(name)
    parts = list(found.message.iter_attachments()) if found else []
    if number >= len(parts):
        raise Http404
    answer = HttpResponse(parts[number].get_payload(decode=True), content_type=parts[number].get_content_type())
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def require_this_computer(request: HttpRequest) -> None:
    name, _port = split_domain_port(request.get_host())
    comes_from_here = is_loopback(request.META.get("REMOTE_ADDR", ""))
    was_passed_on = any(header in request.headers for header in PASSED_ON)
    require(
        name in OWN_NAMES and comes_from_here and not was_passed_on,
        _("These mails can be read on the computer on which Safeguard runs. Set EMAIL_URL there to have them sent."),
    )


def is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback
