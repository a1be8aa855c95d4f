from datetime import date

import pytest

from audit import services
from audit.models import AuditEvent
from organisations.models import Project


@pytest.fixture
def two_projects(scope, chair, trustee):
    sailing, rowing = Project.objects.create(name="Sailing"), Project.objects.create(name="Rowing")
    services.record("created", sailing, by=chair)
    services.record("created", rowing, by=chair)
    services.record("changed", sailing, by=trustee)
    return sailing, rowing


def numbers(events):
    return [event.number for event in events]


def test_events_about_one_thing(two_projects):
    sailing, rowing = two_projects

    assert numbers(AuditEvent.objects.about(sailing).newest_first()) == [3, 1]
    assert numbers(AuditEvent.objects.about(rowing).newest_first()) == [2]


def test_events_done_by_one_person(two_projects, trustee):
    assert numbers(AuditEvent.objects.done_by(trustee)) == [3]


def test_a_day_begins_and_ends_by_the_clocks_of_the_charity(scope, time_machine):
    for moment in ["2026-06-30 22:59Z", "2026-06-30 23:00Z", "2026-07-01 22:59Z", "2026-07-01 23:00Z"]:
        time_machine.move_to(moment)
        services.record("changed", scope, by=None)

    first_of_july = date(2026, 7, 1)
    assert numbers(AuditEvent.objects.between(first_of_july, first_of_july).as_chain()) == [2, 3]
    assert numbers(AuditEvent.objects.between(first_of_july, None).as_chain()) == [2, 3, 4]
    assert numbers(AuditEvent.objects.between(None, first_of_july).as_chain()) == [1, 2, 3]
