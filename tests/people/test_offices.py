"""Who holds an office is asked often, and read once where a page asks every room."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import RoleHolding
from people.offices import asked_once, first_holders, holders, person_with_user, shared
from people.roles import Role
from safeguard.scoping import acting_for

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def today():
    return timezone.localdate()


def test_it_says_the_same_when_it_is_read_once(chair, lead, trustee, new_person, today):
    gone = new_person("Gone Already", Role.LEAD, left_on=today)
    later = new_person("Not Yet", Role.VOLUNTEER)
    RoleHolding.objects.create(person=later, role=Role.LEAD, starts_on=today + timedelta(days=1))
    asked = [(Role.LEAD,), (Role.CHAIR, Role.TRUSTEE), (Role.COORDINATOR,), ()]

    one_by_one = [holders(*roles, today=today) for roles in asked]
    with asked_once():
        together = [holders(*roles, today=today) for roles in asked]

    assert together == one_by_one == [(lead.pk,), (chair.pk, trustee.pk), (), ()]
    assert gone.pk not in together[0]


def test_it_is_read_with_one_query(lead, chair, today, django_assert_num_queries):
    with asked_once(), django_assert_num_queries(1):
        assert holders(Role.LEAD, today=today) == (lead.pk,)
        assert holders(Role.CHAIR, Role.LEAD, today=today) == (lead.pk, chair.pk)


def test_what_was_read_is_forgotten_afterwards(lead, today):
    with asked_once():
        holders(Role.LEAD, today=today)
    RoleHolding.objects.filter(person=lead).update(ends_on=today - timedelta(days=1))

    assert holders(Role.LEAD, today=today) == ()


def test_what_is_shared_is_asked_once_for_each_organisation_and_each_argument(charity, other_charity):
    asked = []

    @shared
    def question(number):
        asked.append(number)
        return [number]

    with asked_once():
        answers = [question(1), question(1), question(2)]
        with acting_for(other_charity):
            answers.append(question(1))
    question(1)
    question(1)

    assert answers == [[1], [1], [2], [1]]
    assert asked == [1, 2, 1, 1, 1]


def test_nobody_of_another_organisation_is_found_in_what_was_asked_here(lead, other_charity):
    with asked_once():
        here = person_with_user(lead.pk)
        with acting_for(other_charity):
            there = person_with_user(lead.pk)

    assert (here, there) == (lead, None)


def test_the_first_office_that_somebody_holds_answers(lead, chair, today):
    asked = (Role.COORDINATOR, Role.LEAD, Role.CHAIR)

    with asked_once():
        together = first_holders(*asked, today=today)

    assert together == first_holders(*asked, today=today) == (lead.pk,)
    assert first_holders(Role.COORDINATOR, today=today) == ()
