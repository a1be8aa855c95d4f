"""A position for somebody who was here before anybody applied through a link, and its last day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.roles import Role
from safeguard.refusals import Refused
from tests.volunteers import factories
from volunteers.models import Placement, RequiredCheck
from volunteers.services import placing, vetting

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def url(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def regulated(**fields):
    club = factories.position("Club helper", is_regulated=True, **fields)
    RequiredCheck.objects.create(position=club, kind="dbs_enhanced_children", starts_on=TODAY() - 90 * DAY)
    return club


def test_whoever_is_here_is_given_a_position_on_its_page(scope, signed_in, coordinator, volunteer):
    club = factories.position("Club helper")
    client, page = signed_in(coordinator), url("placements", volunteer.pk)
    assert page in client.get(volunteer.get_absolute_url()).content.decode()
    began = TODAY() - 30 * DAY
    sent = {"position": club.pk, "starts_on": f"{began:%-d %-m %Y}"}

    assert [client.post(page, sent).status_code for _click in range(2)] == [302, 302]

    placed = Placement.objects.get()
    assert (placed.person, placed.position, placed.starts_on) == (volunteer, club, began)
    assert "Club helper" in client.get(page).content.decode()


def test_what_the_position_asks_for_is_missing_from_then_on(scope, coordinator, volunteer):
    assert not vetting.summary_of([volunteer.pk], TODAY())[volunteer.pk].is_missing

    placing.place(volunteer, regulated(), starts_on=TODAY() - DAY, by=coordinator)

    assert vetting.summary_of([volunteer.pk], TODAY())[volunteer.pk].is_missing


def test_regulated_work_begins_only_once_the_check_is_there(scope, signed_in, coordinator, volunteer):
    club = regulated()
    sent = {"position": club.pk, "starts_on": f"{TODAY():%-d %-m %Y}"}

    page = signed_in(coordinator).post(url("placements", volunteer.pk), sent).content.decode()

    assert "This is regulated work, and they begin once the check is there." in page
    assert not Placement.objects.exists()


def test_who_is_too_young_or_had_not_joined_is_refused(scope, coordinator, new_person):
    young = new_person("Ada Byron", Role.VOLUNTEER, date_of_birth=TODAY() - 15 * 365 * DAY)
    with pytest.raises(Refused, match="are 16 or older"):
        placing.place(young, factories.position(), starts_on=TODAY(), by=coordinator)
    with pytest.raises(Refused, match="They joined later"):
        placing.place(young, factories.position("Cook"), starts_on=young.joined_on - DAY, by=coordinator)


def test_the_last_day_in_it_is_recorded_once(scope, signed_in, coordinator, volunteer):
    placed = placing.place(volunteer, factories.position(), starts_on=TODAY() - 30 * DAY, by=coordinator)
    client, page = signed_in(coordinator), url("end_placement", volunteer.pk, placed.pk)
    early = client.post(page, {"on": f"{TODAY() - 40 * DAY:%-d %-m %Y}"})
    assert "They began later than that." in early.content.decode()

    client.post(page, {"on": f"{TODAY() - 2 * DAY:%-d %-m %Y}"})

    placed.refresh_from_db()
    assert placed.ends_on == TODAY() - 2 * DAY
    assert client.get(page).status_code == 404


def test_nobody_gives_themself_or_their_family_a_position(scope, signed_in, coordinator, volunteer, stranger):
    club = factories.position()
    with pytest.raises(Refused, match="A colleague does it"):
        placing.place(coordinator, club, starts_on=TODAY(), by=coordinator)
    assert signed_in(coordinator).get(url("placements", coordinator.pk)).status_code == 403
    assert signed_in(volunteer).get(url("placements", coordinator.pk)).status_code == 403
    assert signed_in(coordinator).get(url("placements", stranger.pk)).status_code == 404
