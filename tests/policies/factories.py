"""Policies made through their services, as dull as can be. Every function needs the charity's scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from people.models import Person
from policies.models import PolicyVersion
from policies.services import approvals, policies, sign_off, versions

TEXT = """<h2>1. Who this is for</h2>
<p>1.1 Everybody who helps at our lighthouse keeps to these rules.</p>
<p>1.2 They hold on every telephone.</p>
<h2>2. Pictures</h2>
<p>2.1 A picture is posted after everybody in it has said yes.</p>
<p>2.2 Names of children never stand beside a picture.</p>"""

MEETING = date(2026, 3, 2)
SIGNED = date(2026, 3, 9)


def a_draft(title: str = "Pictures", *, by: Person, html: str = TEXT, **details: Any) -> PolicyVersion:
    return policies.create(title, by=by, html=html, **details)


def a_text_in_review(title: str = "Pictures", *, by: Person, **details: Any) -> PolicyVersion:
    return approvals.ask(a_draft(title, by=by, **details), by=by)


def approved(version: PolicyVersion, *, board: Sequence[Person], meeting_on: date = MEETING) -> PolicyVersion:
    return approvals.record_minute(
        version,
        by=board[0],
        revision=version.revision,
        present=board,
        minute_reference="Item 4",
        meeting_on=meeting_on,
    )


def an_approved_text(
    title: str = "Pictures", *, by: Person, board: Sequence[Person], meeting_on: date = MEETING, **details: Any
) -> PolicyVersion:
    return approved(a_text_in_review(title, by=by, **details), board=board, meeting_on=meeting_on)


def signed(version: PolicyVersion, *, chair: Person, signed_on: date = SIGNED, **dates: Any) -> PolicyVersion:
    return sign_off.sign_off(
        version, by=chair, name="Margaret Hale", office="Chair of trustees", signed_on=signed_on, **dates
    )


def a_version_in_force(
    title: str = "Pictures",
    *,
    by: Person,
    board: Sequence[Person],
    meeting_on: date = MEETING,
    signed_on: date = SIGNED,
    **details: Any,
) -> PolicyVersion:
    version = an_approved_text(title, by=by, board=board, meeting_on=meeting_on, **details)
    return signed(version, chair=board[0], signed_on=signed_on)


def the_next_version(
    version: PolicyVersion, *, by: Person, board: Sequence[Person], html: str, signed_on: date = date(2026, 9, 7)
) -> PolicyVersion:
    """Written, approved and signed after `version`."""
    draft = versions.open_draft(version.policy, by=by)
    draft = versions.save_text(draft, by=by, html=html, revision=draft.revision)
    text = approved(approvals.ask(draft, by=by), board=board, meeting_on=signed_on)
    return signed(text, chair=board[0], signed_on=signed_on)
