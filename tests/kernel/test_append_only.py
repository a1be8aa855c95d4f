"""Tables of this file's own, so that every column and state is in view; both databases hold the same promises."""

import threading

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from audit.models import AuditEvent, AuditHead
from safeguard import append_only
from safeguard.append_only import Lift, NeverChanges, ProtectRows, ProtectTable
from tests.append_only_support import lifted

SQLITE = connection.vendor == "sqlite"


def put_up(operation):
    operation.database_forwards("tests", connection.schema_editor(), None, None)


def take_down(operation):
    operation.database_backwards("tests", connection.schema_editor(), None, None)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
        return cursor.fetchall()


def is_refused(sql):
    before = rows("ledger"), rows("version"), rows("clause")
    with pytest.raises(IntegrityError) as refusal:
        run(sql)
    assert (rows("ledger"), rows("version"), rows("clause")) == before
    return "never change" in str(refusal.value)


CLAUSES = ProtectRows("clause", open_states=("draft", "in_review"), parent=("version_id", "version"))


@pytest.fixture
def tables(db):
    make_tables()


def make_tables():
    run("CREATE TABLE ledger (id integer PRIMARY KEY, slot integer UNIQUE, words text, seen boolean)")
    run("CREATE TABLE version (id integer PRIMARY KEY, status varchar(20) NOT NULL, body text, minute text)")
    run("CREATE TABLE clause (id integer PRIMARY KEY, version_id integer NOT NULL, slot integer, words text)")
    run("INSERT INTO ledger VALUES (1, 10, 'first', false)")
    run("INSERT INTO version VALUES (1, 'draft', 'Be kind.', NULL), (2, 'in_force', 'Be fair.', NULL)")
    run("INSERT INTO clause VALUES (1, 1, 1, 'Open.'), (2, 2, 1, 'Closed.')")


@pytest.fixture
def ledger(tables):
    put_up(ProtectTable("ledger"))


@pytest.fixture
def versions(tables):
    put_up(ProtectRows("version", open_states=("draft", "in_review"), columns=("body",)))
    put_up(CLAUSES)


# A whole table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger SET words = 'other' WHERE id = 1",
        "UPDATE ledger SET words = words",
        "DELETE FROM ledger",
        "INSERT INTO ledger VALUES (1, 11, 'other', true) ON CONFLICT (id) DO UPDATE SET words = 'other'",
    ],
)
def test_a_row_of_a_protected_table_is_never_changed_or_deleted(ledger, sql):
    assert is_refused(sql)


def test_a_protected_table_takes_new_rows(ledger):
    run("INSERT INTO ledger VALUES (2, 20, 'second', false)")

    assert [row[2] for row in rows("ledger")] == ["first", "second"]


def test_the_database_s_own_way_round_the_triggers_is_closed(ledger):
    """SQLite replaces a row without a DELETE; PostgreSQL can empty a table, or call itself a replica."""
    if SQLITE:
        run("PRAGMA recursive_triggers=OFF")  # as for somebody who opens the file with another program
        assert is_refused("INSERT OR REPLACE INTO ledger VALUES (1, 99, 'same id', false)")
        assert is_refused("INSERT OR REPLACE INTO ledger VALUES (99, 10, 'same slot', false)")
        assert is_refused("UPDATE OR REPLACE ledger SET words = 'other'")
    else:
        assert is_refused("TRUNCATE ledger")
        assert is_refused("TRUNCATE ledger CASCADE")
        run("SET LOCAL session_replication_role = replica")
        assert is_refused("DELETE FROM ledger")


def test_mutable_columns_change_and_no_others(tables):
    put_up(ProtectTable("ledger", mutable_columns=("seen",)))

    run("UPDATE ledger SET seen = true, words = 'first' WHERE id = 1")

    assert rows("ledger")[0][3] in (True, 1)
    assert is_refused("UPDATE ledger SET seen = false, words = 'other'")
    assert is_refused("UPDATE ledger SET words = NULL")
    assert is_refused("UPDATE ledger SET id = 7")
    assert is_refused("DELETE FROM ledger")


def test_a_protection_can_be_repeated_and_taken_back(ledger):
    put_up(ProtectTable("ledger"))
    take_down(ProtectTable("ledger"))

    run("DELETE FROM ledger")

    assert rows("ledger") == []


def test_a_name_that_postgresql_would_cut_is_refused(db):
    with pytest.raises(ValueError, match="63 characters"):
        put_up(ProtectTable("a_table_with_a_name_that_is_much_too_long_for_a_trigger_upon_it"))


# Rows that have been closed ------------------------------------------------------------------------------------------


def test_an_open_row_changes_closes_and_can_be_deleted(versions):
    run("UPDATE version SET body = 'Be kinder.' WHERE id = 1")
    run("UPDATE version SET status = 'in_force', body = 'Be kindest.' WHERE id = 1")

    assert rows("version")[0] == (1, "in_force", "Be kindest.", None)

    run("INSERT INTO version VALUES (3, 'draft', 'Not needed.', NULL)")
    run("DELETE FROM version WHERE id = 3")
    assert len(rows("version")) == 2


