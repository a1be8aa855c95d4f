"""Positions, an applicant and a volunteer for the stories about volunteers: made through the services.

Run inside an installation: `start.py manage shell -c "from tests.e2e.volunteering import prepare; prepare()"`.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils import timezone

from organisations.models import Organisation
from people import services
from people.models import Person, User
from people.roles import Role
from safeguard.recurrence import add_months
from safeguard.scoping import acting_for
from tests.e2e.families import WIDTHS
from volunteers import wording
from volunteers.models import Position, Source
from volunteers.services import applicants, positions, recruiting, settings, standing
from volunteers.services.recruiting import Applicant, Permission
from volunteers.states import Stage

CHECK = "DBS enhanced, with the children's barred list"
LOOKED_UP = {360: "Nils Hartwell", 1280: "Petra Quince"}
PAUSED = {360: "Wilf Ashdown", 1280: "Tamsin Veal"}


def prepare() -> None:
    """For each width a position, somebody who waits for an online check in it, and a volunteer who signs in."""
    with acting_for(Organisation.objects.get(slug="harbour-lights")):
        coordinator = Person.objects.get(name="Cory Bell")
        for width in WIDTHS:
            waits_for_a_check(LOOKED_UP[width], position(width, coordinator), coordinator)
            volunteer(PAUSED[width], coordinator)


def position_of(width: int) -> str:
    return f"Helper on the boat ({width})"


def position(width: int, by: Person) -> Position:
    made = positions.add(
        by=by,
        title=position_of(width),
        what="On Saturdays you row with children, two adults in each boat.",
        internet_use="You use the club’s telephone, and never your own account.",
        is_regulated=True,
        minimum_age=16,
    )
    positions.require_check(made, kind="dbs_enhanced_children", starts_on=timezone.localdate(), by=by)
    return made


def waits_for_a_check(name: str, wanted: Position, by: Person) -> None:
    """Somebody who may be looked up, at the stage of the checks."""
    way, today = settings.current(), timezone.localdate()
    applicant = Applicant(
        name=name,
        email=address_of(name),
        date_of_birth=add_months(today, -12 * 31),
        words={"why": "I rowed as a child."},
    )
    application = recruiting.receive(
        wanted,
        applicant,
        by=by,
        source=Source.PAPER,
        permission=Permission(True, wording.permission(way), way.permission_version),
        explained=True,
        privacy=True,
    ).application
    for to in (Stage.STAGE_ONE, Stage.INTERVIEW):
        application = applicants.move(application, to=to, by=by)
    applicants.note_step(application, key="interview", by=by, on=today, who="Cory Bell")
    applicants.move(application, to=Stage.CHECKS, by=by)


def volunteer(name: str, by: Person) -> Person:
    """With a sign-in, and the password of the example."""
    hashed = User.objects.get(email="vera@harbourlights.example").password
    user = User.objects.create(email=address_of(name), password=hashed)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    made = services.add(name=name, email=user.email, user=user, roles=[Role.VOLUNTEER], by=by)
    standing.activate(made, on=made.joined_on, by=by)
    return made


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@harbourlights.example"
