"""Whoever a concern is about is not the one who is told of it."""

from datetime import date

import pytest

from incidents.models import AsideReason, Routing
from incidents.routing import holders_of, route
from people.roles import Role

pytestmark = pytest.mark.usefixtures("scope")

TODAY = date(2026, 11, 21)


def routing(*concerned, close=()):
    return route(concerned, close, today=TODAY).routing


def test_a_concern_about_nobody_here_goes_to_the_leads(lead, chair):
    assert route([], today=TODAY).routing == Routing.LEADS
    assert route([], today=TODAY).aside == ()


def test_about_a_volunteer_it_goes_to_the_leads_and_the_volunteer_is_aside(lead, chair, volunteer):
    found = route([volunteer], today=TODAY)

    assert (found.routing, found.aside) == (Routing.LEADS, ((volunteer, AsideReason.NAMED),))


def test_about_the_lead_or_a_deputy_no_lead_sees_it(lead, chair, new_person):
    deputy = new_person("Della Deputy", Role.LEAD)

    assert routing(lead) == routing(deputy) == Routing.TRUSTEES


def test_about_somebody_close_to_the_lead_no_lead_sees_it(lead, chair, volunteer):
    found = route([volunteer], [lead], today=TODAY)

    assert found.routing == Routing.TRUSTEES
    assert dict(found.aside) == {volunteer: AsideReason.NAMED, lead: AsideReason.CLOSE}


def test_about_the_chair_it_stays_with_the_lead_and_the_chair_is_aside(lead, chair):
    found = route([chair], today=TODAY)

    assert (found.routing, found.aside) == (Routing.LEADS, ((chair, AsideReason.NAMED),))


def test_about_lead_and_chair_the_safeguarding_trustee_has_it(lead, chair, safeguarding_trustee):
    assert routing(lead, chair) == Routing.TRUSTEES


def test_about_all_of_them_only_agencies_outside_are_left(lead, chair, safeguarding_trustee):
    """E-53."""
    found = route([lead, chair, safeguarding_trustee], today=TODAY)

    assert found.routing == Routing.NAMED
    assert found.reaches_nobody


def test_about_the_lead_where_the_offices_above_are_vacant_nobody_is_left(lead, trustee):
    assert routing(lead) == Routing.NAMED


def test_without_a_lead_it_goes_to_the_trustees_and_without_them_to_nobody(chair, volunteer):
    assert routing() == Routing.TRUSTEES
    assert routing(chair) == Routing.NAMED


def test_a_chair_who_is_also_lead_does_not_get_what_is_about_another_lead(lead, new_person):
    new_person("Both Offices", Role.LEAD, Role.CHAIR)

    assert routing(lead) == Routing.NAMED


def test_the_administrator_is_put_aside_like_anybody(lead, administrator):
    """E-54."""
    assert route([administrator], today=TODAY).aside == ((administrator, AsideReason.NAMED),)


def test_a_lead_without_a_sign_in_counts_only_where_nobody_else_can_be_reached(new_person):
    new_person("No Sign-in", Role.LEAD, signs_in=False)
    assert routing() == Routing.LEADS

    new_person("With Sign-in", Role.CHAIR)
    assert routing() == Routing.TRUSTEES


def test_whoever_knows_only_the_office_means_everybody_who_holds_it(lead, chair, new_person):
    deputy = new_person("Della Deputy", Role.LEAD)

    assert holders_of(Role.LEAD, today=TODAY) == [lead, deputy]
    assert routing(*holders_of(Role.LEAD, today=TODAY)) == Routing.TRUSTEES


def test_the_way_takes_the_same_queries_for_one_lead_and_for_three(lead, chair, new_person, django_assert_num_queries):
    with django_assert_num_queries(1):
        routing(lead)
    for name in ("Second Deputy", "Third Deputy"):
        new_person(name, Role.LEAD)
    with django_assert_num_queries(1):
        routing(lead)
