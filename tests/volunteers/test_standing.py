"""Where a volunteer stands: who sees it, who decides, and what stays on record (RW-46, E-20, E-21)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.models import Part
from people import services as people
from people.models import CareLink, Person, Relationship
from people.roles import Role
from rights.permissions import OWN
from safeguard.refusals import Refused
from tests.incidents.factories import enter, make_case
from volunteers import personal_data, standings
from volunteers.deciding import deciders
from volunteers.models import ChangeKind, StandingChange, VolunteerStanding
from volunteers.permissions import SUSPEND, may_suspend
from volunteers.person_links import links
from volunteers.services import standing as services
from volunteers.states import Standing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
REASON = "A parent told us of messages at night."


def suspended(person: Person, by: Person, **fields) -> StandingChange:
    given = {"on": TODAY(), "reason": REASON, "review_on": TODAY() + 14 * DAY, "told": "Rung by Dana."} | fields
    return services.suspend(person, by=by, **given)


def url(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


# --- Beginning, and beginning anew ---------------------------------------------------------------------------------


def test_who_is_taken_on_is_active_and_two_clicks_make_one(scope, lead, volunteer):
    services.activate(volunteer, on=date(2026, 3, 1), by=lead)
    standing = services.activate(volunteer, on=date(2026, 3, 2), by=lead)

    assert (standing.status, standing.since) == (Standing.ACTIVE, date(2026, 3, 1))
    assert [change.kind for change in StandingChange.objects.all()] == [ChangeKind.ACTIVATED]


def test_nobody_becomes_active_by_being_taken_on_while_suspended(scope, lead, volunteer):
    suspended(volunteer, lead)

    with pytest.raises(Refused, match="is suspended"):
        services.activate(volunteer, on=TODAY(), by=lead)


def test_who_comes_back_begins_anew_and_the_history_stays(scope, lead, coordinator, volunteer):
    """E-21: nothing is revived, and the earlier suspension is not forgotten."""
    suspended(volunteer, lead)
    services.end(volunteer, by=lead, on=TODAY(), reason="By agreement")

    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)
    assert (back.roles, back.paused_from) == (frozenset(), None)
    assert VolunteerStanding.objects.get().status == Standing.ENDED

    services.activate(back, on=TODAY(), by=coordinator)
    assert VolunteerStanding.objects.get().status == Standing.ACTIVE
    kinds = [change.kind for change in StandingChange.objects.order_by("pk")]
    assert kinds == [ChangeKind.SUSPENDED, ChangeKind.ENDED, ChangeKind.ACTIVATED]


def test_who_comes_back_while_suspended_stays_suspended(scope, lead, coordinator, volunteer):
    suspended(volunteer, lead)
    people.leave(volunteer, on=TODAY(), by=coordinator)

    back = people.rejoin(volunteer, on=TODAY(), by=coordinator)
    people.give_role(back, role=Role.VOLUNTEER, by=coordinator)

    assert fresh(back).roles == {Role.VISITOR}


def test_the_history_is_never_changed(scope, lead, volunteer):
    change = suspended(volunteer, lead)

    with pytest.raises(DatabaseError), transaction.atomic():
        StandingChange.objects.filter(pk=change.pk).order_by()._raw_delete("default")


# --- Who decides ---------------------------------------------------------------------------------------------------


def test_who_may_decide_about_whom(
    scope, chair, trustee, safeguarding_trustee, lead, coordinator, administrator, volunteer
):
    """About an office holder the chair, about the chair the safeguarding trustee, never about oneself."""
    everybody = [chair, trustee, safeguarding_trustee, lead, coordinator, administrator, volunteer]
    expected = {
        volunteer: {chair, safeguarding_trustee, lead},
        coordinator: {chair, safeguarding_trustee, lead},
        lead: {chair},
        administrator: {chair},
        trustee: {chair},
        safeguarding_trustee: {chair},
        chair: {safeguarding_trustee},
    }

    assert {who: {by for by in everybody if may_suspend(by, who)} for who in everybody} == expected
    at_once = deciders([one.pk for one in everybody], TODAY())
    assert {fresh(who): set(at_once[who.pk]) for who in everybody} == {
        who: {by.pk for by in found} for who, found in expected.items()
    }


def test_nobody_decides_about_their_own_family(scope, lead, chair, volunteer, new_person):
    """E-20: the volunteer and the lead look after the same child."""
    child = new_person("Ben Osei", Role.BENEFICIARY, signs_in=False)
    for carer in (lead, volunteer):
        CareLink.objects.create(cared_for=child, carer=carer, relationship=Relationship.PARENT)

    assert not may_suspend(lead, volunteer)
    assert deciders([volunteer.pk], TODAY()) == {volunteer.pk: (chair.pk,)}
    with pytest.raises(Refused, match="cannot decide this"):
        suspended(volunteer, lead)


def test_the_office_counts_also_while_it_is_paused(scope, lead, chair, safeguarding_trustee, new_person):
    suspended(lead, chair)

    assert not may_suspend(safeguarding_trustee, fresh(lead))
    assert may_suspend(chair, fresh(lead))


def test_whoever_decides_is_constant_in_queries(scope, lead, new_person, django_assert_num_queries):
    many = [new_person(f"P{n} Person", Role.VOLUNTEER).pk for n in range(6)]
    with django_assert_num_queries(5):
        deciders(many[:1], TODAY())
    with django_assert_num_queries(5):
        deciders(many, TODAY())


# --- Who sees ------------------------------------------------------------------------------------------------------


def test_the_coordinator_sees_the_status_and_never_the_reason(scope, lead, coordinator, volunteer, signed_in):
    suspended(volunteer, lead)

    by_coordinator = signed_in(coordinator).get(url("standing", volunteer.pk)).content.decode()
    assert "Suspended" in by_coordinator
    assert REASON not in by_coordinator
    assert "Rung by Dana" not in by_coordinator
    by_lead = signed_in(lead).get(url("standing", volunteer.pk)).content.decode()
    assert REASON in by_lead
    assert "A suspension is no finding" in by_lead


def test_a_linked_concern_is_shown_only_to_those_who_see_it(scope, lead, chair, volunteer, signed_in):
    case = make_case("Messages at night")
    suspended(volunteer, lead, case=case)

    by_lead = signed_in(lead).get(url("standing", volunteer.pk)).content.decode()
    assert case.code in by_lead
    by_chair = signed_in(chair).get(url("standing", volunteer.pk)).content.decode()
    assert case.code not in by_chair
    assert REASON not in by_chair
    assert "a record that you do not see" in by_chair


def test_only_a_concern_that_one_sees_can_be_chosen(scope, chair, volunteer):
    with pytest.raises(Refused, match="a concern that you see"):
        suspended(volunteer, chair, case=make_case())


def test_a_line_manager_sees_the_people_they_lead(scope, lead, volunteer, new_person, signed_in):
    manager = new_person("Helen Marsh", Role.LINE_MANAGER)
    led = new_person("Ada Byron", Role.VOLUNTEER, line_manager=manager)

    page = signed_in(manager).get(url("standings")).content.decode()

    assert "Ada Byron" in page
    assert "Vera Lindqvist" not in page
    assert signed_in(manager).get(url("standing", led.pk)).status_code == 200
    assert signed_in(manager).get(url("standing", volunteer.pk)).status_code == 404


PLACES = ["standing", "suspend", "review_suspension", "reinstate", "end_service", "earlier", "ask_barring", "issued"]


@pytest.mark.parametrize("name", PLACES)
def test_a_colleague_is_told_whom_to_ask_and_a_stranger_nothing(
    scope, name, lead, volunteer, stranger, new_person, signed_in
):
    other = new_person("Ada Byron", Role.VOLUNTEER)

    assert signed_in(volunteer).get(url(name, other.pk)).status_code == 403
    assert signed_in(stranger).get(url(name, other.pk)).status_code == 404
    assert signed_in(lead).get(url(name, 2**62)).status_code == 404


def test_earlier_times_are_for_the_lead_alone(scope, lead, chair, coordinator, volunteer, signed_in):
    """E-21: the concerns, as far as the lead sees them, and the reasons of then."""
    case = make_case("Messages at night")
    enter(case, "Vera Lindqvist", Part.CONCERN, person=volunteer)
    suspended(volunteer, lead, case=case)
    services.end(volunteer, by=lead, on=TODAY(), reason="By agreement")

    page = signed_in(lead).get(url("earlier", volunteer.pk)).content.decode()

    assert (case.code in page, REASON in page) == (True, True)
    assert [signed_in(one).get(url("earlier", volunteer.pk)).status_code for one in (chair, coordinator)] == [403, 403]


def test_ones_own_standing_is_on_ones_own_page(scope, lead, signed_in):
    assert signed_in(lead).get(url("standing", lead.pk)).url == url("mine")
    assert signed_in(lead).get(url("suspend", lead.pk)).status_code == 403


def test_the_person_reads_in_their_data_what_they_were_told_and_no_reason(scope, lead, volunteer):
    suspended(volunteer, lead)

    words = str([fact.value for part in personal_data.about(volunteer) for one in part.records for fact in one.facts])

    assert "Rung by Dana." in words
    assert REASON not in words
    assert OWN.allows(fresh(volunteer))


def test_the_page_of_a_person_leads_there(scope, coordinator, volunteer, administrator):
    assert {link.url for link in links(volunteer, coordinator)} >= {
        url("standing", volunteer.pk),
        url("issued", volunteer.pk),
    }
    assert url("standing", volunteer.pk) not in {link.url for link in links(volunteer, administrator)}


# --- The list ------------------------------------------------------------------------------------------------------


def test_the_list_shows_everybody_who_serves_and_filters(scope, lead, volunteer, new_person, signed_in):
    new_person("Ben Osei", Role.BENEFICIARY, signs_in=False)
    ada = new_person("Ada Byron", Role.VOLUNTEER)
    suspended(ada, lead)

    def names(**query):
        rows = signed_in(lead).get(url("standings"), query).context["rows"]
        return [(person.name, where.status) for person, where in rows]

    assert names() == [
        ("Ada Byron", Standing.SUSPENDED),
        ("Dana Whitlock", Standing.ACTIVE),
        ("Vera Lindqvist", Standing.ACTIVE),
    ]
    assert names(status="suspended") == [("Ada Byron", Standing.SUSPENDED)]
    assert names(status="active", q="vera") == [("Vera Lindqvist", Standing.ACTIVE)]
    assert names(status="nonsense\x00") == names()


def test_the_list_costs_the_same_for_one_and_for_many(
    scope, lead, new_person, signed_in, django_assert_max_num_queries
):
    client = signed_in(lead)
    client.get(url("standings"))
    with django_assert_max_num_queries(40) as few:
        client.get(url("standings"))
    for number in range(8):
        services.activate(new_person(f"P{number} Person", Role.VOLUNTEER), on=TODAY(), by=lead)

    with django_assert_max_num_queries(len(few)):
        client.get(url("standings"))


def test_a_complaint_asks_about_suspension_those_who_see_it(scope, lead, chair, volunteer, signed_in):
    case = make_case(types=["complaint_staff"])
    enter(case, "Vera Lindqvist", Part.CONCERN, person=volunteer, works_here=True)

    assert [(one.person, one.case) for one in standings.to_consider(lead)] == [(volunteer, case)]
    assert standings.to_consider(chair) == []
    assert "Think about suspension: Vera Lindqvist" in signed_in(lead).get(url("standings")).content.decode()
    assert SUSPEND.allows(chair)

    suspended(volunteer, lead, case=case)
    assert standings.to_consider(lead) == []
