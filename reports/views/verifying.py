"""Is this paper genuine? Open to everybody who holds one; it tells nothing that is not on the paper."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from reports.checking import Answer, check
from reports.forms import VerifyForm
from reports.uploads import FingerprintHandler
from safeguard import throttling

TRIES, SECONDS = 10, 600  # wrong ones, from one internet address


@login_not_required
@csrf_exempt  # the upload must be watched before anybody reads the form; the form itself is protected below
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [FingerprintHandler(settings.MAX_UPLOAD_BYTES)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = VerifyForm(request.POST if posted else None, request.FILES if posted else None, initial=code_in(request))
    answer: Answer | None = None
    status = 200
    if posted and form.is_valid():
        key = f"verify:{get_adapter().get_client_ip(request)}"
        if throttling.allow(key, limit=TRIES, seconds=SECONDS):
            answer = check(form.cleaned_data["code"], form.cleaned_data["file"])
            if answer.is_known:
                throttling.forget(key, limit=TRIES)
        else:
            form.add_error(None, _("Too many codes were tried from here. Wait ten minutes, then try again."))
            status = 429
    return render(request, "reports/verify.html", {"form": form, "answer": answer}, status=status)


def code_in(request: HttpRequest) -> dict[str, str]:
    """The code of the square on the paper, as far as the address has one."""
    return {"code": request.GET.get("code", "")[:60]}
