"""Every table that belongs to an organisation is scoped, and the one way round it is used where this page says."""

import ast
from pathlib import Path

from django.apps import apps
from django.db import models

from safeguard.scoping import ScopedModel

ROOT = Path(__file__).parents[2]
APPS = [
    "audit",
    "organisations",
    "people",
    "policies",
    "agreements",
    "duties",
    "consent",
    "incidents",
    "volunteers",
    "reminders",
    "reports",
    "rights",
]

# Tables that belong to nobody's organisation, and why.
NOT_SCOPED = {
    "organisations.Organisation": "it is the organisation",
    "people.User": "one sign-in may serve several organisations",
    "people.User_groups": "Django's own; nothing here asks for groups",
    "people.User_user_permissions": "Django's own; nothing here asks for global permissions",
    "reminders.JobRun": "the worker's runs serve all organisations; it holds no personal data",
}

# Who may look across organisations, and why.
ALLOWED = {
    "agreements/verifying.py": "a receipt is verified by anybody who holds it",
    "consent/verifying.py": "a receipt is verified by anybody who holds it",
    "incidents/verifying.py": "a copy of a case is verified by anybody who holds it",
    "incidents/services/following.py": "a report is opened by its code before its organisation is known",
    "incidents/services/links.py": "a charity's link for raising a concern is opened before its organisation is known",
    "people/links.py": "a personal link is opened before its organisation is known",
    "people/middleware.py": "finds the person behind the address",
    "people/retention.py": "a sign-in goes only when no person of another charity uses it",
    "rights/verifying.py": "a certificate of disposal is verified by anybody who holds it",
    "reports/services/tidying.py": "takes the files of packs away whose time has run out, in the night",
    "reports/verifying.py": "a pack is verified by anybody who holds it",
    "volunteers/services/positions.py": "the link for applying is opened before its organisation is known",
    "safeguard/vault_keeping.py": "the key file is for all charities; looks only at which key a row is under",
    "volunteers/verifying.py": "a certificate of training is verified by anybody who holds it",
    "people/views/front.py": "shows somebody the organisations they belong to",
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS]


def test_every_table_of_an_organisation_is_scoped():
    unscoped = {model._meta.label for model in own_models() if not issubclass(model, ScopedModel)}

    assert unscoped == set(NOT_SCOPED)


def test_every_scoped_table_asks_for_its_organisation_by_every_manager():
    loose = {
        f"{model._meta.label}.{manager.name}"
        for model in own_models()
        if issubclass(model, ScopedModel)
        for manager in [*model._meta.managers, model._base_manager]
        if not hasattr(manager, "across_organisations")
    }

    assert loose == set()


def test_every_unique_constraint_and_index_of_a_tenant_leads_with_its_organisation():
    astray = {
        f"{model._meta.label}: {rule.name}"
        for model in own_models()
        if issubclass(model, ScopedModel)
        for rule in [
            *model._meta.indexes,
            *(c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)),
        ]
        if tuple(rule.fields)[:1] != ("organisation",)
    }

    assert astray == set()


def test_the_escape_hatch_is_used_only_where_it_is_allowed():
    callers = set()
    for app in [*APPS, "safeguard"]:
        for path in (ROOT / app).rglob("*.py"):
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute))
            if any(node.attr == "across_organisations" for node in calls):
                callers.add(path.relative_to(ROOT).as_posix())

    assert callers == set(ALLOWED)
