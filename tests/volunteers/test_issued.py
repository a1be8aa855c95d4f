"""Keys, devices and documents: handed out, taken back, and on the check-out until then (E-22)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people import services as people
from people.models import CheckOutItem, Person
from people.roles import Role
from people.services.check_outs import CheckOutRefused
from safeguard.commitments import State
from safeguard.handovers import all_handovers
from safeguard.refusals import Refused
from volunteers.models import Issued
from volunteers.promises import standing as promises
from volunteers.services import issuing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def key_to(person: Person, by: Person, **fields) -> Issued:
    given = {"kind": "key", "what": "Key to the hall", "number": "7", "issued_on": TODAY()} | fields
    return issuing.hand_out(person, by=by, **given)


def url(name: str, *args) -> str:
    return reverse(f"volunteers:{name}", args=["harbour-lights", *args])


def test_two_clicks_hand_out_one_key(scope, coordinator, volunteer):
    assert key_to(volunteer, coordinator) == key_to(volunteer, coordinator)
    assert Issued.objects.count() == 1


def test_it_comes_back_once_and_not_before_it_was_handed_out(scope, coordinator, lead, volunteer):
    key = key_to(volunteer, coordinator)
    with pytest.raises(Refused, match="between the day"):
        issuing.take_back(key, by=lead, returned_on=TODAY() - DAY)

    back = issuing.take_back(key, by=lead, returned_on=TODAY())

    assert (back.returned_on, back.returned_to) == (TODAY(), lead)
    with pytest.raises(Refused, match="came back already"):
        issuing.take_back(key, by=lead, returned_on=TODAY())


def test_nobody_hands_out_to_themself_or_beyond_their_team(scope, coordinator, volunteer, new_person):
    manager = new_person("Helen Marsh", Role.LINE_MANAGER)
    led = new_person("Ada Byron", Role.VOLUNTEER, line_manager=manager)

    assert key_to(led, manager).issued_by == manager
    for by, person in ((manager, volunteer), (coordinator, coordinator), (volunteer, led)):
        with pytest.raises(Refused, match="Somebody else notes this"):
            key_to(person, by)


def test_a_key_is_on_the_check_out_until_it_came_back(scope, coordinator, lead, volunteer):
    key = key_to(volunteer, coordinator)
    people.leave(volunteer, on=TODAY(), by=coordinator)
    item = CheckOutItem.objects.get(key=f"volunteers.issued:{key.pk}")
    assert item.title == "To be given back: Key to the hall (7)"
    with pytest.raises(CheckOutRefused, match="still in the hands"):
        people.confirm(item, by=lead)

    issuing.take_back(key, by=lead, returned_on=TODAY())

    assert people.confirm(item, by=lead).done_by == lead
    with pytest.raises(Refused, match="has left"):
        key_to(volunteer, coordinator)


def test_things_stay_with_somebody_who_is_only_suspended(scope, coordinator, volunteer):
    key_to(volunteer, coordinator)

    assert [one.title for one in all_handovers(volunteer) if one.at_suspension] == ["Role: Volunteer"]


def test_the_light_says_whether_somebody_who_left_still_has_something(scope, coordinator, lead, volunteer):
    def light():
        return next(one for one in promises.commitments(today=TODAY()) if one.key == "volunteers.given_back")

    assert light().state == State.NEW
    key = key_to(volunteer, coordinator)
    assert light().state == State.KEPT
    people.leave(volunteer, on=TODAY(), by=coordinator)
    assert light().state == State.AT_RISK
    issuing.take_back(key, by=lead, returned_on=TODAY())
    assert light().state == State.KEPT


def test_the_pages(scope, coordinator, volunteer, stranger, signed_in):
    client = signed_in(coordinator)
    form = {"kind": "device", "what": "Club phone", "number": "07700 900500", "issued_on": f"{TODAY():%d/%m/%Y}"}

    client.post(url("issued", volunteer.pk), form)

    thing = Issued.objects.get()
    assert "Club phone" in client.get(url("issued", volunteer.pk)).content.decode()
    client.post(url("take_back", volunteer.pk, thing.pk), {"returned_on": f"{TODAY():%d/%m/%Y}"})
    assert "This person has nothing of ours." in client.get(url("issued", volunteer.pk)).content.decode()
    assert client.get(url("take_back", coordinator.pk, thing.pk)).status_code == 403
    assert signed_in(volunteer).get(url("issued", volunteer.pk)).status_code == 403
    assert signed_in(stranger).get(url("take_back", volunteer.pk, thing.pk)).status_code == 404


def test_many_things_cost_no_more_queries(scope, coordinator, volunteer, signed_in, django_assert_max_num_queries):
    client = signed_in(coordinator)
    client.get(url("issued", volunteer.pk))
    with django_assert_max_num_queries(40) as few:
        client.get(url("issued", volunteer.pk))
    for number in range(6):
        key_to(volunteer, coordinator, number=str(number))

    with django_assert_max_num_queries(len(few)):
        client.get(url("issued", volunteer.pk))
