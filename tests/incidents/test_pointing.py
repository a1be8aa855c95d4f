"""An entry that tells of a record leads to it, as far as whoever reads may open it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.access import VIEW, give
from incidents.models import CustodyItem, Entry, Hold, MoveKind, PrintKind
from incidents.pointing import LOOKED_UP, PLACES
from incidents.services import custody, following, joining, lessons, people, prints, referrals, sharing, tasks_given
from incidents.services.steps import decide, lay_out
from incidents.states import StepStatus
from safeguard.addresses import address
from tests.incidents.factories import make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")


def leads(client, case) -> list[str]:
    """Where the entries of the page lead, of those that lead anywhere."""
    lines = client.get(address("incidents:chronology", case.code)).context["lines"]
    return [line.leads_to.url for line in lines if line.leads_to]


def a_bit_of_everything(case, lead, volunteer) -> list[str]:
    """Records of many kinds, and where each is read."""
    made = referrals.refer(case, by=lead, kind="children", agency_name="The council", what="What he said")
    referrals.heard(made, by=lead, text="They have it.")
    once = {"by": lead, "once": uuid.uuid4()}
    said = {"reasons": "He was afraid."}
    shared = sharing.decide(case, is_shared=True, decided_at=timezone.now(), words=said, **once)
    phone: CustodyItem = custody.take(case, what="Phone", is_device=True, where="Safe", seal="1", **once)
    custody.move(phone, kind=MoveKind.HANDED, at=timezone.now(), to="PC Ward", receipt="R-88", **once)
    task = tasks_given.give(case, to=volunteer, what="Ring", due_on=date(2030, 1, 1), by=lead)
    lesson = lessons.learn(case, finding="Two at the door.", **once)
    copy = prints.ask(case, by=lead, kind=PrintKind.CHRONOLOGY)
    path = address("incidents:case", case.code)
    return [
        f"{path}referrals/{made.uid}/",
        f"{path}referrals/{made.uid}/",
        f"{path}sharing/{shared.uid}/",
        f"{path}evidence/#item-{phone.uid}",
        f"{path}evidence/#item-{phone.uid}",
        f"{path}tasks/#task-{task.uid}",
        f"{path}closing/#lesson-{lesson.uid}",
        f"{path}copies/{copy.number}/",
    ]


def test_each_entry_leads_to_its_record_and_each_address_is_there(in_the_log, lead, volunteer):
    case, client = make_case(), in_the_log(lead)
    write(case, "A call, which is no record.", by=lead)

    expected = a_bit_of_everything(case, lead, volunteer)

    found = leads(client, case)
    assert sorted(found) == sorted(expected)
    for url in found:
        page, _hash, anchor = url.partition("#")
        answer = client.get(page)
        assert (answer.status_code, f'id="{anchor}"' in answer.content.decode() if anchor else True) == (200, True)


def test_a_step_leads_to_its_line_among_the_steps(in_the_log, lead):
    case, client = make_case(types=["self_generated"]), in_the_log(lead)
    step = lay_out(case, by=lead)[0]
    decide(step, to=StepStatus.DONE, by=lead)

    [url] = leads(client, case)

    assert url == f"{address('incidents:steps', case.code)}#step-{step.uid}"
    assert f'id="step-{step.uid}"' in client.get(url).content.decode()


def test_a_message_leads_to_the_report_that_it_is_about_wherever_that_is_now(in_the_log, lead, volunteer):
    case, other, client = make_case(raised_by=volunteer), make_case(), in_the_log(lead)
    report = case.reports.get()
    following.write_back(report, text="We read it.", by=lead)
    joining.move(report, to=other, by=lead, why="It is about another child.")

    expected = f"{address('incidents:messages', other.code)}#report-{report.uid}"

    assert leads(client, case) == [expected, expected]
    assert f'id="report-{report.uid}"' in client.get(expected).content.decode()


def test_whoever_only_sees_the_case_is_not_led_to_the_copies(in_the_log, lead, volunteer):
    case = make_case()
    expected = a_bit_of_everything(case, lead, volunteer)
    give(case, volunteer, VIEW)

    found = leads(in_the_log(volunteer), case)

    assert sorted(found) == sorted(url for url in expected if "/copies/" not in url)


def test_nobody_is_led_to_a_case_of_which_they_may_not_know(in_the_log, lead, chair):
    case, hidden, seen = make_case(), restricted(), make_case()
    for other in (hidden, seen):
        write(case, "Joined.", by=chair, about=other)

    answer = in_the_log(lead).get(address("incidents:chronology", case.code))

    assert [line.leads_to.url for line in answer.context["lines"] if line.leads_to] == [seen.get_absolute_url()]
    assert hidden.code not in answer.content.decode()


def test_a_person_in_the_case_leads_to_the_people(in_the_log, lead):
    case, client = make_case(), in_the_log(lead)
    party = people.enter(case, by=lead, part="witness", name="Ola")

    [url] = leads(client, case)

    assert f'id="person-{party.uid}"' in client.get(url).content.decode()


def test_the_queries_do_not_grow_with_the_entries(in_the_log, lead, volunteer, django_assert_num_queries):
    case, client = make_case(), in_the_log(lead)
    a_bit_of_everything(case, lead, volunteer)
    leads(client, case)  # the first one notes that it was seen
    with CaptureQueriesContext(connection) as few:
        leads(client, case)
    for day in range(3):
        a_bit_of_everything(case, lead, volunteer)
        tasks_given.give(case, to=volunteer, what=f"Ring {day}", due_on=date(2030, 1, 1) + timedelta(day), by=lead)

    with django_assert_num_queries(len(few)):
        assert len(leads(client, case)) > 20


def test_every_kind_of_record_that_is_told_of_leads_somewhere():
    """A hold stands on the page of the case itself; the rest must be known here."""
    sealed_in_a_case = {
        model._meta.label_lower
        for model in apps.get_app_config("incidents").get_models()
        if hasattr(model, "WORDS") and any(field.name == "case" for field in model._meta.fields)
    }

    known = set(PLACES) | set(LOOKED_UP)

    assert sealed_in_a_case - known == {Entry._meta.label_lower, Hold._meta.label_lower}
