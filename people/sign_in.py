"""A sign-in for an address that has to be proven first: by a code sent to it."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from safeguard.refusals import Refused


def prove_address(request: HttpRequest, email: str, *, next_url: str) -> HttpResponse:
    """Send a code to the address and go to the page that asks for it; from there to `next_url`, signed in.

    It looks the same whether the address has a sign-in or gets one now, so it tells nobody which addresses are known.
    Raises Refused when too many codes were asked for.
    """
    email = email.lower()
    if not ratelimit.consume(request, action="request_login_code", key=email):
        raise Refused(_("Too many codes were asked for. Wait a minute, then try again."))
    LoginCodeVerificationProcess.initiate(request=request, user=_user_with(email), email=email)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': next_url})}")


@transaction.atomic
def _user_with(email: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
    return user


def sign_in(request: HttpRequest, user: User, *, next_url: str) -> HttpResponse:
    """Sign in somebody who opened a link that went to their own address, as if they had typed a code from it."""
    record_authentication(request, user, method="code", email=user.email)
    return perform_login(request, Login(user=user, redirect_url=next_url, email=user.email))
