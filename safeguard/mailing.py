"""Mails: text and HTML of one name, with the styles inlined. No mail names a child or a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from safeguard.scoping import active_organisation

INLINER = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


def write(
    name: str,
    *,
    to: str,
    context: Mapping[str, Any],
    attachments: Sequence[tuple[str, bytes, str]] = (),
    message_id: str = "",
) -> EmailMultiAlternatives:
    """The mail that `<name>_subject.txt`, `<name>.txt` and `<name>.html` make for the active organisation.

    An attachment is (name of the file, its bytes, its type). With a `message_id` (RFC 5322) a repeated mail can be
    recognised by whoever receives it. Programs that answer automatically are asked not to.
    """
    organisation = active_organisation()
    values = {"organisation_name": organisation.name, **context}
    headers = {"Auto-Submitted": "auto-generated"} | ({"Message-ID": message_id} if message_id else {})
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{name}_subject.txt", values).split()),
        body=render_to_string(f"{name}.txt", values).strip() + "\n",
        from_email=sender(organisation.name),
        to=[to],
        headers=headers,
    )
    mail.attach_alternative(INLINER.inline(render_to_string(f"{name}.html", values)), "text/html")
    for attachment in attachments:
        mail.attach(*attachment)
    return mail


def sender(name: str) -> str:
    """The installation's address under the organisation's name, safe for a header in any script."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    plain = "".join(c for c in name if c.isprintable() and c not in '"\\<>')
    return f'"{plain}" <{address}>'


def message_id(kind: str, key: str) -> str:
    """The same for the same thing for ever, such as `<digest.17.20270301@safeguard.example>`."""
    return f"<{kind}.{key}@{urlsplit(settings.PUBLIC_URL).hostname}>"
