"""Every address below a case: rows of another case are not there, and no page with words is read without a trace."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from incidents.models import Case
from organisations.models import Settings
from people.management.commands.load_example import load
from people.models import Person
from safeguard.scoping import acting_for
from tests.guards.addresses import of_organisations
from tests.guards.incident_rows import of_incidents
from tests.incidents.conftest import PASSWORD
from tests.incidents.factories import enter, restricted, write

SECRET = "Zebrafinch"


@pytest.fixture
def charity(db):
    made = load(PASSWORD)
    with acting_for(made):
        Settings.objects.update(second_factor_roles=[])
        yield made


@pytest.fixture
def chair(charity):
    return Person.objects.get(email__startswith="margaret")


@pytest.fixture
def client(chair):
    made = Client()
    made.force_login(chair.user)
    made.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return made


def below_a_case(known, charity):
    """(name, its address, its parameters) for every address that names a case."""
    for one in of_organisations():
        if one.name.startswith("incidents:") and "code" in one.parameters:
            given = {**known["incidents:"], **known.get(one.name, {})}
            given = {name: given[name] for name in one.parameters if name in given}
            yield one.name, {"organisation_slug": charity.slug, **given}


def test_no_row_of_one_case_is_there_under_the_code_of_another(charity, chair, client):
    known = of_incidents(chair)
    mine = restricted("Another one")
    found = {}
    for name, given in below_a_case(known, charity):
        if {"uid", "pk", "number", "other"} & set(given):
            path = reverse(name, kwargs=given | {"code": mine.code})
            found[name, "get"] = client.get(path, follow=True).status_code
            found[name, "post"] = client.post(path, {"why": "-", "hours": "2"}).status_code

    assert len(found) > 30
    assert {key: status for key, status in found.items() if status not in (404, 405)} == {}


def test_no_page_shows_a_word_of_a_case_without_a_trace_of_the_look(charity, chair, client):
    known = of_incidents(chair)
    for case in Case.objects.all():
        if not case.is_shredded:
            case.reword(heading=f"{SECRET} {case.words['heading']}")
            case.save(update_fields=["sealed"])
            enter(case, SECRET)
    known["incidents:correct_entry"] = known["incidents:disagree"] = {
        "uid": write(Case.objects.get(code=known["incidents:"]["code"]), SECRET, by=chair).uid
    }
    without = []
    for name, given in below_a_case(known, charity):
        before = AuditEvent.objects.count()
        answer = client.get(reverse(name, kwargs=given))
        text = answer.text if "text" in answer.headers.get("Content-Type", "") else ""
        if SECRET in text and AuditEvent.objects.count() == before:
            without.append(name)

    assert without == []