def test_a_closed_row_goes_on_to_other_closed_states_and_keeps_its_text(versions):
    run("UPDATE version SET status = 'superseded', minute = '2026/4', body = 'Be fair.' WHERE id = 2")

    assert rows("version")[1] == (2, "superseded", "Be fair.", "2026/4")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE version SET body = 'Be unfair.' WHERE id = 2",
        "UPDATE version SET body = NULL WHERE id = 2",
        "UPDATE version SET id = 9 WHERE id = 2",
        "UPDATE version SET status = 'draft' WHERE id = 2",
        "UPDATE version SET body = 'All the same.'",
        "DELETE FROM version WHERE id = 2",
        "UPDATE clause SET words = 'Reworded.' WHERE id = 2",
        "UPDATE clause SET version_id = 1 WHERE id = 2",
        "UPDATE clause SET version_id = 2 WHERE id = 1",
        "DELETE FROM clause WHERE id = 2",
        "INSERT INTO clause VALUES (3, 2, 2, 'One more.')",
    ],
)
def test_text_that_was_signed_never_changes(versions, sql):
    assert is_refused(sql)


def test_a_closed_row_cannot_be_replaced_or_emptied_away(versions):
    if SQLITE:
        run("PRAGMA recursive_triggers=OFF")
        assert is_refused("INSERT OR REPLACE INTO version VALUES (2, 'in_force', 'Other.', NULL)")
        assert is_refused("INSERT OR REPLACE INTO clause VALUES (2, 1, 1, 'Other.')")
        run("INSERT OR REPLACE INTO version VALUES (1, 'draft', 'Other.', NULL)")
    else:
        assert is_refused("TRUNCATE version")
        assert is_refused("TRUNCATE clause")


def test_clauses_of_an_open_version_come_change_and_go(versions):
    run("INSERT INTO clause VALUES (3, 1, 2, 'New.')")
    run("UPDATE clause SET words = 'Better.' WHERE id = 1")
    run("DELETE FROM clause WHERE id = 3")

    assert rows("clause")[0] == (1, 1, 1, "Better.")


def test_a_child_may_be_added_to_a_closed_parent_where_that_is_wanted(tables):
    put_up(ProtectRows("clause", open_states=("draft",), parent=("version_id", "version"), additions=True))

    run("INSERT INTO clause VALUES (3, 2, 2, 'A dated amendment.')")

    assert is_refused("UPDATE clause SET words = 'Another.' WHERE id = 3")


def test_of_a_child_only_the_named_columns_may_be_closed(tables):
    put_up(ProtectRows("clause", open_states=("draft",), parent=("version_id", "version"), columns=("words",)))

    run("UPDATE clause SET slot = 4 WHERE id = 2")

    assert rows("clause")[1] == (2, 2, 4, "Closed.")
    assert is_refused("UPDATE clause SET words = 'Reworded.' WHERE id = 2")
    assert is_refused("UPDATE clause SET version_id = 1 WHERE id = 2")


def test_columns_of_one_table_can_close_at_different_times(versions):
    put_up(ProtectRows("version", open_states=("draft", "in_review", "in_force"), columns=("minute",), name="minutes"))

    run("UPDATE version SET minute = '2026/4' WHERE id = 2")
    run("UPDATE version SET status = 'superseded' WHERE id = 2")

    assert is_refused("UPDATE version SET minute = '2026/5' WHERE id = 2")


@pytest.fixture
def shared_tables(transactional_db):
    """Tables that other connections see, too."""
    make_tables()
    put_up(CLAUSES)
    yield
    take_down(CLAUSES)
    for table in ("ledger", "version", "clause"):
        run(f"DROP TABLE {table}")


def test_an_edit_that_meets_a_signature_waits_for_it_and_is_refused(shared_tables, at_once):
    signing, edited = threading.Event(), threading.Event()

    def sign():
        with transaction.atomic():
            run("UPDATE version SET status = 'in_force' WHERE id = 1")
            signing.set()
            while not SQLITE and not edited.is_set() and not somebody_waits():
                pass  # until the editor stands at the lock, or went past it

    def edit():
        signing.wait()
        try:
            run("UPDATE clause SET words = 'Slipped in.' WHERE id = 1")
        finally:
            edited.set()

    signed, refusal = at_once(sign, edit)

    assert signed is None
    assert "never changes" in str(refusal)
    assert at_once(lambda: rows("clause")[0][3]) == ["Open."]


def test_a_signature_that_meets_an_edit_waits_for_it(shared_tables, at_once):
    editing, signed = threading.Event(), threading.Event()

    def edit():
        with transaction.atomic():
            run("UPDATE clause SET words = 'In time.' WHERE id = 1")
            editing.set()
            while not SQLITE and not signed.is_set() and not somebody_waits():
                pass
            return signed.is_set()

    def sign():
        editing.wait()
        run("UPDATE version SET status = 'in_force' WHERE id = 1")
        signed.set()

    assert at_once(edit, sign) == [False, None]
    assert at_once(lambda: rows("clause")[0][3]) == ["In time."]


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def test_a_protection_of_rows_names_what_it_closes():
    with pytest.raises(ValueError, match="Name the columns"):
        ProtectRows("version", open_states=("draft",))


