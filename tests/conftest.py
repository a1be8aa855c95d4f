"""The cast: the same people in every test, so that a test reads like a story.

Harbour Lights is the charity; Hill Farm is another one on the same installation, with a person who is a stranger here.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis

from organisations.models import Organisation, Settings
from people.models import Person, RoleHolding, ServicePeriod, User
from people.roles import Role
from safeguard import vault
from safeguard.scoping import acting_for, is_scoped

JOINED = date(2024, 9, 1)


def pytest_configure() -> None:
    # The same examples in every run, however busy the machine is.
    hypothesis.register_profile("suite", derandomize=True, deadline=None, database=None)
    hypothesis.load_profile("suite")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = settings.BASE_DIR / "static"  # exists without having been collected
    settings.CELERY_TASK_ALWAYS_EAGER = settings.CELERY_TASK_EAGER_PROPAGATES = True
    settings.PUBLIC_URL = "https://safeguard.example"
    settings.ALLOWED_HOSTS = ["testserver", "safeguard.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://safeguard.example"]
    # No test asks for a serialised rollback, and a dump of everybody's rows is what the scoped managers refuse.
    connection.creation.serialize_db_to_string = lambda: "[]"


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(tmp_path, settings):
    storages = dict(settings.STORAGES)
    storages["default"] = storages["default"] | {"OPTIONS": {"location": str(tmp_path / "files"), "base_url": None}}
    settings.STORAGES = storages
    settings.OUTBOX_DIR = tmp_path / "outbox"


@pytest.fixture(scope="session", autouse=True)
def vault_key(tmp_path_factory) -> None:
    """The key file of this run; a test that loses it names another one."""
    settings.VAULT_KEY_FILE = str(tmp_path_factory.mktemp("keys") / "vault.key")
    vault.add_key()


@pytest.fixture
def on_that_day(request) -> Iterator[None]:
    """Ten in the morning of the day that the test's file calls TODAY: a run may go on after midnight."""
    with time_machine.travel(datetime.combine(request.module.TODAY, time(10), UTC)):
        yield


@pytest.fixture(autouse=True)
def no_scope_survives_a_test() -> Iterator[None]:
    assert not is_scoped()
    yield
    assert not is_scoped()


@pytest.fixture(autouse=True)
def throttles_begin_at_nought() -> Iterator[None]:
    """A cache in the database is rolled back with the test; one in Redis is not."""
    yield
    if settings.REDIS_URL:
        cache.clear()


def make_organisation(name: str, slug: str) -> Organisation:
    organisation = Organisation.objects.create(
        name=name, slug=slug, nation="england", address="1 Quay Street\nSeaham\nSR7 1AA"
    )
    with acting_for(organisation):
        Settings.objects.create(second_factor_roles=[])
    return organisation


def make_person(organisation: Organisation, name: str, *roles: Role, **fields) -> Person:
    """A person with a sign-in, who holds these roles since 1 September 2024."""
    first = name.split()[0].lower()
    email = fields.pop("email", f"{first}@{organisation.slug}.example")
    user = None
    if fields.pop("signs_in", True):
        user = User.objects.create_user(email, "pass phrase of the cast")
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    with acting_for(organisation):
        person = Person.objects.create(name=name, email=email, user=user, joined_on=JOINED, **fields)
        ServicePeriod.objects.create(person=person, starts_on=JOINED)
        for role in roles:
            RoleHolding.objects.create(person=person, role=role, starts_on=JOINED, appointed_by="The board")
    return person


@pytest.fixture
def charity(db) -> Organisation:
    return make_organisation("Harbour Lights", "harbour-lights")


@pytest.fixture
def other_charity(db) -> Organisation:
    return make_organisation("Hill Farm", "hill-farm")


@pytest.fixture
def scope(charity) -> Iterator[Organisation]:
    """The charity's scope, open for the whole test."""
    with acting_for(charity):
        yield charity


@pytest.fixture
def new_person(charity) -> Callable[..., Person]:
    """`new_person("Ada Byron", Role.VOLUNTEER)` joins the charity."""
    return lambda name, *roles, **fields: make_person(charity, name, *roles, **fields)


@pytest.fixture
def chair(charity) -> Person:
    return make_person(charity, "Margaret Hale", Role.CHAIR)


@pytest.fixture
def trustee(charity) -> Person:
    return make_person(charity, "Tom Okafor", Role.TRUSTEE)


@pytest.fixture
def second_trustee(charity) -> Person:
    return make_person(charity, "Priya Raman", Role.TRUSTEE)


@pytest.fixture
def safeguarding_trustee(charity) -> Person:
    return make_person(charity, "Ruth Ellery", Role.SAFEGUARDING_TRUSTEE)


@pytest.fixture
def lead(charity) -> Person:
    return make_person(charity, "Dana Whitlock", Role.LEAD)


@pytest.fixture
def coordinator(charity) -> Person:
    return make_person(charity, "Cory Bell", Role.COORDINATOR)


@pytest.fixture
def volunteer(charity) -> Person:
    return make_person(charity, "Vera Lindqvist", Role.VOLUNTEER)


@pytest.fixture
def administrator(charity) -> Person:
    return make_person(charity, "Adam Root", Role.ADMINISTRATOR)


@pytest.fixture
def stranger(other_charity) -> Person:
    """Chair of another charity on the same installation: here, nobody."""
    return make_person(other_charity, "Simon Strange", Role.CHAIR)


@pytest.fixture
def signed_in(client) -> Callable[[Person], Client]:
    """`signed_in(chair).get(...)`"""

    def sign_in(person: Person) -> Client:
        client.force_login(person.user)
        return client

    return sign_in
