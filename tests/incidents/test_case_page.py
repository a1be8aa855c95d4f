"""One case at a glance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import VIEW, give, visible_to
from incidents.models import Answer, Part, Referral, Report, ReportMessage, Task
from incidents.services import triage
from incidents.states import CaseStatus
from incidents.verbs import Verb
from organisations.models import AgencyContact, AgencyKind, Settings
from people.models import CareLink
from people.roles import Role
from policies.models import Policy
from safeguard.addresses import address
from tests.incidents.factories import enter, make_case, restricted, write

pytestmark = pytest.mark.usefixtures("scope")

EMERGENCY = {"name": "Police, ambulance, fire", "kind": AgencyKind.EMERGENCY, "purpose": "Danger now", "phone": "999"}
COUNCIL = {
    "name": "Front door of the council",
    "kind": AgencyKind.CHILDREN,
    "purpose": "Worry",
    "phone": "01632 960001",
}


def test_the_first_account_stands_word_for_word_with_when_and_by_whom(in_the_log, lead, volunteer):
    case = make_case("A worry", what="He said:\n“I dont want to go home”", raised_by=volunteer)

    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    assert "He said:<br>“I dont want to go home”" in page
    assert "Vera Lindqvist" in page
    assert "A worry" in page


@pytest.mark.parametrize("part", [Part.VICTIM, Part.WITNESS])
@pytest.mark.parametrize("is_carer", [True, False])
def test_whoever_belongs_to_somebody_in_the_case_is_asked_to_step_aside(
    in_the_log, lead, chair, new_person, part, is_carer
):
    """E-52."""
    ruby, case = new_person("Ruby Whitlock", Role.BENEFICIARY, signs_in=False), make_case()
    tie = {"carer": lead, "cared_for": ruby} if is_carer else {"carer": ruby, "cared_for": lead}
    CareLink.objects.create(**tie, relationship="mother" if is_carer else "child", starts_on="2020-01-01")
    client = in_the_log(lead)
    before = client.get(case.get_absolute_url()).content.decode()
    enter(case, "Ruby Whitlock", part, person=ruby)
    page = client.get(case.get_absolute_url()).content.decode()

    words = "you are entered as theirs: Mother." if is_carer else "is entered as yours: Son or daughter."
    assert ("step aside" in before, f"Ruby Whitlock is in it, and {words}" in page) == (False, True)
    assert f'href="{address("incidents:step_aside", case.code)}">Step aside</a>' in page
    client.post(address("incidents:step_aside", case.code))
    assert (visible_to(lead).exists(), [one.pk for one in visible_to(chair)]) == (False, [case.pk])


def test_a_tie_that_has_ended_or_somebody_who_was_struck_through_asks_nobody(in_the_log, lead, new_person):
    ruby, case = new_person("Ruby Whitlock", Role.BENEFICIARY, signs_in=False), make_case()
    CareLink.objects.create(
        carer=lead, cared_for=ruby, relationship="foster_carer", starts_on="2020-01-01", ends_on="2021-01-01"
    )
    enter(case, "Ruby Whitlock", person=ruby)
    enter(case, "Dana", person=lead, struck_at=timezone.now())

    assert "too close" not in in_the_log(lead).get(case.get_absolute_url()).content.decode()


def test_whoever_is_in_the_case_themself_is_asked_to_step_aside(in_the_log, lead):
    case = make_case()
    answer = in_the_log(lead).post(
        address("incidents:enter_party", case.code), {"part": Part.WITNESS, "name": "Dana Whitlock", "person": lead.pk}
    )
    warned = in_the_log(lead).get(answer.url).content.decode()
    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    assert "Are you too close to somebody in this case?" in warned
    assert "You are entered in it yourself." in page


def test_a_report_without_a_name_says_so(in_the_log, lead):
    case = make_case()

    assert "without a name" in in_the_log(lead).get(case.get_absolute_url()).content.decode()


def test_a_report_in_another_language_says_so(in_the_log, lead):
    case = make_case()
    Report.objects.create(case=case, words={"what": "Nie chcę wracać", "language": "Polish"})

    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    assert "In another language: Polish" in page


def test_reports_of_cases_that_were_joined_stand_there_as_well(in_the_log, lead):
    case = make_case(what="first account")
    other = make_case(what="second account", status=CaseStatus.JOINED, joined_to=case)
    hidden = restricted(what="about the lead", status=CaseStatus.JOINED, joined_to=case)

    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    assert [word in page for word in ("first account", "second account", other.code)] == [True, True, True]
    assert [word in page for word in ("about the lead", hidden.code)] == [False, False]


def test_every_opening_is_on_record_and_the_first_says_that_it_was_seen(in_the_log, lead):
    case = make_case()

    in_the_log(lead).get(case.get_absolute_url())
    in_the_log(lead).get(case.get_absolute_url())

    case.refresh_from_db()
    assert AuditEvent.objects.about(case).filter(verb=Verb.OPENED, actor_id=lead.pk).count() == 2
    assert case.seen_at is not None


def test_danger_shows_the_charitys_numbers(in_the_log, lead):
    AgencyContact.objects.create(**EMERGENCY)
    AgencyContact.objects.create(**COUNCIL)
    case = make_case(danger_now=Answer.YES)

    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    assert "Somebody may be in danger now" in page
    assert ('href="tel:999"' in page, 'href="tel:01632960001"' in page) == (True, True)


def test_a_crime_that_the_police_were_told_of_is_not_asked_about_in_red(in_the_log, lead):
    at = datetime(2026, 3, 10, 14, 5, tzinfo=UTC)
    case = make_case(crime=Answer.YES, danger_now=Answer.NO)
    client = in_the_log(lead)
    before = client.get(case.get_absolute_url()).content.decode()
    Referral.objects.create(case=case, kind=AgencyKind.POLICE, method="phone", referred_at=at, by=lead, words={})

    page = client.get(case.get_absolute_url()).content.decode()

    assert ("It may be a crime: tell the police" in before, "It may be a crime: tell the police" in page) == (
        True,
        False,
    )
    assert "It may be a crime: the police were told on 10 March 2026, 14:05" in page


def test_danger_is_asked_about_until_it_is_over_and_says_when_it_was_told(in_the_log, lead):
    at = datetime(2026, 3, 10, 14, 5, tzinfo=UTC)
    case = make_case(danger_now=Answer.YES)
    Referral.objects.create(case=case, kind=AgencyKind.EMERGENCY, method="phone", referred_at=at, by=lead, words={})

    page = in_the_log(lead).get(case.get_absolute_url()).content.decode()

    assert "Somebody may be in danger now: ring first" in page
    assert "Told on 10 March 2026, 14:05. If it is not over, ring again." in page


def test_what_to_do_next_stands_together_what_is_due_first_in_front(in_the_log, lead, volunteer):
    today, now = timezone.localdate(), timezone.now()
    case = make_case("Next", raised_by=volunteer)
    triage.sort(case, by=lead, types=["neglect"])
    Task.objects.create(case=case, to=volunteer, by=lead, due_on=today - timedelta(days=1), words={"what": "ring"})
    Referral.objects.create(
        case=case, kind=AgencyKind.CHILDREN, method="phone", referred_at=now, by=lead, chase_on=today, words={}
    )
    ReportMessage.objects.create(report=case.reports.get(), from_reporter=True, words={"text": "more"})

    tasks = in_the_log(lead).get(case.get_absolute_url()).context["tasks"]

    titles = [task["title"] for task in tasks]
    assert titles[:2] == ["Read what was written by whoever told us", "Task of Vera Lindqvist"]
    assert "Ask the agency again" in titles
    assert tasks[1]["status"].startswith("Late: ")


def test_people_stand_by_their_part(in_the_log, lead):
    case = make_case()
    enter(case, "Ruby Quill")
    enter(case, "Ken Quill", Part.CARER)

    parts = in_the_log(lead).get(case.get_absolute_url()).context["parts"]

    assert [(part, [row["name"] for row in rows]) for part, rows in parts] == [
        ("Harmed, or at risk of it", ["Ruby Quill"]),
        ("Parent or carer", ["Ken Quill"]),
    ]


def test_who_handles_it_is_seen_and_nobody_owns_it(in_the_log, lead, safeguarding_trustee):
    case = make_case()
    write(case, "Rang.", by=safeguarding_trustee)
    write(case, "Rang again.", by=lead)

    handled_by = in_the_log(lead).get(case.get_absolute_url()).context["handled_by"]

    assert [one["name"] for one in handled_by] == ["Dana Whitlock", "Ruth Ellery"]


def test_whoever_only_sees_it_is_offered_no_work(in_the_log, volunteer):
    case = make_case()
    give(case, volunteer, VIEW)

    client = in_the_log(volunteer)

    assert client.get(case.get_absolute_url()).context["may_work"] is False
    assert client.get(f"{case.get_absolute_url()}sort/").status_code == 403


@pytest.mark.clause("WY-45")
def test_a_kind_of_concern_names_the_policies_under_which_it_is_handled(in_the_log, lead):
    Policy.objects.create(title="Allegations against staff", slug="allegations")
    Policy.objects.create(title="Anti-bullying policy", slug="bullying")
    case = make_case(types=["worker"])

    page = in_the_log(lead).get(case.get_absolute_url())

    found = [(match.label, [str(policy) for policy in rows]) for match, rows in page.context["policies"]]
    assert found == [("Policy on allegations against people who work with us", ["Allegations against staff"])]
    assert "Anti-bullying policy" not in page.content.decode()


@pytest.mark.clause("RW-47")
def test_a_complaint_alone_asks_whether_somebody_should_step_back(in_the_log, lead):
    asked = make_case(types=["complaint_staff"])
    other = make_case(types=["neglect"])
    client = in_the_log(lead)

    pages = [client.get(case.get_absolute_url()).content.decode() for case in (asked, other)]

    assert ["A complaint is enough to ask this" in page for page in pages] == [True, False]


def test_a_charity_that_does_not_ask_about_suspension_is_not_asked(in_the_log, lead):
    Settings.objects.update(prompt_suspension=False)
    case = make_case(types=["complaint_staff"])

    page = in_the_log(lead).get(case.get_absolute_url())

    assert "A complaint is enough to ask this" not in page.content.decode()


def test_a_case_whose_words_were_changed_outside_is_shown_with_a_warning_and_no_words(in_the_log, lead):
    case, other = make_case("One"), make_case("Other")
    type(case).objects.filter(pk=case.pk).update(sealed=other.sealed)

    page = in_the_log(lead).get(case.get_absolute_url())

    assert page.status_code == 200
    assert "changed outside the software" in page.content.decode()


def test_as_many_queries_for_a_long_case_as_for_a_short_one(in_the_log, lead, volunteer):
    case = make_case()

    def fill(count):
        for number in range(count):
            write(case, f"entry {number}", by=lead)
            enter(case, f"Person {number}")
            other = make_case(status=CaseStatus.JOINED, joined_to=case)
            enter(other, "Somebody")
            Task.objects.create(case=case, to=volunteer, by=lead, due_on=timezone.localdate(), words={"what": "ring"})

    fill(1)
    client = in_the_log(lead)
    client.get(case.get_absolute_url())
    with CaptureQueriesContext(connection) as short:
        client.get(case.get_absolute_url())
    fill(4)
    with CaptureQueriesContext(connection) as long:
        client.get(case.get_absolute_url())
    assert len(long) == len(short)
