"""While somebody is suspended, what their roles allow is off everywhere at once, and the rest of them stays (RW-46)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from agreements.permissions import OWN as OWN_AGREEMENTS
from audit.models import AuditEvent
from incidents import access
from incidents.models import Routing
from incidents.permissions import RAISE
from incidents.routing import route
from people import services
from people.models import Person, RoleHolding
from people.offices import asked_once, holders
from people.permissions import all_rules, may_fill_the_chair
from people.roles import KEPT_WHILE_PAUSED, TRUSTEES, Role
from people.services.pausing import PauseRefused
from people.services.roles import RoleRefused
from policies.models import Policy
from policies.permissions import READ, can_edit
from rights.permissions import OWN as OWN_DATA
from tests.incidents.factories import make_case

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def paused(person: Person, *, on=None) -> Person:
    return services.pause(person, on=on or TODAY(), by=None)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.mark.clause("RW-46")
@pytest.mark.parametrize("role", sorted(set(Role) - KEPT_WHILE_PAUSED))
def test_no_rule_of_any_room_allows_anything_to_a_paused_role(scope, new_person, role):
    """Every rule but those that are open to visitors answers no."""
    person = paused(new_person("Ada Byron", role))

    allowed = [
        rule for _room, rules in all_rules() for rule in rules if rule.allows(person) and Role.VISITOR not in rule.roles
    ]

    assert allowed == []


@pytest.mark.parametrize("role", sorted(set(Role) - KEPT_WHILE_PAUSED))
def test_what_a_paused_person_keeps(scope, new_person, role):
    """Their own data, their own agreements, the policies, and a way to raise a concern."""
    person = paused(new_person("Ada Byron", role))

    assert [rule.allows(person) for rule in (RAISE, OWN_DATA, OWN_AGREEMENTS, READ)] == [True] * 4


def test_a_parent_who_is_suspended_as_a_volunteer_stays_a_parent(scope, new_person):
    person = paused(new_person("Ada Byron", Role.VOLUNTEER, Role.CARER))

    assert person.roles == {Role.CARER, Role.VISITOR}
    assert Person.objects.holding(Role.CARER).get() == person
    assert Person.objects.holding(Role.VOLUNTEER, Role.CARER).get() == person
    assert not Person.objects.holding(Role.VOLUNTEER).exists()


def test_a_pause_counts_from_its_day(scope, volunteer):
    paused(volunteer, on=TODAY() + DAY)

    assert fresh(volunteer).roles == {Role.VOLUNTEER}
    assert Person.objects.holding(Role.VOLUNTEER).exists()
    assert not Person.objects.holding(Role.VOLUNTEER, on=TODAY() + DAY).exists()


def test_work_lists_and_mails_leave_a_paused_office_out(scope, lead, chair):
    paused(lead)

    with asked_once():
        at_once = holders(Role.LEAD, Role.CHAIR, today=TODAY())

    assert holders(Role.LEAD, Role.CHAIR, today=TODAY()) == at_once == (chair.pk,)
    assert [one.person for one in RoleHolding.objects.today_with_people()] == [chair]
    assert Person.objects.with_roles().get(pk=lead.pk).roles == {Role.VISITOR}


def test_a_paused_lead_sees_and_handles_no_case(scope, lead, chair):
    case = make_case()
    assert access.visible_to(lead).get() == case

    paused(lead)

    assert list(access.visible_to(fresh(lead))) == []
    assert access.handlers(case, TODAY()) == []
    assert route([], today=TODAY()).routing == Routing.TRUSTEES


def test_who_was_let_in_by_name_is_out_while_paused(scope, volunteer):
    case = make_case()
    for right in (access.VIEW, access.WORK):
        assign_perm(right, volunteer.user, case)
    assert access.handlers(case, TODAY()) == [volunteer]

    paused(volunteer)

    assert list(access.visible_to(fresh(volunteer))) == []
    assert access.handlers(case, TODAY()) == []


def test_a_concern_about_a_paused_lead_still_passes_by_the_other_leads(scope, lead, chair, new_person):
    new_person("Siobhan Lee", Role.LEAD)
    paused(lead)

    assert route([fresh(lead)], today=TODAY()).routing == Routing.TRUSTEES


def test_the_owner_of_a_policy_does_nothing_by_it_while_paused(scope, volunteer):
    policy = Policy.objects.create(title="Photographs", slug="photographs", owner=volunteer)
    assert can_edit(volunteer, policy)

    paused(volunteer)

    assert not can_edit(fresh(volunteer), policy)


def test_a_paused_chair_counts_as_no_chair(scope, chair, trustee, new_person):
    paused(chair)

    assert may_fill_the_chair(trustee)
    second = new_person("Una Price", Role.CHAIR)
    with pytest.raises(RoleRefused, match="without a chair"):
        services.end_role(RoleHolding.objects.get(person=second), on=TODAY(), by=trustee)


def test_pages_answer_by_it_at_once_and_the_sign_in_stays(signed_in, charity, scope, lead):
    client = signed_in(lead)
    paused(lead)

    assert client.get(f"/o/{charity.slug}/people/").status_code == 403
    own = client.get(f"/o/{charity.slug}/people/{lead.pk}/")
    assert "Roles are paused from" in own.content.decode()
    assert client.get(f"/o/{charity.slug}/concerns/raise/").status_code in (200, 404)


def test_the_roles_go_on_again(scope, lead):
    paused(lead)

    person = services.unpause(lead, by=None)

    assert person.roles == {Role.LEAD}
    assert [event.verb for event in AuditEvent.objects.order_by("pk")][-2:] == ["roles_paused", "roles_unpaused"]


def test_nothing_is_paused_or_unpaused_twice(scope, lead):
    with pytest.raises(PauseRefused, match="are not paused"):
        services.unpause(lead, by=None)
    paused(lead)
    with pytest.raises(PauseRefused, match="are paused already"):
        paused(lead)


def test_the_board_is_without_who_is_paused(scope, chair, trustee, second_trustee, django_assert_num_queries):
    paused(trustee)

    with django_assert_num_queries(1):
        found = set(Person.objects.on_the_board())
    assert found == {chair, second_trustee}
    assert set(holders(*TRUSTEES, today=TODAY())) == {chair.pk, second_trustee.pk}
