"""Somebody who can write in the database, and not in the key file, can make nothing pass for what it is not."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from incidents.models import Task
from safeguard import vault
from safeguard.append_only import NeverChanges
from tests.incidents.factories import enter, make_case

pytestmark = pytest.mark.usefixtures("scope")


def set_in(row, **columns):
    """Past every service."""
    type(row).objects.filter(pk=row.pk).update(**columns)
    return type(row).objects.get(pk=row.pk)


def a_task(case, lead, what):
    return Task.objects.create(case=case, to=lead, by=lead, due_on=timezone.localdate(), words={"what": what})


def test_a_row_that_is_moved_to_another_case_does_not_open(lead):
    task = set_in(a_task(make_case(), lead, "Ada"), case=make_case())

    with pytest.raises(vault.Tampered):
        _ = task.words


def test_words_that_are_put_into_another_row_of_the_case_do_not_open(lead):
    case = make_case()
    first, second = a_task(case, lead, "Ada"), a_task(case, lead, "Bea")
    second = set_in(second, sealed=bytes(first.sealed))

    with pytest.raises(vault.Tampered):
        _ = second.words


@pytest.mark.parametrize("column", ["case", "sealed"])
def test_what_is_never_changed_cannot_be_moved_at_all(column):
    case = make_case()
    party, other = enter(case, "Ada"), enter(make_case(), "Bea")

    with pytest.raises((IntegrityError, NeverChanges)):
        set_in(party, **{column: getattr(other, column)})


def test_the_key_of_another_case_opens_nothing_here():
    """A case of one's own, whose key is put in the place of another's."""
    mine, other = make_case(), make_case()
    other = set_in(other, wrapped_key=bytes(mine.wrapped_key))

    with pytest.raises(vault.Tampered):
        _ = other.words
    with pytest.raises(vault.Tampered):
        enter(other, "Ada")


@pytest.mark.parametrize("place", [0, 1, 9, 20, 40, -1])
def test_a_changed_byte_anywhere_is_seen(place):
    case = make_case()
    changed = bytearray(case.sealed)
    changed[place] ^= 1
    case = set_in(case, sealed=bytes(changed))

    with pytest.raises(vault.Tampered):
        _ = case.words
