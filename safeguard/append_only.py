"""Rows that no one can change or delete: refused in Python, and by triggers in SQLite and in PostgreSQL.

A model says it in Python (`class AuditEvent(AppendOnlyModel, ScopedModel)`), a migration says it to the database:

    append_only.ProtectTable("audit_auditevent")
    append_only.ProtectTable("audit_audithead", mutable_columns=("number", "hash"))
    append_only.ProtectTable("consent_answer", disposals=("rights_disposalitem", "rights_disposal"))
    append_only.ProtectRows("policies_policyversion", open_states=("draft",), columns=("title", "body"))
    append_only.ProtectRows("policies_clause", open_states=("draft",), parent=("version_id", "policies_policyversion"))

On SQLite a migration that alters a protected table rebuilds it, and its triggers are gone; and a column or a unique key
that is added later is unknown to them. Repeat the operation after such a migration: `missing()` and its guard test ask
for it. A table that is another's `parent` cannot be rebuilt while the child's triggers read it:

    append_only.Lift(append_only.ProtectRows("policies_clause", ...)),
    migrations.AlterField("policyversion", ...),
    append_only.ProtectRows("policies_clause", ...),
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from django.db import models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class NeverChanges(RuntimeError):
    """A row that is never changed or deleted was about to be."""


def refuse(model: type[models.Model]) -> NoReturn:
    raise NeverChanges(f"Rows of {model._meta.label} are never changed or deleted: write a new row instead.")


# In Python -----------------------------------------------------------------------------------------------------------


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses what the triggers would refuse, but before the query and with a clearer word."""

    def update(self, **kwargs: Any) -> int:
        self._only_mutable(kwargs)
        return super().update(**kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        fields = list(fields)
        self._only_mutable(fields)
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            refuse(self.model)
        return super().bulk_create(objs, *args, **kwargs)

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self.model)

    def delete(self) -> NoReturn:
        refuse(self.model)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _raw_delete(self, using: str | None) -> NoReturn:
        refuse(self.model)

    def _only_mutable(self, names: Iterable[str]) -> None:
        if not set(names) <= set(self.model.MUTABLE):
            refuse(self.model)


