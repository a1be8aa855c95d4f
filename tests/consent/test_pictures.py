"""The picture log: what is written, what stands in the way, and what becomes of the pictures."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import AuditEvent
from consent.models import Channel, Decision, Device, Means, Picture
from consent.services import pictures
from consent.taking import Doubt, Taking, answers, doubts, youngest_age
from organisations.models import Settings
from people.roles import Role
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")
YESTERDAY = timedelta(days=1)


def logged(by, **details) -> Picture:
    given = {
        "taker": by,
        "what": "Painting the boat shed",
        "how_many": 3,
        "is_film": False,
        "taken_at": timezone.now() - YESTERDAY,
        "device": Device.CHARITY_CAMERA,
    }
    return pictures.log(by=by, **(given | details))


def years_ago(years: int):
    today = timezone.localdate()
    return date(today.year - years, 1, 1)


# What is written ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-34")
def test_the_upload_is_due_so_many_hours_after_the_picture(volunteer):
    Settings.objects.update(photo_upload_hours=48)
    taken_at = timezone.now() - YESTERDAY

    picture = logged(volunteer, taken_at=taken_at)

    assert picture.upload_due_at - taken_at == timedelta(hours=48)


def test_the_hours_are_elapsed_hours_over_the_night_in_which_the_clocks_go_back(volunteer):
    Settings.objects.update(photo_upload_hours=24)
    before = datetime(2025, 10, 25, 12, 0, tzinfo=UTC)  # 13:00 on the wall

    picture = logged(volunteer, taken_at=before)

    assert picture.upload_due_at == datetime(2025, 10, 26, 12, 0, tzinfo=UTC)  # 12:00 on the wall


def test_a_line_names_who_can_be_seen_and_how_old_the_youngest_was(volunteer):
    children = [a_child("Mia Turner", years_ago(9)), a_child("Leo Turner", years_ago(12))]

    picture = logged(volunteer, people=children)

    assert set(picture.subjects.values_list("person", flat=True)) == {child.pk for child in children}
    assert picture.youngest_age == youngest_age(children, timezone.localdate(picture.taken_at))
    assert picture.exception == ""


def test_two_clicks_write_one_line(volunteer):
    taken_at = timezone.now() - YESTERDAY

    first, second = (logged(volunteer, taken_at=taken_at) for _click in range(2))

    assert (first.pk, Picture.objects.count()) == (second.pk, 1)


def test_the_audit_says_how_many_and_names_nobody(volunteer):
    child = a_child("Mia Turner", years_ago(9))

    picture = logged(volunteer, people=[child])

    event = AuditEvent.objects.get(verb="consent_logged")
    assert (event.object_id, event.object_label) == (str(picture.pk), "line of the picture log")
    assert event.detail == {"how_many": 3, "device": "charity_camera", "people": 1, "doubts": ""}


def test_a_time_to_come_is_refused(volunteer):
    with pytest.raises(Refused, match="still to come"):
        logged(volunteer, taken_at=timezone.now() + timedelta(hours=1))


def test_one_logs_ones_own_those_of_ones_team_and_keepers_log_everybodys(volunteer, coordinator, new_person):
    manager = new_person("Helen Marsh", Role.LINE_MANAGER)
    led = new_person("Amir Siddiqui", Role.STAFF, line_manager=manager)

    assert logged(manager, taker=led).logged_by == manager
    assert logged(coordinator, taker=led).taker == led
    with pytest.raises(PermissionDenied):
        logged(volunteer, taker=led)
    with pytest.raises(PermissionDenied):
        logged(manager, taker=volunteer)


# What stands in the way ---------------------------------------------------------------------------------------------


def test_own_phones_are_only_for_those_who_say_why_unless_the_charity_allows_them(volunteer):
    with pytest.raises(pictures.ReasonMissing) as missing:
        logged(volunteer, device=Device.OWN_PHONE)
    assert list(missing.value.doubts) == [Doubt.OWN_PHONE]

    kept = logged(volunteer, device=Device.OWN_PHONE, exception="The camera was broken.")
    assert kept.exception == "The camera was broken."

    Settings.objects.update(personal_phone_photos=True)
    assert logged(volunteer, device=Device.OWN_PHONE, what="The shed again").exception == ""


@pytest.mark.clause("WR-33")
@pytest.mark.parametrize("device", [Device.CHARITY_PHONE, Device.OWN_PHONE])
def test_under_sevens_are_not_photographed_with_a_phone(volunteer, device):
    Settings.objects.update(personal_phone_photos=True)
    small = a_child("Tiny Turner", years_ago(4))

    with pytest.raises(pictures.ReasonMissing) as missing:
        logged(volunteer, device=device, people=[small])

    assert list(missing.value.doubts) == [Doubt.TOO_YOUNG]
    assert logged(volunteer, device=Device.CHARITY_CAMERA, people=[small]).exception == ""


@pytest.mark.clause("WR-33")
@pytest.mark.parametrize(("day", "found"), [(date(2023, 2, 28), {Doubt.TOO_YOUNG}), (date(2023, 3, 1), set())])
def test_a_child_of_the_29th_of_february_is_seven_from_the_1st_of_march(scope, day, found):
    """E-27."""
    child = a_child("Leap Turner", date(2016, 2, 29))
    taking = Taking(day, Device.CHARITY_PHONE, people=[child])

    assert set(doubts(taking, Settings.current())) == found


@pytest.mark.clause("WR-33")
def test_whose_age_is_not_known_counts_as_under_seven(volunteer):
    """E-28: one child without a date of birth in a group, or somebody nobody knows."""
    group = [a_child("Mia Turner", years_ago(10)), a_child("No Date", None)]

    with pytest.raises(pictures.ReasonMissing) as missing:
        logged(volunteer, device=Device.CHARITY_PHONE, people=group)
    assert list(missing.value.doubts) == [Doubt.AGE_UNKNOWN]
    with pytest.raises(pictures.ReasonMissing):
        logged(volunteer, device=Device.CHARITY_PHONE, people=group[:1], others_unknown=True)

    kept = logged(volunteer, device=Device.CHARITY_PHONE, people=group, exception="She says that she is nine.")
    assert kept.youngest_age is None


def test_a_picture_of_nobody_asks_for_nothing(volunteer):
    assert logged(volunteer, device=Device.CHARITY_PHONE).exception == ""


def test_the_age_is_the_charitys_own_and_nought_switches_the_rule_off(volunteer):
    child = a_child("Mia Turner", years_ago(9))
    Settings.objects.update(phone_photo_minimum_age=12)
    with pytest.raises(pictures.ReasonMissing):
        logged(volunteer, device=Device.CHARITY_PHONE, people=[child])

    Settings.objects.update(phone_photo_minimum_age=0)
    assert logged(volunteer, device=Device.CHARITY_PHONE, others_unknown=True).exception == ""


@pytest.mark.clause("IL-5")
def test_whoever_has_no_yes_to_being_photographed_needs_a_reason(volunteer):
    asked = a_question("Taking pictures", channel=Channel.TAKEN)
    agreed, never_asked = a_child("Mia Turner"), a_child("Leo Turner")
    an_answer(agreed, asked, a_carer(agreed))

    assert logged(volunteer, people=[agreed]).exception == ""
    with pytest.raises(pictures.ReasonMissing) as missing:
        logged(volunteer, people=[agreed, never_asked])

    assert missing.value.doubts == {
        Doubt.NO_YES: "For one person there is no yes to being photographed or filmed like this."
    }


@pytest.mark.clause("IL-6")
@pytest.mark.parametrize(
    ("device", "verdict"), [(Device.CHARITY_CAMERA, "yes"), (Device.OWN_PHONE, "no"), (Device.OWN_CAMERA, "no")]
)
def test_the_charitys_equipment_and_somebodys_own_are_asked_about_apart(scope, device, verdict):
    child = a_child()
    mother = a_carer(child)
    an_answer(child, a_question("Our camera", channel=Channel.TAKEN), mother)
    an_answer(child, a_question("Own phones", channel=Channel.TAKEN_PHONE), mother, Decision.NO)
    an_answer(child, a_question("Facebook", channel=Channel.FACEBOOK), mother)

    found = answers(Taking(timezone.localdate(), device, people=[child]))

    assert found[child.pk].verdict == verdict


@pytest.mark.clause("IL-6")
def test_to_publish_is_not_to_take(volunteer):
    a_question("Taking pictures", channel=Channel.TAKEN)
    child = a_child()
    an_answer(child, a_question("Facebook", channel=Channel.FACEBOOK), a_carer(child))

    with pytest.raises(pictures.ReasonMissing):
        logged(volunteer, people=[child])


def test_film_is_asked_about_apart_from_photographs(scope):
    child = a_child()
    an_answer(child, a_question("Photographs", channel=Channel.TAKEN), a_carer(child))
    a_question("Film", means=Means.FILM, channel=Channel.TAKEN)

    film = answers(Taking(timezone.localdate(), Device.CHARITY_CAMERA, is_film=True, people=[child]))

    assert film[child.pk].verdict == "ask"


def test_of_two_questions_a_no_counts_and_one_that_nobody_answered_does_not(scope):
    child = a_child()
    mother = a_carer(child)
    first, second = (a_question(name, channel=Channel.TAKEN) for name in ("At the club", "On trips"))
    taking = Taking(timezone.localdate(), Device.CHARITY_CAMERA, people=[child])

    an_answer(child, first, mother)
    assert answers(taking)[child.pk].verdict == "yes"

    an_answer(child, second, mother, Decision.NO)
    assert answers(taking)[child.pk].verdict == "no"


def test_a_reason_without_need_is_not_kept(volunteer):
    assert logged(volunteer, exception="Just in case").exception == ""


def test_a_name_that_was_found_out_ends_the_doubt(volunteer):
    """E-28: unknown until known."""
    picture = logged(volunteer, device=Device.CHARITY_PHONE, others_unknown=True, exception="A visitor walked in.")
    child = a_child("Mia Turner", years_ago(11))

    changed = pictures.say_who(picture, by=volunteer, people=[child], others_unknown=False)

    assert (changed.youngest_age is None, changed.others_unknown, changed.exception) == (
        False,
        False,
        "A visitor walked in.",
    )
    assert [subject.person for subject in changed.subjects.all()] == [child]


def test_adding_a_small_child_later_asks_for_the_reason_too(volunteer):
    picture = logged(volunteer, device=Device.CHARITY_PHONE)

    with pytest.raises(pictures.ReasonMissing):
        pictures.say_who(picture, by=volunteer, people=[a_child("Tiny", years_ago(4))], others_unknown=False)


# What becomes of them -----------------------------------------------------------------------------------------------


@pytest.mark.clause("WR-34")
def test_the_log_says_where_the_pictures_were_uploaded_to_and_when(volunteer):
    picture = logged(volunteer)

    pictures.uploaded([picture], by=volunteer, to="The office drive", at=timezone.now())
    pictures.uploaded([picture], by=volunteer, to="Somewhere else", at=timezone.now())

    picture.refresh_from_db()
    assert (picture.uploaded_to, picture.uploaded_at is None) == ("The office drive", False)
    assert AuditEvent.objects.filter(verb="consent_uploaded").count() == 1


@pytest.mark.clause("WR-35")
def test_the_taker_confirms_that_nothing_is_left_and_nobody_else(volunteer, coordinator):
    picture = logged(volunteer, device=Device.OWN_CAMERA)
    with pytest.raises(Refused, match="First say where"):
        pictures.removed([picture], by=volunteer)
    pictures.uploaded([picture], by=coordinator, to="The office drive", at=timezone.now())
    with pytest.raises(PermissionDenied):
        pictures.removed([picture], by=coordinator)

    pictures.removed([picture], by=volunteer)

    picture.refresh_from_db()
    assert (picture.removed_by, picture.removed_at is None) == (volunteer, False)
    assert not Picture.objects.to_remove().exists()


@pytest.mark.clause("WR-35")
def test_what_was_deleted_without_an_upload_is_confirmed_with_its_copies_too(volunteer):
    picture = logged(volunteer, device=Device.OWN_CAMERA)

    pictures.discarded([picture], by=volunteer, at=timezone.now())

    assert list(Picture.objects.to_upload()) == []
    assert list(Picture.objects.to_remove()) == [picture]


def test_for_somebody_who_has_gone_their_line_manager_confirms(new_person):
    manager = new_person("Helen Marsh", Role.LINE_MANAGER)
    led = new_person("Amir Siddiqui", Role.STAFF, line_manager=manager)
    picture = logged(led, device=Device.OWN_CAMERA)
    pictures.uploaded([picture], by=led, to="The office drive", at=timezone.now())
    led.left_on = timezone.localdate()
    led.save()

    pictures.removed([picture], by=manager)

    picture.refresh_from_db()
    assert picture.removed_by == manager


def test_a_picture_of_the_charitys_camera_has_nothing_to_be_removed(volunteer):
    picture = logged(volunteer)
    pictures.uploaded([picture], by=volunteer, to="The office drive", at=timezone.now())

    assert pictures.removed([picture], by=volunteer) == []
