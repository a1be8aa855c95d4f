"""The forger has the whole database in hand, triggers and all; the chain still tells."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from audit import chain, services, verifying
from audit.models import AuditEvent, AuditHead
from safeguard.append_only import ProtectTable
from tests.append_only_support import lifted


@pytest.fixture
def record(scope, chair):
    """Nine entries."""
    for turn in range(1, 10):
        services.record("changed", scope, by=chair, changed=["name"], detail={"turn": turn})
    return scope


def entries(*numbers):
    """Past our managers, as another program would."""
    every = QuerySet(AuditEvent)
    return every.filter(number__in=numbers) if numbers else every


def change(entry, **values):
    with lifted():
        assert entries(entry).update(**values) == 1


def remove(*numbers):
    with lifted():
        entries(*numbers).delete()


def move_the_head_to(event):
    with lifted():
        QuerySet(AuditHead).filter(organisation=event.organisation).update(number=event.number, hash=event.hash)


def forge(sql):
    with lifted(), connection.cursor() as cursor:
        cursor.execute(sql)


def rewrite(number, **values):
    """Change an entry and give it the hash that its new content asks for."""
    change(number, **values)
    event = AuditEvent.objects.get(number=number)
    change(number, hash=chain.hash_of(event.content(), event.previous_hash))
    return AuditEvent.objects.get(number=number)


def found(organisation, **options):
    broken = verifying.verify(organisation, **options).broken
    return broken and (broken.number, str(broken))


def test_an_untouched_record_is_unbroken(record):
    assert found(record) is None
    assert verifying.verify(record).head == str(services.head(record))


def test_an_organisation_without_events_is_unbroken(scope):
    assert found(scope) is None


@pytest.mark.parametrize(
    "values",
    [
        {"actor_label": "Nobody"},
        {"actor_id": 999999},
        {"verb": "viewed"},
        {"object_type": "people.person"},
        {"object_id": "999999"},
        {"object_label": "Other"},
        {"changed": []},
        {"states": ["draft", "in_force"]},
        {"detail": {}},
        {"hash": "a" * 64},
        {"previous_hash": "a" * 64},
    ],
)
def test_an_entry_that_was_changed_is_named(record, values):
    change(4, **values)

    assert found(record) == (4, "Entry 4 was changed after it was written.")


def test_a_time_that_was_moved_is_named(record):
    change(6, at=AuditEvent.objects.get(number=6).at - timedelta(microseconds=1))

    assert found(record) == (6, "Entry 6 was changed after it was written.")


def test_an_entry_that_was_moved_to_another_organisation_is_named(record, other_charity):
    change(4, organisation=other_charity)

    assert found(record) == (4, "Entry 4 is missing.")
    assert found(other_charity) == (1, "Entries 1 to 3 are missing.")


@pytest.mark.parametrize(
    ("numbers", "first", "sentence"),
    [
        ([4], 4, "Entry 4 is missing."),
        ([4, 5, 6], 4, "Entries 4 to 6 are missing."),
        ([1, 2], 1, "Entries 1 to 2 are missing."),
        ([9], 9, "Entry 9 is missing. The stored head is 9: the end was cut off."),
        ([8, 9], 8, "Entries 8 to 9 are missing. The stored head is 9: the end was cut off."),
    ],
)
def test_entries_that_were_removed_are_named(record, numbers, first, sentence):
    remove(*numbers)

    assert found(record) == (first, sentence)


def test_entries_that_changed_places_are_named(record):
    change(4, number=100)
    change(5, number=4)
    change(100, number=5)

    assert found(record) == (4, "Entry 4 was changed after it was written.")


def test_an_entry_before_the_first_is_named(record):
    change(4, number=0)

    assert found(record) == (0, "Entry 0 is out of order.")


def test_an_entry_that_was_rewritten_with_a_fitting_hash_shows_in_the_next_one(record):
    rewrite(4, actor_label="Nobody")

    assert found(record) == (5, "Entry 5 does not continue entry 4: one of them was replaced.")


def test_a_last_entry_that_was_rewritten_with_a_fitting_hash_shows_in_the_head(record):
    rewrite(9, actor_label="Nobody")

    assert found(record) == (9, "Entry 9 does not agree with the stored head.")


def test_an_entry_that_was_added_past_the_software_is_named(record):
    with lifted():
        tenth = AuditEvent.objects.get(number=9)
        tenth.pk, tenth.number, tenth.previous_hash = None, 10, tenth.hash
        tenth.hash = chain.hash_of(tenth.content(), tenth.previous_hash)
        tenth.save_base(force_insert=True)

    assert found(record) == (10, "Entry 10 comes after the stored head: it was added past the software.")


def test_a_head_that_was_removed_shows(record):
    forge("DELETE FROM audit_audithead")

    assert found(record) == (1, "Entry 1 comes after the stored head: it was added past the software.")


def test_something_unreadable_is_named_and_not_stumbled_over(record):
    """Each database lets in what it lets in, when somebody insists."""
    if connection.vendor == "sqlite":
        forge("UPDATE audit_auditevent SET at = 'yesterday' WHERE number = 7")
        assert found(record) == (7, "Entry 7 was changed after it was written.")
        forge("UPDATE audit_auditevent SET at = '2026-02-31 00:00:00' WHERE number = 5")
    else:
        forge("UPDATE audit_auditevent SET at = 'infinity' WHERE number = 5")
    assert found(record) == (5, "Entry 5 cannot be read.")

    change(3, changed=1)
    assert found(record) == (3, "Entry 3 was changed after it was written.")


# A head that was printed ---------------------------------------------------------------------------------------------


def test_a_printed_head_agrees_later_whole_or_cut_short(record, chair):
    head = str(services.head(record))
    services.record("changed", record, by=chair)

    assert found(record, printed=verifying.Mark.printed(head)) is None
    assert found(record, printed=verifying.Mark.printed(f" {head[:20].upper()}\n")) is None


def test_a_restored_backup_shows_against_a_printed_head(record):
    """Everything agrees within the backup, and still the signatures of today are gone (E-83)."""
    printed = verifying.Mark.printed(str(services.head(record)))
    remove(7, 8, 9)
    move_the_head_to(AuditEvent.objects.get(number=6))

    assert found(record) is None
    assert found(record, printed=printed) == (
        7,
        "Entries 7 to 9 are missing. The printed head is 9: the end was cut off.",
    )


def test_a_record_that_was_rewritten_from_end_to_end_shows_against_a_printed_head(record):
    printed = verifying.Mark.printed(str(services.head(record)))
    move_the_head_to(rewrite(9, actor_label="Nobody"))

    assert found(record) is None
    assert found(record, printed=printed) == (9, "Entry 9 does not agree with the printed head.")


def test_a_printed_head_of_the_beginning(scope):
    assert found(scope, printed=verifying.Mark.printed(f"0:{chain.BEGINNING}")) is None
    assert found(scope, printed=verifying.Mark.printed("0:" + "a" * 64)) == (
        0,
        "Entry 0 does not agree with the printed head.",
    )


def test_a_head_without_a_number_is_found_wherever_it_stands(record, chair):
    """As packs and mails show it: a number would tell how much its reader does not see."""
    head = services.head_to_show(record).hash
    services.record("changed", record, by=chair)

    assert found(record, printed=verifying.Mark.printed(head)) is None
    assert found(record, printed=verifying.Mark.printed(f" {head[:16].upper()}\n")) is None


def test_a_restored_backup_shows_against_a_head_without_a_number(record):
    printed = verifying.Mark.printed(services.head_to_show(record).hash)
    remove(7, 8, 9)
    move_the_head_to(AuditEvent.objects.get(number=6))

    assert found(record) is None
    assert found(record, printed=printed) == (
        7,
        "No entry up to 6 agrees with the printed head: the end was cut off or replaced.",
    )


def test_what_was_rewritten_shows_against_a_head_without_a_number(record):
    printed = verifying.Mark.printed(services.head_to_show(record).hash)
    move_the_head_to(rewrite(9, actor_label="Nobody"))

    assert found(record, printed=printed) == (
        10,
        "No entry up to 9 agrees with the printed head: the end was cut off or replaced.",
    )


@pytest.mark.parametrize(
    "text", ["", "9", ":" + "a" * 64, "9:abc", "abc:" + "a" * 64, "9:" + "g" * 64, "9" * 30 + ":" + "a" * 64]
)
def test_what_is_no_head_is_refused(text):
    with pytest.raises(ValueError, match="A head looks like"):
        verifying.Mark.printed(text)


# The command ---------------------------------------------------------------------------------------------------------


def verify_audit(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), error.returncode, str(error)
    return out.getvalue(), err.getvalue(), 0, ""


NOT_WHOLE = "The audit is not whole. Keep a copy of the database as it is now, and ask for help."


def test_the_command_prints_every_head(record, other_charity):
    assert verify_audit() == (
        f"harbour-lights: unbroken, head {services.head(record)}\nhill-farm: unbroken, head 0:{chain.BEGINNING}\n",
        "",
        0,
        "",
    )


def test_the_command_names_the_broken_entry_and_looks_at_the_others_too(record, other_charity):
    change(4, verb="viewed")

    assert verify_audit() == (
        f"hill-farm: unbroken, head 0:{chain.BEGINNING}\n",
        "harbour-lights: BROKEN at entry 4. Entry 4 was changed after it was written.\n",
        1,
        NOT_WHOLE,
    )
    assert verify_audit("--organisation", "hill-farm")[2] == 0


def test_the_command_holds_the_record_against_a_printed_head(record):
    head = str(services.head(record))
    remove(7, 8, 9)
    move_the_head_to(AuditEvent.objects.get(number=6))

    assert verify_audit("--organisation", "harbour-lights")[2] == 0
    assert verify_audit("--organisation", "harbour-lights", "--head", head)[1:3] == (
        "harbour-lights: BROKEN at entry 7. Entries 7 to 9 are missing. The printed head is 9: the end was cut off.\n",
        1,
    )


def test_the_command_says_when_the_database_no_longer_protects_its_rows(record):
    ProtectTable("audit_audithead", mutable_columns=("number", "hash")).database_backwards(
        "audit", connection.schema_editor(), None, None
    )

    way_round = "insert" if connection.vendor == "sqlite" else "truncate"
    missing = ", ".join(f"audit_audithead_protect_{event}" for event in ("delete", way_round, "update"))
    assert verify_audit()[1:] == (f"The database no longer protects its rows. Missing: {missing}.\n", 1, NOT_WHOLE)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--organisation", "nowhere"], "There is no charity with the address nowhere."),
        (["--head", "9:" + "a" * 64], "Say which charity the head is from: --organisation SLUG."),
        (
            ["--organisation", "harbour-lights", "--head", "9"],
            "A head looks like 2ab4c1… or 57:2ab4c1… and has at least 16 letters and figures.",
        ),
    ],
)
def test_the_command_says_what_it_needs(charity, arguments, sentence):
    assert verify_audit(*arguments)[2:] == (1, sentence)


def test_verifying_asks_the_same_number_of_questions_for_any_number_of_entries(record, django_assert_num_queries):
    with django_assert_num_queries(4):  # three looks at the head, one walk
        verifying.verify(record)
