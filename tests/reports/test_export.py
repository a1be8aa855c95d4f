"""Registers leave the software with a reason, and only by somebody who has just proved who they are."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import AuditEvent
from people.roles import Role
from safeguard.scoping import acting_for
from tests.reports import factories

pytestmark = pytest.mark.django_db
URL = "/o/harbour-lights/reports/export/"
PASSWORD = "pass phrase of the cast"


@pytest.fixture
def proven(signed_in):
    """Signed in, and asked for the password just now."""

    def sign_in(person):
        client = signed_in(person)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in


def asked(**changes: str) -> dict[str, str]:
    return {"register": "policies", "kind": "csv", "reason": "For the yearly audit", **changes}


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_who_has_not_just_proved_who_they_are_is_asked_first(signed_in, chair):
    answer = signed_in(chair).get(URL)

    assert (answer.status_code, answer.url) == (
        302,
        f"{reverse('account_reauthenticate')}?{urlencode({'next': URL})}",
    )


def test_a_form_sent_too_late_leads_back_with_what_was_typed(proven, charity, chair):
    with time_machine.travel("2026-11-20 10:00Z"):
        client = proven(chair)
        assert client.get(URL).status_code == 200
    with time_machine.travel("2026-11-20 10:11Z"):
        answer = client.post(URL, asked())

    assert (answer.status_code, answer.url) == (302, f"{URL}?register=policies&kind=csv&reason=For+the+yearly+audit")
    with acting_for(charity):
        assert AuditEvent.objects.filter(verb="exported").count() == 0


def test_the_policies_as_a_table(proven, charity, chair, social_media, online_safety):
    found = rows(proven(chair).post(URL, asked()))

    assert [row[:4] for row in found] == [
        ["Policy", "Kind", "Version in force", "Standing"],
        ["Online safety", "Policy and guidance", "version 1", "Overdue"],
        ["Social media", "Policy and guidance", "version 1", "Up to date"],
    ]


def test_the_signatures_as_a_table_under_the_names_of_today(proven, charity, chair, social_media, volunteer):
    with acting_for(charity):
        factories.signature_of(volunteer, social_media, person_name="An old name")

    found = rows(proven(chair).post(URL, asked(register="signatures")))

    assert found[1][:5] == ["Vera Lindqvist", "Code of conduct", "Social media", "version 1", "2026-05-01"]


def test_the_promises_and_the_packs_as_tables(proven, chair, make_pack, social_media):
    pack = make_pack(social_media.policy, recipient="Our insurer")
    client = proven(chair)

    promises = rows(client.post(URL, asked(register="commitments")))
    packs = rows(client.post(URL, asked(register="packs")))

    assert promises[0] == ["Promise", "State", "Reason", "Number", "Of"]
    assert len(promises) > 3
    assert (packs[1][3], packs[1][8], packs[1][9]) == ("Our insurer", pack.code, pack.sha256)


def test_a_spreadsheet_has_only_text_in_it(proven, charity, chair):
    with acting_for(charity):
        factories.policy_of("=HYPERLINK(1)")

    answer = proven(chair).post(URL, asked(kind="xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["A2"].value == "=HYPERLINK(1)"


def test_a_table_runs_nothing(proven, charity, chair):
    with acting_for(charity):
        factories.policy_of("=HYPERLINK(1)")

    assert rows(proven(chair).post(URL, asked()))[1][0] == "'=HYPERLINK(1)"


def test_the_file_is_named_by_register_and_day_and_names_nobody(proven, chair):
    with time_machine.travel("2026-11-20 10:00Z"):
        answer = proven(chair).post(URL, asked(register="signatures"))

    assert 'filename="signatures-2026-11-20.csv"' in answer.headers["Content-Disposition"]


def test_what_was_taken_away_is_noted_with_the_reason(proven, charity, chair, social_media):
    proven(chair).post(URL, asked())

    with acting_for(charity):
        event = AuditEvent.objects.get(verb="exported")
        assert (event.actor_id, event.detail) == (
            chair.pk,
            {"register": "policies", "kind": "csv", "rows": 1, "reason": "For the yearly audit"},
        )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"register": ""}, "Choose a register."),
        ({"register": "people"}, "Select a valid choice."),
        ({"kind": "exe"}, "Select a valid choice."),
        ({"reason": ""}, "Enter what you need it for."),
        ({"reason": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_mistake_gets_a_sentence_and_nothing_leaves(proven, charity, chair, changes, sentence):
    answer = proven(chair).post(URL, asked(**changes))

    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)
    with acting_for(charity):
        assert AuditEvent.objects.filter(verb="exported").count() == 0


@pytest.mark.parametrize("role", [Role.TRUSTEE, Role.ADMINISTRATOR, Role.VOLUNTEER, Role.STAFF])
def test_others_take_nothing_away(proven, new_person, role):
    client = proven(new_person("Una Page", role))

    assert (client.get(URL).status_code, client.post(URL, asked()).status_code) == (403, 403)


@pytest.mark.parametrize("register", ["policies", "signatures", "packs"])
def test_a_register_costs_the_same_for_one_row_and_for_three(
    scope, chair, social_media, online_safety, new_person, register, count_queries
):
    from reports.services import fetching

    def take() -> None:
        fetching.export(register, "csv", by=chair, reason="Test", today=factories.day(2026, 11, 20))

    factories.signature_of(new_person("Ada Byron", Role.VOLUNTEER), social_media)
    take()
    one = count_queries(take)
    for title in ("Photographs", "Messages"):
        version = factories.policy_of(title)
        factories.signature_of(new_person(f"{title} Byron", Role.VOLUNTEER), version)

    assert count_queries(take) == one
