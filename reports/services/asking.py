"""Asking for a print: what is wanted is written down, and the worker is told to look."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.chain import compact
from audit.services import record, transition
from audit.verbs import Verb
from organisations.models import Organisation
from people.models import Person
from reports import tasks
from reports.choosing import Wanted, select
from reports.models import Kind, Pack, PackDocument, Redaction
from reports.states import IN_WORK, Status
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation
from safeguard.verification import new_code

SAME = timedelta(minutes=1)  # a button that is pressed twice
IN_WORK_AT_MOST = 5  # prints of one person at a time
DOCUMENTS_AT_MOST = 200


@transaction.atomic
def ask(
    *,
    by: Person,
    kind: str,
    title: str,
    documents: Sequence[Wanted] = (),
    recipient: str = "",
    with_register: bool = False,
    redaction: str = Redaction.NONE,
) -> Pack:
    """Write down what is to be printed. The same wish of the same person within a minute is the same print.

    Raises Refused for more documents than a pack holds and for somebody who has too many prints in work.
    """
    Organisation.objects.select_for_update(no_key=True).get(
        pk=active_organisation().pk
    )  # numbers are given one after another
    wish = fingerprint_of(kind, title, documents, recipient, with_register, redaction)
    now = timezone.now()
    mine = Pack.objects.filter(asked_by=by)
    if same := mine.filter(choices=wish).filter(Q(status__in=IN_WORK) | Q(asked_at__gt=now - SAME)).first():
        return same
    if len(documents) > DOCUMENTS_AT_MOST:
        words = {"most": DOCUMENTS_AT_MOST, "chosen": len(documents)}
        raise Refused(_("A pack holds %(most)d documents at most, and these are %(chosen)d. Make two packs.") % words)
    if mine.in_work().count() >= IN_WORK_AT_MOST:
        raise Refused(_("Several prints of yours are still being made. Wait until one of them is ready."))
    pack = Pack.objects.create(
        number=(Pack.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        title=title,
        recipient=recipient,
        with_register=with_register,
        redaction=redaction,
        code=new_code(),
        choices=wish,
        asked_by=by,
        asked_at=now,
    )
    PackDocument.objects.bulk_create(rows_of(pack, documents))
    record(Verb.CREATED, pack, by=by, detail={"documents": len(documents)})
    transaction.on_commit(partial(tasks.build.delay, pack.organisation_id, pack.pk))
    return pack


@transaction.atomic
def try_again(pack: Pack, *, by: Person) -> Pack:
    """Put a print that failed back into the queue. Raises Refused when it has not failed."""
    if pack.status == Status.BUILDING:
        raise Refused(_("This print is being made. Wait until it is ready."))
    transition(pack, to=Status.WAITING, by=by, attempts=0, failure="", words="", done=0)
    transaction.on_commit(partial(tasks.build.delay, pack.organisation_id, pack.pk))
    return pack


def ask_again(pack: Pack, *, by: Person, today: date) -> Pack:
    """The same print as things stand now, with a number and a code of its own. Raises Refused as `ask` does."""
    return ask(
        by=by,
        kind=pack.kind,
        title=pack.title,
        recipient=pack.recipient,
        documents=documents_today(pack, today),
        with_register=pack.with_register,
        redaction=pack.redaction,
    )


def documents_today(pack: Pack, today: date) -> Sequence[Wanted]:
    """The same policies in the versions of today; a single policy that is not in force stays as it was printed."""
    rows = list(pack.documents.there().select_related("policy", "version__policy"))
    if pack.kind == Kind.PACK:
        policies = [row.policy for row in rows if row.policy and not row.note]
        return select(policies, today=today).documents
    return [Wanted(row.title, row.policy, row.policy.current or row.version) for row in rows if row.policy]


def rows_of(pack: Pack, documents: Sequence[Wanted]) -> list[PackDocument]:
    return [
        PackDocument(
            pack=pack,
            position=position,
            policy=wanted.policy,
            version=wanted.version,
            title=(wanted.version.title or wanted.title if wanted.version else wanted.title)[:300],
            version_name=wanted.version.name[:80] if wanted.version else "",
            note=wanted.note[:600],
        )
        for position, wanted in enumerate(documents, start=1)
    ]


def fingerprint_of(
    kind: str, title: str, documents: Sequence[Wanted], recipient: str, with_register: bool, redaction: str
) -> str:
    """The same for the same wish."""
    chosen = [[wanted.version.pk if wanted.version else None, wanted.title] for wanted in documents]
    wish = [str(kind), title, chosen, recipient, with_register, str(redaction)]
    return hashlib.sha256(compact(wish).encode()).hexdigest()
