"""What the next review should look at. A suggestion names nobody: not who made it, nor what led to it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.services import record
from audit.verbs import Verb
from people.models import Person
from policies.models import Policy, Suggestion


@transaction.atomic
def suggest(policy: Policy, *, text: str, clause: str = "") -> Suggestion:
    """Put something before the next review. The same words sent twice are one. The audit is not told by whom either."""
    said = Suggestion.objects.waiting().filter(policy=policy, clause=clause, text=text).first()
    if said is None:
        said = Suggestion.objects.create(policy=policy, clause=clause, text=text)
        record(Verb.COMMENTED, policy, by=None, detail={"clause": clause})
    return said


@transaction.atomic
def settle(said: Suggestion, *, by: Person, answer: str) -> Suggestion:
    """Say what came of it. One that is settled stays as it was settled."""
    stamps = {"settled_at": timezone.now(), "settled_by": by, "answer": answer}
    if Suggestion.objects.waiting().filter(pk=said.pk).update(**stamps):
        record(Verb.CHANGED, said.policy, by=by, changed=["suggestions"])
    said.refresh_from_db()
    return said
