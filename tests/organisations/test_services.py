"""A charity, its projects, its agencies and its settings."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from organisations import services
from organisations.models import AgencyContact, LocalProtocol, Organisation, Project, Settings
from people import services as people
from safeguard.refusals import Refused
from safeguard.scoping import acting_for

pytestmark = pytest.mark.django_db


def last_event():
    return AuditEvent.objects.newest_first().first()


# --- The charity ---------------------------------------------------------------------------------------------------


def test_a_new_charity_has_careful_settings_and_the_agencies_of_its_nation():
    charity = services.create(name="Beacon Hill Friends", nation="scotland", by="Niamh Ó Briain")

    with acting_for(charity):
        settings = Settings.current()
        assert (charity.slug, charity.regulator) == ("beacon-hill-friends", "Scottish Charity Regulator (OSCR)")
        assert (settings.children_as_contacts, settings.approval_quorum) == ("forbidden", 2)
        assert AgencyContact.objects.filter(name="Police Scotland").count() == 1
        assert (last_event().verb, last_event().actor_label) == ("created", "Niamh Ó Briain")


@pytest.mark.clause("RW-87")
def test_a_childrens_helpline_is_held_with_the_day_on_which_it_was_checked(charity, chair):
    with acting_for(charity):
        services.change_agencies_to("england", by=chair)
        childline = AgencyContact.objects.get(name="Childline")
        assert (childline.phone, childline.last_verified_on) == ("0800 1111", None)

        services.verify_agency(childline, by=chair)

        childline.refresh_from_db()
        assert childline.last_verified_on == timezone.localdate()
        assert (last_event().verb, last_event().changed) == ("changed", ["last_verified_on"])


@pytest.mark.parametrize(
    ("checked", "is_stale"),
    [(None, True), (date(2025, 11, 19), True), (date(2025, 11, 20), False), (date(2026, 11, 20), False)],
)
@pytest.mark.clause("RW-87")
def test_a_number_is_stale_after_a_year_and_before_the_first_check(scope, checked, is_stale):
    today = date(2026, 11, 20)
    agency = AgencyContact.objects.create(name="Childline", purpose="Children", last_verified_on=checked)

    assert agency.is_stale(today) == is_stale
    assert AgencyContact.objects.stale(today).exists() == is_stale


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harbour Lights", "harbour-lights-2"),
        ("李小龙", "charity"),
        ("محمد", "charity"),
        ("Łódź & Friends", "odz-friends"),
        ("☀️", "charity"),
        ("A" * 300, "a" * 50),
    ],
)
def test_every_name_gets_an_address_of_its_own(charity, name, slug):
    assert services.create(name=name, nation="england", by="Somebody").slug == slug


def test_two_charities_with_a_name_in_another_script_get_two_addresses(db):
    slugs = [services.create(name="李小龙", nation="wales", by="Somebody").slug for _time in range(3)]

    assert slugs == ["charity", "charity-2", "charity-3"]


def test_a_change_records_the_names_of_the_fields_and_never_what_stood_in_them(charity, chair):
    with acting_for(charity):
        services.update(charity, by=chair, address="2 Quay Street", police_force="Seahaven Constabulary")

        event = last_event()
        assert (event.changed, event.detail) == (["address", "police_force"], {})
        assert Organisation.objects.get().address == "2 Quay Street"


def test_saving_without_a_change_records_nothing(charity, chair):
    with acting_for(charity):
        before = AuditEvent.objects.count()

        services.update(charity, by=chair, name=charity.name, nation=charity.nation)

        assert AuditEvent.objects.count() == before


def test_a_charity_that_changes_its_name_keeps_the_former_ones(charity, chair):
    with acting_for(charity):
        services.update(charity, by=chair, name="Harbour Lanterns")
        services.update(charity, by=chair, name="Lanterns")

        assert Organisation.objects.get().former_names == "Harbour Lights; Harbour Lanterns"


def test_another_nation_brings_its_agencies_and_keeps_what_the_charity_checked(charity, chair):
    with acting_for(charity):
        services.change_agencies_to("england", by=chair)
        services.verify_agency(AgencyContact.objects.get(name="Children's social care of the council"), by=chair)
        own = services.add_agency(name="Harbour police", purpose="Boats", by=chair)

        services.update(charity, by=chair, nation="scotland")

        names = set(AgencyContact.objects.values_list("name", flat=True))
        assert {"Police Scotland", "Children's social care of the council", own.name} <= names
        assert "Local authority designated officer (LADO)" not in names
        assert Organisation.objects.get().regulator == ""  # it never had the one of England


def test_the_regulator_follows_the_nation():
    charity = services.create(name="Beacon", nation="england", by="Somebody")

    with acting_for(charity):
        services.update(charity, by="Somebody", nation="northern-ireland")

    assert Organisation.objects.get().regulator == "Charity Commission for Northern Ireland"


@pytest.mark.clause("WY-117")
def test_the_local_partnership_is_typed_once_and_every_page_takes_it_from_there(signed_in, charity, chair):
    with acting_for(charity):
        services.update(charity, by=chair, local_partnership="Seahaven Safeguarding Children Partnership")

    page = signed_in(chair).get("/o/harbour-lights/people/who-to-call/").content.decode()

    assert page.count("Our local partnership: Seahaven Safeguarding Children Partnership.") == 1


# --- Settings ------------------------------------------------------------------------------------------------------


def test_settings_are_changed_with_their_names_in_the_audit(scope, chair):
    services.change_settings(by=chair, approval_quorum=3, house_rules="Be kind.")

    assert Settings.current().approval_quorum == 3
    assert last_event().changed == ["approval_quorum", "house_rules"]


@pytest.mark.clause("IL-51")
def test_quiet_hours_are_a_setting_with_other_hours_on_some_weekdays(scope, chair):
    services.change_settings(by=chair, quiet_from="20:00", quiet_hours_by_weekday={"4": ["22:00", "09:00"]})

    settings = Settings.current()

    assert [f"{at:%H:%M}" for at in settings.quiet_hours(0)] == ["20:00", "08:00"]
    assert [f"{at:%H:%M}" for at in settings.quiet_hours(4)] == ["22:00", "09:00"]


@pytest.mark.clause("WY-62")
def test_supervision_follows_age_bands_and_says_nothing_where_the_policy_is_silent(scope, chair):
    assert Settings.current().supervision_at(9) == ""
    assert Settings.current().supervision_at(10) == "Judged by ability and understanding"

    services.change_settings(by=chair, age_bands=[[0, "In sight"], [10, "By ability"], [16, "Within call"]])

    assert [Settings.current().supervision_at(age) for age in (3, 9, 10, 15, 16, 17)] == [
        "In sight",
        "In sight",
        "By ability",
        "By ability",
        "Within call",
        "Within call",
    ]


@pytest.mark.clause("WR-36")
def test_where_photos_go_and_how_soon_are_settings(scope, chair):
    services.change_settings(by=chair, photo_storage="The office drive", photo_upload_hours=24)

    assert (Settings.current().photo_storage, Settings.current().photo_upload_hours) == ("The office drive", 24)


# --- Projects ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-27")
def test_the_register_of_projects_with_a_page_online_is_current(scope, chair):
    today = date(2026, 11, 20)
    services.add_project(name="Welcome scheme", online_page="https://one.example", by=chair)
    services.add_project(name="Old scheme", online_page="https://two.example", ends_on=date(2026, 11, 19), by=chair)
    services.add_project(name="Next scheme", online_page="https://3.example", starts_on=date(2026, 11, 21), by=chair)
    services.add_project(name="Quiet scheme", by=chair)

    assert [project.name for project in Project.objects.running(today).with_a_page()] == ["Welcome scheme"]


def test_two_projects_cannot_have_one_name(scope, chair):
    services.add_project(name="Youth Club", by=chair)
    other = services.add_project(name="Choir", by=chair)

    with pytest.raises(Refused, match="There is a project called “youth club” already"):
        services.add_project(name="youth club", by=chair)
    with pytest.raises(Refused, match="There is a project called “YOUTH CLUB” already"):
        services.change_project(other, name="YOUTH CLUB", by=chair)


def test_a_project_is_never_part_of_itself(scope, chair):
    club = services.add_project(name="Club", by=chair)
    junior = services.add_project(name="Juniors", parent=club, by=chair)
    baby = services.add_project(name="Babies", parent=junior, by=chair)

    with pytest.raises(Refused, match="cannot be part of itself"):
        services.change_project(club, parent=baby, by=chair)


def test_a_project_that_is_used_stays(scope, chair, volunteer):
    club = services.add_project(name="Club", by=chair)
    people.change(volunteer, project=club, by=chair)

    with pytest.raises(Refused, match="“Club” is used elsewhere"):
        services.remove(club, by=chair)

    people.change(volunteer, project=None, by=chair)
    services.remove(club, by=chair)
    assert (Project.objects.count(), last_event().verb) == (0, "removed")


# --- Agencies and protocols ----------------------------------------------------------------------------------------


def test_an_agency_stands_once_in_the_list_for_one_purpose(scope, chair):
    services.add_agency(name="Gateway", purpose="Children", by=chair)
    adults = services.add_agency(name="Gateway", purpose="Adults", by=chair)

    with pytest.raises(Refused, match="“gateway” stands in the list"):
        services.add_agency(name="gateway", purpose="children", by=chair)
    with pytest.raises(Refused, match="“Gateway” stands in the list"):
        services.change_agency(adults, purpose="Children", by=chair)
    assert services.change_agency(adults, purpose="Adults", phone="101", by=chair).phone == "101"


@pytest.mark.clause("RW-18")
def test_a_local_protocol_is_held_with_area_link_and_version(scope, chair):
    protocol = services.add_protocol(
        name="Sharing in Seahaven", area="Seahaven", link="https://p.example/", version="3", by=chair
    )

    services.change_protocol(protocol, version="4", by=chair)

    found = LocalProtocol.objects.get()
    assert (found.name, found.area, found.link, found.version) == (
        "Sharing in Seahaven",
        "Seahaven",
        "https://p.example/",
        "4",
    )
