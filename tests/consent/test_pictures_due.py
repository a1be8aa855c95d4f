"""What falls due about pictures, and what the charity can be held to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consent.models import Device, Picture
from consent.owed.pictures import obligations
from consent.permissions import can_confirm_removal
from consent.promises.pictures import commitments
from consent.services import pictures
from organisations.models import Settings
from people.roles import Role
from safeguard.commitments import State
from safeguard.obligations import Obligation
from tests.consent.factories import a_child

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def manager(new_person):
    return new_person("Helen Marsh", Role.LINE_MANAGER)


@pytest.fixture
def taker(new_person, manager):
    return new_person("Amir Siddiqui", Role.STAFF, line_manager=manager)


def logged(by, *, days_ago: int = 1, **details) -> Picture:
    given = {"what": f"The shed {days_ago}", "how_many": 1, "is_film": False, "device": Device.OWN_CAMERA}
    taken_at = timezone.now() - timedelta(days=days_ago)
    return pictures.log(by=by, taker=by, taken_at=taken_at, **(given | details))


def owed(**asked) -> list[Obligation]:
    return list(obligations(**({"today": timezone.localdate()} | asked)))


def kept_now(picture: Picture, *, by) -> Picture:
    return pictures.uploaded([picture], by=by, to="The office drive", at=timezone.now())[0]


@pytest.mark.clause("WR-34")
def test_the_taker_is_asked_once_for_all_uploads_that_wait_and_the_line_manager_is_told_later(taker, manager):
    logged(taker, days_ago=9)
    logged(taker, days_ago=3)

    (found,) = owed()

    assert (found.key, found.recipients, found.escalate_to) == (
        f"consent.pictures_upload:{taker.pk}",
        (taker.pk,),
        (manager.pk,),
    )
    assert found.due_on == timezone.localdate(timezone.now() - timedelta(days=7))  # nine days ago and 48 hours
    assert found.reason == "2 lines of the picture log wait."


def test_nobody_is_asked_before_the_day_before(taker):
    Settings.objects.update(photo_upload_hours=24 * 10)
    logged(taker)

    assert owed() == []


@pytest.mark.clause("WR-35")
def test_the_taker_is_asked_until_they_confirm_that_nothing_is_left(taker, manager):
    picture = kept_now(logged(taker), by=taker)

    (found,) = owed()
    assert (found.key, found.recipients, found.escalate_to) == (
        f"consent.pictures_remove:{taker.pk}",
        (taker.pk,),
        (manager.pk,),
    )
    assert found.due_on == timezone.localdate() + timedelta(days=1)
    assert found.schedule.repeat_at_most is None  # as long as it is due

    pictures.removed([picture], by=taker)
    assert owed() == []


def test_the_charitys_own_camera_is_done_with_the_upload(taker):
    kept_now(logged(taker, device=Device.CHARITY_CAMERA), by=taker)

    assert owed() == []


def test_for_somebody_who_is_suspended_the_line_manager_is_asked(taker, manager):
    picture = logged(taker, days_ago=9)
    taker.paused_from = timezone.localdate()
    taker.save()

    (found,) = owed(person=manager.pk)

    assert found.recipients == (manager.pk,)
    assert [can_confirm_removal(one, picture) for one in (manager, taker)] == [True, False]


def test_for_somebody_who_has_gone_the_line_manager_is_asked(taker, manager):
    picture = logged(taker, days_ago=9)
    taker.left_on = timezone.localdate()
    taker.save()

    (found,) = owed(person=manager.pk)

    assert found.recipients == (manager.pk,)
    assert found.url.endswith(f"/consent/pictures/uploaded/?picture={picture.pk}")


@pytest.mark.clause("WR-33")
def test_the_line_manager_and_the_lead_are_told_of_a_picture_in_spite_of_a_rule(taker, manager, lead):
    logged(taker, device=Device.OWN_PHONE, exception="The camera was broken.")

    (found,) = [one for one in owed() if one.key.startswith("consent.picture_exception")]

    assert set(found.recipients) == {manager.pk, lead.pk}
    assert "camera was broken" not in found.title + found.reason


def test_who_is_told_has_two_weeks(taker, lead):
    picture = logged(taker, device=Device.OWN_PHONE, exception="The camera was broken.")
    Picture.objects.filter(pk=picture.pk).update(logged_at=timezone.now() - timedelta(days=15))

    assert [one for one in owed() if one.key.startswith("consent.picture_exception")] == []


def test_each_person_is_told_only_their_own(taker, volunteer, lead):
    logged(taker, days_ago=9)
    logged(volunteer, days_ago=9)

    assert [one.recipients for one in owed(person=volunteer.pk)] == [(volunteer.pk,)]
    assert owed(person=lead.pk) == []


def test_what_goes_into_mails_names_nobody(taker, lead):
    child = a_child("Mia Turner", date(2022, 5, 4))
    logged(taker, days_ago=9, what="Mia Turner asleep", device=Device.OWN_PHONE, people=[child], exception="Mia fell.")

    words = " ".join(f"{one.title} {one.reason} {one.action}" for one in owed())

    assert "Mia" not in words


@pytest.mark.parametrize("count", [1, 4])
def test_what_is_owed_takes_the_same_queries_for_one_line_and_for_four(taker, lead, count, django_assert_num_queries):
    for number in range(count):
        logged(taker, days_ago=9 + number, device=Device.OWN_PHONE, exception="The camera was broken.")

    with django_assert_num_queries(4):
        owed()


# Promises -----------------------------------------------------------------------------------------------------------


def light(key: str):
    return {one.key: one for one in commitments(today=timezone.localdate())}[f"consent.pictures_{key}"]


def test_without_pictures_there_is_nothing_to_judge(scope):
    assert {one.state for one in commitments(today=timezone.localdate())} == {State.NEW}


@pytest.mark.clause("WR-34")
def test_a_late_upload_breaks_the_promise(taker):
    Settings.objects.update(photo_storage="The office drive")
    picture = logged(taker)
    assert (light("uploaded").state, light("uploaded").number, light("uploaded").of) == (State.KEPT, 1, 1)

    Picture.objects.update(upload_due_at=timezone.now() - timedelta(hours=1))
    assert (light("uploaded").state, light("uploaded").number) == (State.BROKEN, 0)

    kept_now(picture, by=taker)
    assert light("uploaded").state == State.KEPT


@pytest.mark.clause("WR-36")
def test_a_charity_that_has_not_said_where_to_upload_is_reminded(taker):
    Settings.objects.update(photo_storage="")
    logged(taker)

    assert light("uploaded").state == State.AT_RISK


@pytest.mark.clause("WR-35")
def test_pictures_on_somebodys_device_are_a_risk_and_then_a_broken_promise(taker):
    picture = kept_now(logged(taker), by=taker)
    assert (light("removed").state, light("removed").number) == (State.AT_RISK, 1)

    Picture.objects.update(uploaded_at=timezone.now() - timedelta(days=15))
    assert light("removed").state == State.BROKEN

    pictures.removed([picture], by=taker)
    assert (light("removed").state, light("removed").number) == (State.KEPT, 0)


@pytest.mark.clause("WR-33")
def test_a_small_child_by_phone_breaks_the_promise_whatever_the_reason(taker):
    Settings.objects.update(personal_phone_photos=True)
    logged(taker, device=Device.OWN_PHONE, people=[a_child("Mia Turner", date(2010, 5, 4))])
    assert light("young").state == State.KEPT

    small = a_child("Tiny Turner", timezone.localdate() - timedelta(days=900))
    logged(taker, days_ago=2, device=Device.CHARITY_PHONE, people=[small], exception="It was her birthday.")
    assert (light("young").state, light("young").number) == (State.BROKEN, 1)


def test_an_age_that_became_known_ends_the_doubt(taker):
    """E-28."""
    Settings.objects.update(personal_phone_photos=True)
    child = a_child("No Date", None)
    logged(taker, device=Device.OWN_PHONE, people=[child], exception="She says that she is nine.")
    assert light("young").state == State.BROKEN

    child.date_of_birth = date(2012, 5, 4)
    child.save()
    assert light("young").state == State.KEPT


def test_a_phone_picture_of_nobody_is_no_doubt(taker):
    Settings.objects.update(personal_phone_photos=True)
    logged(taker, device=Device.OWN_PHONE)

    assert light("young").state == State.KEPT
