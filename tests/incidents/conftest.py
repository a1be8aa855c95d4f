"""The cast before the door of the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person

PASSWORD = "pass phrase of the cast"


@pytest.fixture
def in_the_log(client) -> Callable[[Person], Client]:
    """`in_the_log(lead).get(...)`: signed in, and proved who they are a moment ago."""

    def sign_in(person: Person) -> Client:
        client.force_login(person.user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in
