"""Tables made at once: the same tables, in the same order, forwards and backwards."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps

from safeguard.tables import CreateTables, at_once

NUMBER = ("id", models.BigAutoField(primary_key=True))


@pytest.fixture
def shelves_and_books():
    """A migration whose second table leans on its first, and one column that follows."""
    migration = Migration("0001_initial", "library")
    migration.operations = at_once(
        [
            CreateModel("Shelf", [NUMBER]),
            CreateModel("Book", [NUMBER, ("shelf", models.ForeignKey("library.Shelf", models.CASCADE))]),
            AddField("Shelf", "name", models.TextField(default="")),
            CreateModel("Reader", [NUMBER, ("book", models.ForeignKey("library.Book", models.CASCADE))]),
        ]
    )
    return migration


def tables():
    return {name for name in connection.introspection.table_names() if name.startswith("library_")}


def test_tables_that_follow_each_other_become_one_step(shelves_and_books):
    assert [type(operation) for operation in shelves_and_books.operations] == [CreateTables, AddField, CreateTables]
    assert shelves_and_books.operations[0].describe() == "Create model Shelf; Create model Book"


@pytest.mark.django_db(transaction=True)
def test_they_are_made_and_taken_away_like_any_others(shelves_and_books):
    with connection.schema_editor() as editor:
        shelves_and_books.apply(ProjectState(), editor)
    made = tables()
    with connection.schema_editor() as editor:
        shelves_and_books.unapply(ProjectState(), editor)

    assert made == {"library_shelf", "library_book", "library_reader"}
    assert tables() == set()


def test_models_built_before_are_not_built_again_for_each_table(shelves_and_books, monkeypatch):
    built = []
    monkeypatch.setattr(StateApps, "render_multiple", lambda apps, states: built.append(states))
    state = ProjectState()
    assert state.apps.get_models() == []
    built.clear()

    shelves_and_books.operations[0].state_forwards("library", state)

    assert built == []
    assert set(state.models) == {("library", "shelf"), ("library", "book")}


def test_no_migration_makes_its_tables_one_by_one():
    migrations = MigrationLoader(None).disk_migrations
    rooms = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    own = {key: migration for key, migration in migrations.items() if key[0] in rooms}

    one_by_one = {
        key
        for key, migration in own.items()
        if sum(isinstance(operation, CreateModel) for operation in migration.operations) > 1
    }

    assert len(own) > 20
    assert one_by_one == set()
