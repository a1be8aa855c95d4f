"""Who was told of a policy, and who was given a document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Awareness, IssueRecord
from agreements.verbs import Verb
from audit.services import record
from people.models import Person
from policies.models import PolicyVersion
from safeguard.refusals import Refused


@transaction.atomic
def tell(
    version: PolicyVersion,
    people: Iterable[Person],
    *,
    by: Person,
    on: date,
    method: str,
    understood: str,
    questions: str = "",
) -> int:
    """Note that these people were told of the version; the same on the same day only once. Returns how many."""
    refuse_future(on)
    known = set(Awareness.objects.filter(version=version, on=on, method=method).values_list("person", flat=True))
    rows = [
        Awareness(
            person=person,
            version=version,
            on=on,
            method=method,
            understood=understood,
            questions=questions,
            recorded_by=by,
        )
        for person in people
        if person.pk not in known
    ]
    Awareness.objects.bulk_create(rows)
    if rows:
        record(Verb.TOLD, version, by=by, detail={"people": len(rows), "method": method, "on": on})
    return len(rows)


@transaction.atomic
def issue(version: PolicyVersion, people: Iterable[Person], *, by: Person, on: date, means: str, note: str = "") -> int:
    """Note that these people were given the version; the same on the same day only once. Returns how many."""
    refuse_future(on)
    known = set(IssueRecord.objects.filter(version=version, on=on, means=means).values_list("person", flat=True))
    rows = [
        IssueRecord(person=person, version=version, on=on, means=means, note=note, recorded_by=by)
        for person in people
        if person.pk not in known
    ]
    IssueRecord.objects.bulk_create(rows)
    if rows:
        record(Verb.ISSUED, version, by=by, detail={"people": len(rows), "means": means, "on": on})
    return len(rows)


def refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise Refused(_("This day lies in the future. Enter the day on which it happened."))