class AppendOnlyModel(models.Model):
    """Put it first among the bases, and give the model a manager made from an AppendOnlyQuerySet."""

    MUTABLE: ClassVar[Sequence[str]] = ()  # the fields that may change; the triggers' mutable_columns

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            kwargs["force_insert"] = True
        elif not kwargs.get("update_fields") or not set(kwargs["update_fields"]) <= set(self.MUTABLE):
            refuse(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(type(self))


def dispose(rows: models.QuerySet[Any]) -> int:
    """Delete rows of a protected table that an approved disposal names. Returns how many.

    The database refuses every other row (IntegrityError). Nothing is cascaded: whoever calls this has looked whether
    something points at the rows.
    """
    return models.QuerySet._raw_delete(rows, rows.db)


# In the database -----------------------------------------------------------------------------------------------------

DISTINCT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
LOCKED = {"sqlite": "", "postgresql": " FOR SHARE"}  # a parent that is being closed is waited for


@dataclass(frozen=True)
class Guard:
    """One trigger: `event` is refused on rows for which the SQL condition `when` holds."""

    name: str
    table: str
    event: str
    when: str
    sentence: str

    def create(self, vendor: str) -> list[str]:
        return self._create_on_sqlite() if vendor == "sqlite" else self._create_on_postgresql()

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{self.name}"']
        return [f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"', f'DROP FUNCTION IF EXISTS "{self.name}"()']

    def _create_on_sqlite(self) -> list[str]:
        trigger = f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW'
        return [f"{trigger} WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"]

    def _create_on_postgresql(self) -> list[str]:
        level = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        passed_on = {"TRUNCATE": "NULL", "DELETE": "OLD"}.get(self.event, "NEW")
        refuse = f"RAISE EXCEPTION '{self.sentence}' USING ERRCODE = 'restrict_violation'"
        body = f"BEGIN IF {self.when} THEN {refuse}; END IF; RETURN {passed_on}; END"
        trigger = f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH {level}'
        return [
            f'CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$',
            f'{trigger} EXECUTE FUNCTION "{self.name}"()',
            # ALWAYS: a session that calls itself a replica does not get past it either.
            f'ALTER TABLE "{self.table}" ENABLE ALWAYS TRIGGER "{self.name}"',
        ]


class Protection(Operation):
    """A migration operation that puts triggers on one table; it may be repeated after a table was altered."""

    reversible = True
    reduces_to_sql = True
    table: str
    name: str

    def guards(self, connection: BaseDatabaseWrapper) -> Iterator[Guard]:
        raise NotImplementedError

    def guard(self, event: str, when: str, sentence: str) -> Guard:
        name = f"{self.table}_{self.name}_{event.lower()}"
        if len(name) > 63:
            raise ValueError(f"PostgreSQL cuts names at 63 characters: {name}")
        return Guard(name, self.table, event, when, sentence)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of a model's state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.put_up(app_label, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.take_down(app_label, schema_editor)

    def put_up(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self.take_down(app_label, schema_editor)
        self._run(app_label, schema_editor, Guard.create)

    def take_down(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._run(app_label, schema_editor, Guard.drop)

    def _run(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, statements: Callable[[Guard, str], list[str]]
    ) -> None:
        connection = schema_editor.connection
        if router.allow_migrate(connection.alias, app_label):
            for guard in self.guards(connection):
                for statement in statements(guard, connection.vendor):
                    schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Protect the rows of {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return f"protect_{self.table}"


class ProtectTable(Protection):
    """No row is ever deleted, and none is changed but for the named columns.

    With `disposals=(items, lists)`, two tables, a row can be deleted while an approved list names it. An item names one
    row by `organisation_id`, `table_name` and `row_id`, belongs to the list in `disposal_id`, and does not count once
    somebody has taken it out (`left_out_at`); the list is approved when its `status` says so. Who approves, and that
    the two tables cannot be bent, is said where they are. Emptying the table stays refused.
    """

    def __init__(
        self,
        table: str,
        mutable_columns: Sequence[str] = (),
        disposals: tuple[str, str] | None = None,
        name: str = "protect",
    ) -> None:
        self.table, self.mutable_columns, self.disposals, self.name = table, tuple(mutable_columns), disposals, name

    def guards(self, connection: BaseDatabaseWrapper) -> Iterator[Guard]:
        sentence = f"Rows of {self.table} are never changed or deleted."
        yield self.guard("UPDATE", self._changed(connection), sentence)
        yield self.guard("DELETE", self._not_to_be_disposed_of(), sentence)
        if connection.vendor == "sqlite":
            yield self.guard("INSERT", replaces_a_row(connection, self.table), sentence)
        else:
            yield self.guard("TRUNCATE", "1 = 1", sentence)

    def _not_to_be_disposed_of(self) -> str:
        if self.disposals is None:
            return "1 = 1"
        items, lists = self.disposals
        return (
            f'NOT EXISTS (SELECT 1 FROM "{items}" AS item JOIN "{lists}" AS list ON list."id" = item."disposal_id"'  # noqa: S608
            f""" WHERE item."organisation_id" = OLD."organisation_id" AND item."table_name" = '{self.table}'"""
            """ AND item."row_id" = OLD."id" AND item."left_out_at" IS NULL AND list."status" = 'approved')"""
        )

    def _changed(self, connection: BaseDatabaseWrapper) -> str:
        if not self.mutable_columns:
            return "1 = 1"
        if connection.vendor == "sqlite":
            return any_changed(
                "sqlite", [c for c in columns_of(connection, self.table) if c not in self.mutable_columns]
            )
        mutable = ", ".join(f"'{column}'" for column in self.mutable_columns)
        return f"to_jsonb(OLD) - ARRAY[{mutable}] IS DISTINCT FROM to_jsonb(NEW) - ARRAY[{mutable}]"


class ProtectRows(Protection):
    """Once a row has left its open states, the named columns never change, and it is never deleted or opened again.

    With `parent=(column, table)` the state is that of the row which the column points to; then nothing is added to a
    closed parent either, unless `additions` is true, and without `columns` the whole row is closed. A table may be
    protected twice, for columns that close at different times, under two names.
    """

    def __init__(
        self,
        table: str,
        *,
        open_states: Sequence[str],
        columns: Sequence[str] = (),
        status: str = "status",
        parent: tuple[str, str] | None = None,
        additions: bool = False,
        name: str = "protect",
    ) -> None:
        if not columns and parent is None:
            raise ValueError("Name the columns that are closed together with the row.")
        self.table, self.open_states, self.columns = table, tuple(open_states), tuple(columns)
        self.status, self.parent, self.additions, self.name = status, parent, additions, name

    def guards(self, connection: BaseDatabaseWrapper) -> Iterator[Guard]:
        vendor = connection.vendor
        sentence = f"What has been closed in {self.table} never changes."
        yield self.guard("UPDATE", self._reopens_or_changes(vendor), sentence)
        yield self.guard("DELETE", self._closed("OLD", vendor), sentence)
        refused = [self._closed("NEW", vendor)] if self.parent and not self.additions else []
        if vendor == "sqlite":
            refused.append(replaces_a_row(connection, self.table, and_also=self._closed("existing", vendor)))
        else:
            yield self.guard("TRUNCATE", "1 = 1", sentence)
        if refused:
            yield self.guard("INSERT", " OR ".join(refused), sentence)

    def _reopens_or_changes(self, vendor: str) -> str:
        closed = self._closed("OLD", vendor)
        if self.parent is None:
            changed = any_changed(vendor, ["id", *self.columns])
            return f"{closed} AND ({changed} OR NEW.{quoted(self.status)} IN ({self._states()}))"
        either = f"({closed} OR {self._closed('NEW', vendor)})"
        if not self.columns:
            return either
        return f"{either} AND ({any_changed(vendor, ['id', self.parent[0], *self.columns])})"

    def _closed(self, row: str, vendor: str) -> str:
        """The SQL that says whether OLD, NEW or another row is closed; a parent that is not there closes nothing."""
        state = f"{row}.{quoted(self.status)}"
        if self.parent:
            column, table = self.parent
            own = f'SELECT {quoted(self.status)} FROM "{table}" WHERE "id" = {row}.{quoted(column)}'  # noqa: S608
            state = f"({own}{LOCKED[vendor]})"
        return f"{state} NOT IN ({self._states()})"

    def _states(self) -> str:
        return ", ".join(f"'{state}'" for state in self.open_states)


class Lift(Operation):
    """Take a protection's triggers down, so that a table can be altered; put the protection up again after that."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, protection: Protection) -> None:
        self.protection = protection

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of a model's state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.protection.take_down(app_label, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.protection.put_up(app_label, schema_editor)

    def describe(self) -> str:
        return f"Lift the protection of {self.protection.table}"


def any_changed(vendor: str, columns: Iterable[str]) -> str:
    return " OR ".join(f"OLD.{quoted(column)} {DISTINCT[vendor]} NEW.{quoted(column)}" for column in columns)


def quoted(column: str) -> str:
    return f'"{column}"'


def columns_of(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    return first_of_each(connection, "SELECT name FROM pragma_table_info(%s)", table)


def replaces_a_row(connection: BaseDatabaseWrapper, table: str, and_also: str = "1 = 1") -> str:
    """Holds when NEW would push out a row with the same key: what SQLite's INSERT OR REPLACE does without a DELETE."""
    found = []
    for key in unique_keys(connection, table):
        same = " AND ".join(f"existing.{quoted(column)} = NEW.{quoted(column)}" for column in key)
        found.append(f'EXISTS (SELECT 1 FROM "{table}" AS existing WHERE {same} AND {and_also})')  # noqa: S608
    return " OR ".join(found)


def unique_keys(connection: BaseDatabaseWrapper, table: str) -> list[list[str]]:
    """The columns of the primary key and of every unique index that is a plain list of columns."""
    indexes = 'SELECT name FROM pragma_index_list(%s) WHERE "unique" AND NOT partial ORDER BY name'
    keys = [first_of_each(connection, "SELECT name FROM pragma_table_info(%s) WHERE pk > 0 ORDER BY pk", table)]
    columns = "SELECT name FROM pragma_index_info(%s) ORDER BY seqno"
    keys += [first_of_each(connection, columns, index) for index in first_of_each(connection, indexes, table)]
    return [key for key in keys if key and None not in key]


def first_of_each(connection: BaseDatabaseWrapper, sql: str, name: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [name])
        return [row[0] for row in cursor.fetchall()]


# Is it so? -----------------------------------------------------------------------------------------------------------


def declared() -> list[Protection]:
    """Every protection that the migrations, taken to their end, ask for."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    plan = dict.fromkeys(key for leaf in graph.leaf_nodes() for key in graph.forwards_plan(leaf))
    up: dict[tuple[str, str], Protection] = {}
    for step in (step for key in plan for step in graph.nodes[key].operations):
        if isinstance(step, Protection):
            up[step.table, step.name] = step
        elif isinstance(step, Lift):
            up.pop((step.protection.table, step.protection.name), None)
    return list(up.values())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that should be there and are not, or (on SQLite) are not what they should be."""
    standing = triggers_of(connection)
    tables = set(connection.introspection.table_names())
    guards = {g for step in declared() if step.table in tables for g in step.guards(connection)}
    return sorted(
        guard.name
        for guard in guards
        if guard.name not in standing
        or (connection.vendor == "sqlite" and standing[guard.name] != guard.create("sqlite")[0])
    )


def triggers_of(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        else:
            # 'A': on, always. A trigger that somebody disabled does not count.
            cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgenabled = 'A'")
        return dict(cursor.fetchall())