# In Python -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.save(update_fields=["verb"]),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(verb="other"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(verb="other"),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.all()._raw_delete("default"),
        lambda event: AuditEvent.objects.bulk_update([event], ["verb"]),
        lambda event: AuditEvent.objects.bulk_create([event], ignore_conflicts=True),
        lambda event: AuditEvent.objects.update_or_create(number=1, defaults={"verb": "other"}),
    ],
)
def test_an_append_only_model_refuses_before_it_asks_the_database(scope, event, django_assert_num_queries, change):
    with django_assert_num_queries(0), pytest.raises(NeverChanges) as refusal:
        change(event)

    assert str(refusal.value).startswith("Rows of audit.AuditEvent are never changed")


def test_a_row_with_the_key_of_another_is_inserted_not_saved_over_it(scope, event):
    twin = AuditEvent.objects.get()
    twin._state.adding = True
    twin.verb = "other"

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()

    assert [event.verb for event in AuditEvent.objects.all()] == ["changed"]


def test_a_model_s_mutable_fields_may_change(scope, event):
    end = AuditHead.objects.get()
    end.number = 7
    end.save(update_fields=["number"])

    assert AuditHead.objects.filter(number=7).update(number=8) == 1
    assert AuditHead.objects.bulk_update([end], ["number"]) == 1
    with pytest.raises(NeverChanges):
        end.save()
    with pytest.raises(NeverChanges):
        AuditHead.objects.update(organisation_id=99)


@pytest.fixture
def event(scope, chair):
    from audit import services

    return services.record("changed", scope, by=chair)


# Is it so? -----------------------------------------------------------------------------------------------------------


def test_every_protection_that_a_migration_asks_for_stands(db):
    assert append_only.missing(connection) == []


def test_a_trigger_that_was_taken_away_is_missed(db):
    take_down(ProtectTable("audit_auditevent"))

    events = {"delete", "insert" if SQLITE else "truncate", "update"}
    assert append_only.missing(connection) == sorted(f"audit_auditevent_protect_{event}" for event in events)


def test_a_trigger_that_was_switched_off_or_emptied_is_missed(db):
    name = "audit_auditevent_protect_delete"
    if SQLITE:
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON audit_auditevent BEGIN SELECT 1; END")
    else:
        run(f"ALTER TABLE audit_auditevent DISABLE TRIGGER {name}")

    assert append_only.missing(connection) == [name]


def test_protection_is_lifted_for_a_table_that_is_rebuilt_and_put_up_again(transactional_db):
    """SQLite rebuilds a table to alter it, and a child's trigger that reads it stands in the way."""
    closed = ProtectRows("pier_clause", open_states=("draft",), parent=("version_id", "pier_version"))
    key = ("id", models.BigAutoField(primary_key=True))
    state = ProjectState()
    try:
        for operation in [
            migrations.CreateModel("Version", [key, ("status", models.CharField(max_length=20))]),
            migrations.CreateModel("Clause", [key, ("version", models.ForeignKey("pier.Version", models.CASCADE))]),
            closed,
            Lift(closed),
            migrations.AlterField("version", "status", models.CharField(max_length=30)),
            closed,
        ]:
            after = state.clone()
            operation.state_forwards("pier", after)
            with connection.schema_editor() as editor:
                operation.database_forwards("pier", editor, state, after)
            state = after
        run("INSERT INTO pier_version (id, status) VALUES (1, 'in_force')")

        with pytest.raises(IntegrityError):
            run("INSERT INTO pier_clause (version_id) VALUES (1)")
    finally:
        run("DROP TABLE IF EXISTS pier_clause")
        run("DROP TABLE IF EXISTS pier_version")
        take_down_functions(closed)


def take_down_functions(protection):
    """PostgreSQL drops a table's triggers with it, but not their functions."""
    if not SQLITE:
        for guard in protection.guards(connection):
            run(f'DROP FUNCTION IF EXISTS "{guard.name}"()')


def test_lifting_is_taken_back_by_putting_up(tables):
    put_up(ProtectTable("ledger"))
    put_up(Lift(ProtectTable("ledger")))
    run("UPDATE ledger SET words = 'other'")

    take_down(Lift(ProtectTable("ledger")))

    assert is_refused("UPDATE ledger SET words = 'third'")


def test_operations_say_what_they_do():
    protection = ProtectTable("ledger")

    assert protection.describe() == "Protect the rows of ledger"
    assert protection.migration_name_fragment == "protect_ledger"
    assert Lift(protection).describe() == "Lift the protection of ledger"


def test_tests_can_lift_every_protection_and_find_it_standing_afterwards(transactional_db):
    with lifted():
        missing = append_only.missing(connection)

    assert {"audit_auditevent_protect_delete", "audit_audithead_protect_update"} <= set(missing)
    assert append_only.missing(connection) == []
