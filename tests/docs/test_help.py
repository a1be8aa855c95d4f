"""The pages of help: open to everybody, the same for everybody, and no link of theirs is dead."""

import re

import pytest
from django.urls import reverse

from safeguard.help import PAGES, anchor_of, read


def links(html: str) -> list[str]:
    return re.findall(r'<a [^>]*href="([^"]+)"', html)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_shown_under_its_title(name, client, db):
    answer = client.get(reverse("help_page", args=[name]))

    assert answer.status_code == 200
    assert f"<h1>{read(name).title}</h1>" in answer.content.decode()


@pytest.mark.parametrize("name", ["", *PAGES])
def test_no_link_is_dead(name, client, db):
    address = reverse("help_page", args=[name]) if name else reverse("help")
    html = client.get(address).content.decode()

    dead = []
    for link in links(html):
        path, _, anchor = link.partition("#")
        answer = client.get(path or address)
        there = {200, 403} if path == "/outbox/" else {200}  # the outbox is shown on the computer itself alone
        if answer.status_code not in there or (anchor and f'id="{anchor}"' not in answer.content.decode()):
            dead.append(link)

    assert dead == []


def test_the_first_page_leads_to_all_others(client, db):
    html = client.get(reverse("help")).content.decode()

    assert [name for name in PAGES if reverse("help_page", args=[name]) not in links(html)] == []


def test_a_page_that_is_not_there_is_not_found(client, db):
    assert client.get("/help/clauses/").status_code == 404


def test_a_proxy_may_keep_a_page_since_it_knows_nobody(client, signed_in, chair):
    signed_out = client.get(reverse("help_page", args=["trustee"]))
    by_the_chair = signed_in(chair).get(reverse("help_page", args=["trustee"]))

    assert by_the_chair.headers["Cache-Control"] == "public, max-age=3600"
    assert by_the_chair.content == signed_out.content


@pytest.mark.parametrize("name", ["account_login", "verify", "start"])
def test_pages_without_a_sign_in_lead_to_help(name, client, db):
    assert reverse("help") in links(client.get(reverse(name)).content.decode())


def test_pages_of_a_charity_lead_to_help(signed_in, chair, charity):
    assert reverse("help") in links(signed_in(chair).get(f"/o/{charity.slug}/").content.decode())


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("Signing off, for the chair", "signing-off-for-the-chair"),
        ("If it's late", "if-its-late"),
        ("E-mail", "e-mail"),
    ],
)
def test_an_anchor_is_made_of_the_words(words, anchor):
    assert anchor_of(words) == anchor
