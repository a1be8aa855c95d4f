"""Tables of a room made in one go.

For every table on its own, Django's migrations build anew each model that hangs together with it, and here everything
hangs together with the charity: the time grows with the square of the tables. Made at once, they are built once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations, with tables that follow each other made together."""
    return list(_joined(operations))


def _joined(operations: Iterable[Operation]) -> Iterator[Operation]:
    for are_tables, run in groupby(operations, key=lambda operation: isinstance(operation, CreateModel)):
        if are_tables:
            yield CreateTables(list(run))
        else:
            yield from run


class CreateTables(Operation):
    """Several `CreateModel`, whose models are built when all of them are known."""

    def __init__(self, tables: list[Operation]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # without built models nothing is built again; they are, when first asked for
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(table.describe() for table in self.tables)
