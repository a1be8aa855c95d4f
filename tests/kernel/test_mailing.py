"""Mails: text and HTML of one name, one line of subject, styles inlined, nothing fetched."""

import pytest

from people.models import Person
from safeguard.mailing import write
from safeguard.scoping import NoActiveOrganisation

CONTEXT = {"person": Person(name="Siobhán <b>O'Neill</b>"), "address": "https://x.example/", "last_day": None}


def test_a_mail_is_text_and_html_for_one_person(scope):
    mail = write("people/mail/invitation", to="s@example.org", context=CONTEXT)

    html, kind = mail.alternatives[0]
    assert (mail.to, mail.subject, kind) == (["s@example.org"], "Your sign-in at Harbour Lights", "text/html")
    assert ("Dear Siobhán <b>O'Neill</b>," in mail.body, "<b>O" in html, "&lt;b&gt;O" in html) == (True, False, True)
    assert (mail.extra_headers, "<style" in html, 'style="' in html) == (
        {"Auto-Submitted": "auto-generated"},
        False,
        True,
    )


def test_a_name_of_a_charity_adds_no_line_to_the_head(scope):
    scope.name = "Harbour\r\nBcc: everybody@example.org"

    mail = write("people/mail/invitation", to="s@example.org", context=CONTEXT)

    assert mail.subject == "Your sign-in at Harbour Bcc: everybody@example.org"
    assert mail.message()["Bcc"] is None


def test_an_attachment_comes_along(scope):
    mail = write(
        "people/mail/invitation", to="s@example.org", context=CONTEXT, attachments=[("a.txt", b"x", "text/plain")]
    )

    assert [(a[0], a[2]) for a in mail.attachments] == [("a.txt", "text/plain")]


def test_a_mail_is_always_some_charitys():
    with pytest.raises(NoActiveOrganisation):
        write("people/mail/invitation", to="s@example.org", context=CONTEXT)
