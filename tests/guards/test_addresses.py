"""Closed to those who have no business in it: every address, GET and POST."""

from urllib.parse import urlsplit

import pytest

from safeguard.scoping import is_scoped
from tests.guards.addresses import elsewhere, of_organisations

# What anybody may open without signing in. Whoever adds an address here says why it must be open.
PUBLIC = {
    "home",  # the front door
    "start",  # set up a charity
    "healthz",  # for machines: says nothing about anybody
    "sign",  # a personal link from a mail, for people without a sign-in (E-13, E-42)
    "sign-read",
    "sign-other",
    "sign-receipt",
    "sign-receipt-pdf",
    "sign-not-me",
    "sign-new-link",
    "respond",  # a personal link from a mail: families have no sign-in (fact 49)
    "respond-all",
    "respond-about",
    "respond-who",
    "respond-save",
    "respond-check",
    "respond-withdraw",
    "respond-receipt",
    "respond-pdf",
    "respond-not-me",
    "respond-new-link",
    "raise",  # whoever worries about somebody tells the charity, without a sign-in and without a name (E-55)
    "raise-offline",  # the same form, empty, for the browser to keep
    "raise-worker",  # a script, the same for everybody
    "follow-up",  # whoever told something comes back with the code that they were given
    "apply",  # whoever would like to volunteer has no sign-in yet: the link is on a poster
    "apply-form",
    "apply-ask",
    "apply-back",  # the code of an unfinished application is typed here
    "apply-privacy",  # help with privacy settings, the same for everybody
    "logo",  # the charity's picture, on pages without sign-in
    "invitation",  # a personal link
    "verify",  # whoever holds a pack or a receipt may ask whether it is genuine
    "help",  # how to use the software: the same for everybody, and volunteers read it without a sign-in
    "help_page",
    "calendar",  # a personal link that calendar programs open
    "outbox",  # an embedded installation shows its own mails, since it sends none
    "outbox_mail",
    "outbox_attachment",
    "brand",  # a colour as a stylesheet: named by the colour, so it says nothing about who uses it
}
PUBLIC_PREFIXES = ("account_", "mfa_", "usersessions_")  # allauth guards its own pages


def in_charity(address, charity) -> str:
    return address.path.replace("/o/sample/", f"/o/{charity.slug}/", 1)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", of_organisations(), ids=str)
def test_a_stranger_finds_nothing(address, method, client, charity, stranger):
    client.force_login(stranger.user)

    answer = getattr(client, method)(in_charity(address, charity))

    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", of_organisations(), ids=str)
def test_the_signed_out_are_sent_to_the_sign_in_page(address, method, client, charity):
    answer = getattr(client, method)(in_charity(address, charity))

    assert (answer.status_code, urlsplit(answer.headers["Location"]).path) == (302, "/accounts/login/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_organisation_that_does_not_exist_answers_like_a_foreign_one(method, client, stranger):
    client.force_login(stranger.user)

    assert getattr(client, method)("/o/no-such-charity/").status_code == 404


def test_somebody_who_left_is_a_stranger(client, charity, chair):
    client.force_login(chair.user)
    type(chair).objects.across_organisations().filter(pk=chair.pk).update(left_on="2025-01-31")

    assert client.get(f"/o/{charity.slug}/people/").status_code == 404


@pytest.mark.parametrize("address", [a for a in elsewhere() if not a.name.startswith(PUBLIC_PREFIXES)], ids=str)
def test_what_is_open_to_everybody_is_on_the_list(address):
    is_public = not getattr(address.view, "login_required", True)

    assert is_public == (address.name in PUBLIC)


def test_no_scope_survives_a_request(client, charity, chair):
    client.force_login(chair.user)

    client.get(f"/o/{charity.slug}/people/")
    client.get(f"/o/{charity.slug}/no-such-page/")

    assert not is_scoped()


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(charity, chair):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(chair.user)

    answer = client.post(f"/o/{charity.slug}/people/")

    assert answer.status_code == 403
    assert "go back" in answer.content.decode().lower()
