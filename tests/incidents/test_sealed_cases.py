"""The words of a case are in the vault, and only there."""

import pytest
from django.db import connection

from incidents.access import VIEW, WORK, can, give, visible_to
from incidents.models import Case
from safeguard import vault
from safeguard.append_only import NeverChanges
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")


def test_words_are_read_back(lead):
    case = make_case("Bruises on the arm")
    entry = write(case, "She said she fell.", by=lead)

    entry.refresh_from_db()

    assert Case.objects.get(pk=case.pk).words["heading"] == "Bruises on the arm"
    assert entry.words["text"] == "She said she fell."


def test_nothing_of_the_words_is_in_the_database(lead):
    case = make_case("Bruises on the arm", what="a purple bruise")
    write(case, "She said she fell.", by=lead)
    enter(case, "Ruby Quill")

    with connection.cursor() as cursor:
        for model in ("case", "report", "entry", "party"):
            cursor.execute(f"SELECT * FROM incidents_{model}")  # noqa: S608
            rows = [[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor.fetchall()]
            stored = repr(rows)
            assert not [word for word in ("Bruises", "purple", "fell", "Ruby") if word in stored]


def test_words_do_not_move_to_another_row(lead):
    case = make_case()
    one, other = write(case, "first", by=lead), write(case, "second", by=lead)
    one.sealed = other.sealed

    with pytest.raises(vault.Tampered):
        _ = one.words


def test_an_entry_never_changes(lead):
    entry = write(make_case(), "first", by=lead)

    with pytest.raises(NeverChanges):
        entry.save()


def test_without_its_key_a_case_is_gone():
    case = make_case()
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    with pytest.raises(vault.Shredded):
        _ = Case.objects.get(pk=case.pk).words


def test_the_lead_sees_what_is_routed_to_leads_and_the_chair_what_is_restricted(lead, chair, volunteer):
    plain, closed = make_case(), restricted()

    assert list(visible_to(lead)) == [plain]
    assert list(visible_to(chair)) == [closed]
    assert not visible_to(volunteer).exists()


def test_somebody_who_is_let_in_sees_one_case_and_no_more(volunteer):
    case, _other = make_case(), make_case()
    give(case, volunteer, VIEW)

    assert list(visible_to(volunteer)) == [case]
    assert can(volunteer, case, VIEW)
    assert not can(volunteer, case, WORK)
