"""No record is kept without saying how long, and nothing about somebody is left out of what they can ask for."""

from django.apps import apps

from people.models import Person
from safeguard import personal_data
from safeguard.append_only import AppendOnlyModel, ProtectTable, declared
from safeguard.retention import Then, rules
from tests.guards.test_scoping import APPS


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def test_every_kind_of_record_says_how_long_it_is_kept():
    """Whoever adds a model adds a rule to its app's retention.py."""
    models = {model._meta.label for model in own_models()}

    assert models - set(rules()) == set()
    assert set(rules()) - models == set()


def test_every_line_from_a_record_to_a_person_is_shown_to_that_person_or_says_why_not():
    """Whoever adds a foreign key to people adds it to COVERED, with a section, or to REASONS in personal_data.py."""
    lines = {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }
    covered, reasons = personal_data.covered(), personal_data.reasons()

    assert lines - covered - set(reasons) == set()
    assert covered | set(reasons) <= lines
    assert covered & set(reasons) == set()
    assert all(reasons.values())


def test_what_the_rules_delete_the_database_lets_go():
    """A table that nobody can delete from says in its migration that disposals may (append_only.ProtectTable)."""
    lets_go = {step.table for step in declared() if isinstance(step, ProtectTable) and step.disposals}
    deleted = {
        rule.table
        for rule in rules().values()
        if Then.DELETE in (rule.then, rule.at_erasure) and issubclass(rule.model_class, AppendOnlyModel)
    }

    assert deleted == lets_go


def test_every_period_says_where_it_comes_from():
    """Fact 68: there are hardly any periods in law, so none is shown without its source."""
    assert [rule.key for rule in rules().values() if rule.months is not None and not rule.source] == []
