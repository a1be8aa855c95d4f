"""Of those who say who sees a case, nobody takes the others off who is not above them."""

import pytest
from django.urls import reverse

from incidents.access import CLOSE, VIEW, WORK, can
from incidents.models import Case, Routing
from incidents.services import access as services
from people.models import RoleHolding
from people.roles import Role
from safeguard.refusals import Refused
from tests.incidents.factories import make_case

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def deputy(new_person):
    return new_person("Della Deputy", Role.LEAD)


def url(name, *args):
    return reverse(f"incidents:{name}", args=["harbour-lights", *args])


@pytest.fixture
def named(volunteer, coordinator, lead):
    """A case that two people were let in to, each to say who sees it."""
    case = make_case()
    for person in (volunteer, coordinator):
        services.let_in(case, person, rights=[WORK, CLOSE], by=lead)
    return case


@pytest.mark.parametrize("routing", [Routing.LEADS, Routing.NAMED])
@pytest.mark.parametrize("rights", [[], [VIEW, WORK], [CLOSE]])
def test_neither_of_two_who_were_let_in_takes_the_say_from_the_other(named, volunteer, coordinator, routing, rights):
    Case.objects.filter(pk=named.pk).update(routing=routing)

    for by, other in ((volunteer, coordinator), (coordinator, volunteer)):
        with pytest.raises(Refused, match="not above them"):
            services.let_in(named, other, rights=rights, by=by)
        with pytest.raises(Refused, match="not above them"):
            services.put_aside(named, other, by=by)
    assert [can(person, named, CLOSE) for person in (volunteer, coordinator)] == [True, True]


def test_whoever_was_let_in_takes_it_neither_from_the_lead_nor_by_sending_it_elsewhere(named, volunteer, lead):
    with pytest.raises(Refused, match="not above them"):
        services.put_aside(named, lead, by=volunteer)
    for routing in (Routing.TRUSTEES, Routing.NAMED):
        with pytest.raises(Refused, match="not above them"):
            services.reroute(named, routing, by=volunteer)

    named.refresh_from_db()
    assert (named.routing, can(lead, named, CLOSE)) == (Routing.LEADS, True)


def test_the_lead_takes_it_from_whom_they_let_in(named, volunteer, coordinator, lead):
    services.let_in(named, volunteer, rights=[], by=lead)
    services.put_aside(named, coordinator, by=lead)

    assert [can(person, named, VIEW) for person in (volunteer, coordinator)] == [False, False]


def test_whoever_was_let_in_gives_it_away_themself(named, volunteer, coordinator):
    services.let_in(named, volunteer, rights=[WORK], by=volunteer)
    services.step_aside(named, by=coordinator)

    assert [can(person, named, CLOSE) for person in (volunteer, coordinator)] == [False, False]


def test_the_chair_who_was_let_in_is_above_the_lead_and_not_the_other_way_round(named, chair, lead):
    services.let_in(named, chair, rights=[WORK, CLOSE], by=lead)

    with pytest.raises(Refused, match="not above them"):
        services.let_in(named, chair, rights=[], by=lead)
    with pytest.raises(Refused, match="not above them"):
        services.put_aside(named, chair, by=lead)
    services.put_aside(named, lead, by=chair)
    assert [can(person, named, CLOSE) for person in (lead, chair)] == [False, True]


def test_whoever_stands_in_for_the_lead_does_not_take_it_from_the_lead(lead, deputy):
    case = make_case()
    RoleHolding.objects.filter(person=deputy).update(deputy_for=lead)

    with pytest.raises(Refused, match="not above them"):
        services.put_aside(case, lead, by=deputy)
    services.put_aside(case, deputy, by=lead)
    assert not can(deputy, case, VIEW)


def test_the_page_says_why_somebody_cannot_be_kept_away(in_the_log, named, volunteer, coordinator):
    answer = in_the_log(volunteer).post(url("put_aside", named.code), {"person": coordinator.pk})

    assert "says who sees this case, and you are not above them" in answer.content.decode()
    assert can(coordinator, named, CLOSE)
