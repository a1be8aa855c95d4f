"""A suspension: off at once and everywhere, reviewed, and over by a decision (RW-46, BC-45, E-22)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from incidents.access import visible_to
from people import services as people
from people.models import CheckOut, CheckOutKind, Person
from people.offices import holders
from people.permissions import MANAGE_PEOPLE
from people.roles import Role
from safeguard.commitments import State
from safeguard.refusals import Refused
from tests.incidents.factories import make_case
from volunteers.models import ChangeKind, StandingChange, VolunteerStanding
from volunteers.owed import standing as owed
from volunteers.promises import standing as promises
from volunteers.retention import standing as retention
from volunteers.services import standing as services
from volunteers.states import Standing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
REASON = "A parent told us of messages at night."
FORM = {
    "reason": REASON,
    "is_safeguarding": "False",
    "told": "Rung by Dana.",
}


def suspended(person: Person, by: Person, **fields) -> StandingChange:
    given = {"on": TODAY(), "reason": REASON, "review_on": TODAY() + 14 * DAY, "told": "Rung by Dana."} | fields
    return services.suspend(person, by=by, **given)


def url(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def filled(**fields) -> dict[str, str]:
    days = {"on": f"{TODAY():%d/%m/%Y}", "review_on": f"{TODAY() + 14 * DAY:%d/%m/%Y}"}
    return FORM | days | fields


@pytest.mark.clause("RW-46")
@pytest.mark.clause("BC-45")
def test_a_suspension_has_a_date_a_reason_a_concern_and_a_decision(scope, lead, volunteer):
    case = make_case()

    change = suspended(volunteer, lead, case=case)
    services.reinstate(volunteer, by=lead, on=TODAY(), decision="The messages came from somebody else.")

    assert (change.on, change.words["reason"], change.case, change.decided_by) == (TODAY(), REASON, case, lead)
    assert [one.kind for one in StandingChange.objects.all()] == [ChangeKind.SUSPENDED, ChangeKind.REINSTATED]
    assert StandingChange.objects.last().words["decision"] == "The messages came from somebody else."
    assert VolunteerStanding.objects.get().status == Standing.ACTIVE


@pytest.mark.clause("RW-46")
def test_it_switches_off_what_the_roles_allow_and_lists_it(scope, lead, coordinator, chair):
    suspended(coordinator, lead)

    assert not MANAGE_PEOPLE.allows(fresh(coordinator))
    assert holders(Role.COORDINATOR, today=TODAY()) == ()
    check_out = CheckOut.objects.get(person=coordinator, kind=CheckOutKind.SUSPENSION)
    assert [item.title for item in check_out.items.all()] == ["Role: Volunteer coordinator"]
    item = check_out.items.get()
    with pytest.raises(Refused, match="Somebody else confirms"):
        people.confirm(item, by=coordinator)
    people.confirm(item, by=chair)
    assert fresh(coordinator).check_outs.get().closed_at is not None


def test_a_suspended_lead_sees_no_concern(scope, lead, chair):
    make_case()
    suspended(lead, chair)

    assert list(visible_to(fresh(lead))) == []
    assert [item.title for item in CheckOut.objects.get().items.all()] == [
        "Role: Designated safeguarding lead",
        "Handles concerns",
    ]


def test_reinstated_the_roles_go_on_and_what_was_off_is_shown(scope, lead, volunteer, signed_in):
    suspended(volunteer, lead)

    services.reinstate(volunteer, by=lead, on=TODAY(), decision="Cleared up.")

    assert fresh(volunteer).roles == {Role.VOLUNTEER}
    assert not CheckOut.objects.open().exists()
    page = signed_in(lead).get(url("standing", volunteer.pk)).content.decode()
    assert "to be switched on again" in page
    assert "Role: Volunteer" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": DAY}, "from today or from a day before"),
        ({"review_on": 0 * DAY}, "a later day"),
    ],
)
def test_days_that_make_no_sense_are_refused(scope, lead, volunteer, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        suspended(volunteer, lead, **{name: TODAY() + days for name, days in fields.items()})
    assert not VolunteerStanding.objects.exists()


def test_nobody_is_suspended_twice_or_after_they_left(scope, lead, coordinator, volunteer, new_person):
    suspended(volunteer, lead)
    with pytest.raises(Refused, match="is not active"):
        suspended(volunteer, lead)
    gone = new_person("Ada Byron", Role.VOLUNTEER)
    people.leave(gone, on=TODAY() - DAY, by=coordinator)
    with pytest.raises(Refused, match="has left"):
        suspended(gone, lead)


def test_a_review_sets_a_new_day(scope, lead, volunteer):
    suspended(volunteer, lead)

    services.review(volunteer, by=lead, decision="The police have asked us to wait.", review_on=TODAY() + 28 * DAY)

    assert VolunteerStanding.objects.get().review_on == TODAY() + 28 * DAY
    assert StandingChange.objects.last().kind == ChangeKind.REVIEWED


def test_the_end_of_a_service_is_the_last_day_and_begins_the_check_out(scope, lead, volunteer):
    services.end(volunteer, by=lead, on=TODAY(), reason="Moved away")

    gone = fresh(volunteer)
    assert (gone.left_on, gone.roles) == (TODAY(), frozenset())
    assert CheckOut.objects.get(person=volunteer).kind == CheckOutKind.LEAVING
    assert VolunteerStanding.objects.get().status == Standing.ENDED
    with pytest.raises(Refused, match="has ended already"):
        services.end(gone, by=lead, on=TODAY(), reason="Again")


def test_a_parent_whose_service_ends_stays_a_parent(scope, lead, new_person):
    parent = new_person("Ada Byron", Role.VOLUNTEER, Role.CARER)
    suspended(parent, lead)

    services.end(fresh(parent), by=lead, on=TODAY() - DAY, reason="By agreement")

    stays = fresh(parent)
    assert (stays.left_on, stays.paused_from, stays.roles) == (None, None, {Role.CARER})
    assert CheckOut.objects.open().get().kind == CheckOutKind.LEAVING


def test_nothing_of_the_reason_is_in_the_audit(scope, lead, volunteer):
    suspended(volunteer, lead)

    events = str(list(AuditEvent.objects.values()))

    assert "volunteer_suspended" in events
    assert REASON not in events
    assert "Rung by Dana" not in events


# --- What is asked -------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-46")
def test_it_is_asked_for_again_on_its_day_of_those_who_decide(scope, lead, chair, volunteer):
    suspended(volunteer, lead)

    [found] = owed.obligations(today=TODAY())

    assert (found.due_on, set(found.recipients), found.is_closed) == (TODAY() + 14 * DAY, {lead.pk, chair.pk}, True)
    assert "Vera" not in f"{found.title} {found.reason}"
    assert list(owed.obligations(today=TODAY(), person=volunteer.pk)) == []
    assert len(list(owed.obligations(today=TODAY(), person=lead.pk))) == 1


def test_the_light_says_when_one_is_overdue(scope, lead, volunteer):
    def light():
        return next(one for one in promises.commitments(today=TODAY()) if one.key == "volunteers.suspensions")

    assert light().state == State.NEW
    suspended(volunteer, lead)
    assert light().state == State.KEPT
    VolunteerStanding.objects.update(review_on=TODAY() - DAY)
    assert light().state == State.BROKEN


def test_owed_and_promised_cost_the_same_for_many(scope, lead, new_person, django_assert_max_num_queries):
    def ask():
        list(owed.obligations(today=TODAY()))
        list(promises.commitments(today=TODAY()))

    suspended(new_person("P0 Person", Role.VOLUNTEER), lead, is_safeguarding=True)
    with django_assert_max_num_queries(30) as few:
        ask()
    for number in range(1, 5):
        suspended(new_person(f"P{number} Person", Role.VOLUNTEER), lead, is_safeguarding=True)

    with django_assert_max_num_queries(len(few)):
        ask()


# --- The pages -----------------------------------------------------------------------------------------------------


def test_the_lead_suspends_with_one_form_and_is_led_to_the_list(scope, lead, volunteer, signed_in):
    client = signed_in(lead)

    answer = client.post(url("suspend", volunteer.pk), filled())

    assert answer.url == url("standing", volunteer.pk)
    page = client.get(answer.url).content.decode()
    assert "What is switched off" in page
    assert reverse("people:check_out", args=["harbour-lights", volunteer.pk]) in page


def test_two_clicks_make_one_suspension(scope, lead, volunteer, signed_in):
    client = signed_in(lead)
    client.post(url("suspend", volunteer.pk), filled())
    again = client.post(url("suspend", volunteer.pk), filled())

    assert (again.status_code, again.headers["Location"]) == (302, url("standing", volunteer.pk))
    assert StandingChange.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("on", "1/1/2090", "This day is still to come. Enter today, or a day before."),
        ("review_on", "1/1/2020", "Enter a day within the next twelve months."),
        ("reason", "", "Answer this question."),
        ("reason", "x" * 4001, "4000"),
        ("reason", "\x00", "Null characters"),
        ("is_safeguarding", "", "Answer this question."),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_words(scope, lead, volunteer, signed_in, field, value, sentence):
    page = signed_in(lead).post(url("suspend", volunteer.pk), filled(**{field: value}))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Rung by Dana." in page.content.decode()
    assert not VolunteerStanding.objects.exists()


def test_reviewing_reinstating_and_ending_on_their_pages(scope, lead, volunteer, signed_in):
    client, today = signed_in(lead), f"{TODAY():%d/%m/%Y}"
    client.post(url("suspend", volunteer.pk), filled())
    client.post(
        url("review_suspension", volunteer.pk), {"decision": "Not clear yet.", "review_on": filled()["review_on"]}
    )
    client.post(url("reinstate", volunteer.pk), {"on": today, "decision": "Cleared up."})
    client.post(url("end_service", volunteer.pk), {"on": today, "reason": "Moved away", "is_safeguarding": "False"})

    assert [one.kind for one in StandingChange.objects.order_by("pk")] == [
        *(ChangeKind.SUSPENDED, ChangeKind.REVIEWED, ChangeKind.REINSTATED, ChangeKind.ENDED)
    ]


def test_the_concern_is_chosen_from_those_that_one_sees(scope, lead, volunteer, signed_in):
    case = make_case("Messages at night")
    client = signed_in(lead)
    assert f"{case.code}: Messages at night" in client.get(url("suspend", volunteer.pk)).content.decode()

    client.post(url("suspend", volunteer.pk), filled(case=case.code))

    assert StandingChange.objects.get().case == case


# --- The end of the record -----------------------------------------------------------------------------------------


def test_the_words_are_destroyed_at_the_end_and_the_fact_stays(scope, lead, volunteer, signed_in):
    suspended(volunteer, lead)
    services.end(volunteer, by=lead, on=TODAY(), reason="By agreement")
    rule = next(one for one in retention.RULES if one.model == "volunteers.StandingChange")

    assert rule.over(TODAY() - DAY).count() == 0
    assert rule.shred(rule.over(TODAY())) == 2
    assert rule.shred(rule.over(TODAY())) == 0
    page = signed_in(lead).get(url("standing", volunteer.pk)).content.decode()
    assert (REASON in page, "Destroyed at the end of its time." in page) == (False, True)


def test_only_those_who_decide_know_of_the_rows(scope, lead, coordinator, volunteer):
    change = suspended(volunteer, lead)
    rule = next(one for one in retention.RULES if one.model == "volunteers.StandingChange")

    assert list(rule.seen_by(lead)) == [change]
    assert list(rule.seen_by(coordinator)) == []
    assert rule.deciders(change, TODAY()) == [lead.pk]
