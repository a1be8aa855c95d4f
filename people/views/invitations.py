"""Inviting somebody, and what they find behind the link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import links, services
from people.forms.invitations import OtherAddressForm, PasswordForm
from people.models import Person, PersonalLink, Purpose
from people.permissions import MANAGE_PEOPLE, MOVE_SIGN_IN, may_move_sign_in, whom_to_ask
from people.sign_in import prove_address, sign_in
from people.views.fetching import person_or_404
from safeguard.addresses import address
from safeguard.refusals import Refused, require
from safeguard.scoping import acting_for


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    require(MANAGE_PEOPLE.allows(request.person), whom_to_ask(MANAGE_PEOPLE))
    try:
        services.invite(who, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("An invitation is on its way to %(who)s.") % {"who": who})
    return redirect(who)


@require_POST
def take_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    who = person_or_404(request, pk)
    asked = MOVE_SIGN_IN if MANAGE_PEOPLE.allows(request.person) else MANAGE_PEOPLE
    require(may_move_sign_in(request.person, who) and who != request.person, whom_to_ask(asked))
    services.take_sign_in(who, by=request.person)
    messages.success(
        request, _("%(who)s cannot sign in here any more. Send an invitation to change that.") % {"who": who}
    )
    return redirect(who)


@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing; the button does."""
    try:
        link = links.open_link(token, Purpose.INVITATION)
    except links.LinkUnusable as refused:
        return render(request, "people/link_unusable.html", {"sentence": str(refused)}, status=410)
    with acting_for(link.organisation):
        return _accept(request, link, here=reverse("invitation", args=[token]))


def _accept(request: HttpRequest, link: PersonalLink, *, here: str) -> HttpResponse:
    """Who is signed in ties this sign-in; otherwise a new one is made, or the owner of the address signs in first."""
    known = services.sign_in_of(link.person)
    form = PasswordForm(request.POST or None, user=known)
    refusal = ""
    if request.method == "POST" and "email" in request.POST:
        return _use_other_address(request, link, here=here)
    if request.method == "POST" and (request.user.is_authenticated or form.is_valid()):
        signed_in = request.user if request.user.is_authenticated else None
        password = "" if signed_in else form.cleaned_data["password"]
        try:
            user = services.accept_invitation(link, user=signed_in, password=password)
        except Refused as refused:
            refusal = str(refused)
        else:
            home = address("reports:home")
            return redirect(home) if signed_in else sign_in(request, user, next_url=home)
    return _page(request, link, here=here, form=form, other=OtherAddressForm(), refusal=refusal)


def _use_other_address(request: HttpRequest, link: PersonalLink, *, here: str) -> HttpResponse:
    """An address that only this person reads is proven by a code first; then the link is opened again, signed in."""
    form = OtherAddressForm(request.POST)
    if form.is_valid():
        try:
            return prove_address(request, form.cleaned_data["email"], next_url=here)
        except Refused as refused:
            form.add_error("email", str(refused))
    return _page(request, link, here=here, form=PasswordForm(user=None), other=form, refusal="")


def _page(request: HttpRequest, link: PersonalLink, **context: Any) -> HttpResponse:
    known = services.sign_in_of(link.person)
    holder = Person.objects.filter(user=known).first() if known else None
    mine = Person.objects.filter(user=request.user).first() if request.user.is_authenticated else None
    context |= {
        "who": link.person,
        "organisation": link.organisation,
        "was_used": bool(link.used_at or link.person.user_id),
        "is_known": known is not None,
        "is_shared": holder is not None and holder != link.person,
        "taken_by": mine,
        "sign_in_url": f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': context['here']})}",
    }
    return render(request, "people/invitation.html", context)
