"""The example charity: invented, with every state that its lists can show."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from organisations import services
from organisations.models import AgencyContact, AgencyKind, Organisation, Project
from organisations.nations import Nation
from safeguard.recurrence import add_months
from safeguard.scoping import acting_for

NAME = "Harbour Lights Youth and Family Project"
SLUG = "harbour-lights"
BY = "The example"

COUNCIL = {
    AgencyKind.CHILDREN: ("01632 960110", "01632 960999", 2),
    AgencyKind.ADULTS: ("01632 960120", "01632 960999", 2),
    AgencyKind.WORKER_CONCERN: ("01632 960130", "", 14),
    AgencyKind.HELPLINE: ("", "", 5),
    AgencyKind.EMERGENCY: ("", "", 5),
}
"""Telephone, out of hours, and months since the number was checked; numbers of 01632 960 belong to nobody."""


def load() -> Organisation:
    """Make the charity with its projects, agencies and protocol, and no people yet."""
    charity = services.create(
        name=NAME,
        nation=Nation.ENGLAND,
        by=BY,
        slug=SLUG,
        address="The Old Customs House\n1 Quay Street\nSeahaven\nSH1 2AB",
        charity_number="1234567 (invented)",
        local_partnership="Seahaven Safeguarding Children Partnership",
        police_force="Seahaven Constabulary",
        languages=["English", "Polish", "Arabic"],
    )
    with acting_for(charity):
        # The roles that see the most need no second step here, so that one can look round at once.
        services.change_settings(
            by=BY,
            second_factor_roles=[],
            photo_storage="The shared folder “Pictures” of the office",
            age_bands=[[0, "In sight of an adult all the time"], [10, "Judged by ability and understanding"]],
        )
        _projects()
        _agencies()
        services.add_protocol(
            name="Sharing information about children in Seahaven",
            area="Seahaven and Northmoor",
            link="https://partnership.seahaven.example/protocol",
            version="3, agreed in March 2026",
            by=BY,
        )
    return charity


def _projects() -> None:
    today = timezone.localdate()
    club = services.add_project(
        name="Quayside Youth Club",
        starts_on=add_months(today, -60),
        contact_name="Helen Marsh",
        contact_phone="07700 900101",
        online_page="https://www.facebook.com/quayside.example",
        by=BY,
    )
    services.add_project(
        name="Homework Harbour", parent=club, contact_name="Amir Siddiqui", contact_phone="07700 900102", by=BY
    )
    services.add_project(
        name="Lantern Family Drop-in",
        starts_on=add_months(today, -30),
        contact_name="Dana Whitlock",
        contact_phone="07700 900103",
        online_page="https://lantern.example/",
        by=BY,
    )
    services.add_project(
        name="Boathouse Summer Scheme",
        starts_on=add_months(today, -16),
        ends_on=today - timedelta(days=75),
        by=BY,
    )


def _agencies() -> None:
    """Some numbers checked this year, one too long ago, the others as they came."""
    today = timezone.localdate()
    for agency in AgencyContact.objects.filter(kind__in=COUNCIL):
        phone, out_of_hours, months = COUNCIL[AgencyKind(agency.kind)]
        details = {"last_verified_on": add_months(today, -months), "area": "Seahaven" if phone else ""}
        if phone:
            details |= {"phone": phone, "out_of_hours": out_of_hours}
        services.change_agency(agency, by=BY, **details)


def projects() -> dict[str, Project]:
    """The projects by a short name, for the examples of other apps."""
    names = {"club": "Quayside", "homework": "Homework", "family": "Lantern", "summer": "Boathouse"}
    return {key: Project.objects.get(name__startswith=start) for key, start in names.items()}
