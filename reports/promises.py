"""What the charity's policies promise, and whether it is kept: every app is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from organisations.models import Organisation
from reports.remembering import remembered
from safeguard.commitments import Commitment, State, all_commitments

ORDER = [State.BROKEN, State.AT_RISK, State.NEW, State.KEPT]
KINDS = {State.BROKEN: "bad", State.AT_RISK: "soon", State.NEW: "quiet", State.KEPT: "good"}


def promises(organisation: Organisation, *, today: date) -> list[Commitment]:
    """Every promise, what is wrong first."""
    return remembered("promises", organisation, today=today, ask=lambda: asked(today))


def asked(today: date) -> list[Commitment]:
    found = [in_words(commitment) for commitment in all_commitments(today=today)]
    return sorted(found, key=lambda commitment: ORDER.index(commitment.state))


def in_words(commitment: Commitment) -> Commitment:
    """With its sentences in the language of the moment, so that it can be kept."""
    words = {name: str(getattr(commitment, name)) for name in ("title", "reason", "action")}
    return replace(commitment, **words)
