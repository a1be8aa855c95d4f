"""`manage.py load_example`: one example charity, once, so that every page has something to show."""

from __future__ import annotations

import os
import secrets
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from organisations import example as organisations
from organisations.models import Organisation
from people import example as people
from people.models import Person
from safeguard.scoping import acting_for

SHOWN = {
    "chair": "chair of trustees",
    "trustee": "trustee",
    "safeguarding_trustee": "safeguarding trustee",
    "lead": "safeguarding lead",
    "coordinator": "volunteer coordinator",
    "volunteer": "volunteer",
    "administrator": "technical administrator",
}


class Command(BaseCommand):
    help = "Load the example charity, unless it is there, and print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        password = example_password()
        if not Organisation.objects.filter(slug=organisations.SLUG).exists():
            with transaction.atomic():
                load(password)
        self.stdout.write(
            f"The example charity is {organisations.NAME}. Sign in at {settings.PUBLIC_URL}/accounts/login/ as"
        )
        for key, role in SHOWN.items():
            self.stdout.write(f"  {people.CAST[key].email + '@' + people.DOMAIN:<36}{role}")
        self.stdout.write(f"with the password  {password}  (kept in {settings.VAR / 'example-password'}),")
        self.stdout.write("or ask for a code, which arrives in the outbox.")


def load(password: str) -> Organisation:
    """The charity, its people, and what each app's example.py adds, from the lowest floor up. All of it or nothing."""
    charity = organisations.load()
    with acting_for(charity):
        cast = people.load(charity, password)
        for config in apps.get_app_configs():
            name = f"{config.name}.example"
            if config.name not in ("organisations", "people") and "." not in config.name and find_spec(name):
                _load_app(import_module(name).load, charity, cast)
    return charity


def _load_app(load_app: Any, charity: Organisation, cast: dict[str, Person]) -> None:
    """An app's `load` takes the charity, and the people too if it wants them."""
    if len(signature(load_app).parameters) > 1:
        load_app(charity, cast)
    else:
        load_app(charity)


def example_password() -> str:
    """The one password of the example people, made at the first start and readable only by whoever runs this."""
    path = settings.VAR / "example-password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    password = "-".join(secrets.token_hex(3) for _part in range(3))
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password + "\n")
    return password
