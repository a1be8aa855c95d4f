"""People come in from a spreadsheet: the good rows are kept, the others are given back with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb
from people import tasks
from people.importing import CheckedRow, Checker, guess, read_table
from people.models import PeopleImport, Person, RoleHolding, ServicePeriod, folded
from people.permissions import roles_to_give
from people.services.families import add_carer
from people.visibility import listed_to
from safeguard.refusals import Refused

KEPT_FOR = timedelta(days=7)
"""How long a list that was uploaded, and the rows that were not taken, stay."""

AT_ONCE = 50
"""Rows that are taken in while somebody waits; a longer list goes to the worker."""


@transaction.atomic
def begin_import(content: bytes, *, file_name: str, by: Person) -> PeopleImport:
    """Read the file and guess its columns; nobody is added yet. Raises TableRefused."""
    table = read_table(content)
    old = Q(made_by=by, finished_at=None) | Q(made_at__lt=timezone.now() - KEPT_FOR)
    PeopleImport.objects.filter(old).delete()
    return PeopleImport.objects.create(
        made_by=by,
        file_name=file_name[-200:],
        columns=table.columns,
        rows=[[number, cells] for number, cells in zip(table.numbers, table.rows, strict=True)],
        mapping=guess(table.columns),
    )


def choose_columns(upload: PeopleImport, mapping: Mapping[str, int]) -> PeopleImport:
    """Which column is what, as a person confirmed it."""
    upload.mapping = dict(mapping)
    upload.save(update_fields=["mapping"])
    return upload


def checked_rows(upload: PeopleImport, *, by: Person) -> Iterator[CheckedRow]:
    """Every row as it would come in."""
    checker = _checker(upload, by=by)
    return (checker.check(number, cells) for number, cells, *_reasons in upload.rows)


def _checker(upload: PeopleImport, *, by: Person) -> Checker:
    today, rows = timezone.localdate(), [cells for _number, cells, *_reasons in upload.rows]
    return Checker(upload.mapping, may_give=roles_to_give(by), today=today, known=listed_to(by, today), rows=rows)


@transaction.atomic
def finish_import(upload: PeopleImport, *, by: Person, with_twins: bool = False) -> PeopleImport:
    """Add the people of the good rows. Those with a name that is in the list come in only `with_twins`.

    The other rows stay with their reasons until they are fetched. Raises Refused when it was done before.
    """
    now = timezone.now()
    if not PeopleImport.objects.filter(pk=upload.pk, finished_at=None).update(finished_at=now):
        raise Refused(_("This list was taken in already."))
    good, refused = [], []
    checker = _checker(upload, by=by)
    for row in (checker.check(number, cells) for number, cells, *_reasons in upload.rows):
        reasons = row.problems + ([] if with_twins else [_twin_sentence(twin) for twin in row.twins])
        if reasons:
            refused.append([row.number, row.cells, reasons])
        else:
            good.append(row)
    people = _added(good, by=by)
    refused += _tied(good, people, checker.keys, by=by)
    upload.finished_at, upload.rows, upload.added = now, refused, len(people)
    upload.save(update_fields=["rows", "added"])
    record(Verb.IMPORTED, upload, by=by, detail={"added": len(people), "not taken": len(refused)})
    return upload


def ask_to_finish(upload: PeopleImport, *, by: Person, with_twins: bool = False) -> None:
    """Have the worker take a long list in. Asking again is allowed, for a worker that died; it never takes in twice."""
    asked = PeopleImport.objects.filter(pk=upload.pk, finished_at=None)
    if not asked.update(asked_at=timezone.now(), with_twins=with_twins):
        raise Refused(_("This list was taken in already."))
    transaction.on_commit(partial(tasks.finish_import.delay, upload.organisation_id, upload.pk, by.pk))


@transaction.atomic
def discard_import(upload: PeopleImport, *, by: Person) -> None:
    """Throw the uploaded list away. The people who were taken in from it stay."""
    record(Verb.REMOVED, upload, by=by)
    upload.delete()


def finish_asked(upload_id: int, person_id: int) -> None:
    """In the worker: take the list in, unless that was done or it was thrown away meanwhile."""
    upload = PeopleImport.objects.filter(pk=upload_id, finished_at=None).first()
    if upload is not None:
        finish_import(upload, by=Person.objects.get(pk=person_id), with_twins=upload.with_twins)


def _twin_sentence(twin: str) -> str:
    return _("Perhaps in the list already: %(twin)s.") % {"twin": twin}


def _added(rows: Iterable[CheckedRow], *, by: Person) -> list[Person]:
    today, rows = timezone.localdate(), list(rows)
    people = [Person(**{"joined_on": today, **row.values}) for row in rows]
    for person in people:
        person.derive()
    people = Person.objects.bulk_create(people, batch_size=200)
    ServicePeriod.objects.bulk_create(
        (ServicePeriod(person=person, starts_on=person.joined_on) for person in people), batch_size=200
    )
    RoleHolding.objects.bulk_create(
        (
            RoleHolding(person=person, role=role, starts_on=person.joined_on, appointed_by=str(by))
            for person, row in zip(people, rows, strict=True)
            for role in row.roles
        ),
        batch_size=200,
    )
    for person, row in zip(people, rows, strict=True):
        record(Verb.CREATED, person, by=by, detail={"row": row.number, "roles": row.roles})
    return people


def _tied(rows: list[CheckedRow], people: list[Person], keys: Mapping[str, int], *, by: Person) -> list[list[Any]]:
    """Tie carers to those whom their rows name; the rows of those who came in and could not be tied."""
    here = {folded(person.name): person for person in people}
    wanted = {keys[name] for row in rows for name in row.carer_of if name not in here and name in keys}
    known = Person.objects.in_bulk(wanted) if wanted else {}
    left = []
    for carer, row in zip(people, rows, strict=True):
        for name in row.carer_of:
            cared_for = here.get(name) or known.get(keys.get(name, 0))
            try:
                if cared_for is None:
                    raise Refused(_("the other row was not taken in."))
                add_carer(cared_for, carer, by=by, relationship=row.relationship)
            except Refused as refused:
                sentence = _("This person is in the list now, but not as a carer: %(why)s") % {"why": refused}
                left.append([row.number, row.cells, [sentence]])
    return left
