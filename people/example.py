"""The people of the example charity: every persona, every state, names of many scripts. All are invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from organisations import example as organisations
from organisations.models import Organisation
from people import services
from people.examples import families
from people.examples.parts import DOMAIN, Part
from people.models import Person, User
from people.roles import Role
from safeguard.recurrence import add_months

__all__ = ["BOARD", "CAST", "DOMAIN", "Part", "cast", "load"]

BOARD = "The board"


CAST = {
    "chair": Part("Margaret Hale", (Role.CHAIR,), "margaret", 68, 70, signs_in=True, details={"phone": "07700 900201"}),
    "trustee": Part("Tom Okafor", (Role.TRUSTEE,), "tom", 45, 40, signs_in=True),
    "second_trustee": Part("Priya Raman", (Role.TRUSTEE,), "priya", 51, 30, signs_in=True),
    "third_trustee": Part("Gwenllian Prys-Jones", (), "gwen", 63, 52),
    "safeguarding_trustee": Part(
        "Ruth Ellery", (Role.SAFEGUARDING_TRUSTEE,), "ruth", 58, 33, "", True, "", {"phone": "07700 900202"}
    ),
    "lead": Part(
        "Dana Whitlock", (Role.LEAD, Role.STAFF), "dana", 39, 45, "family", True, "chair", {"phone": "07700 900103"}
    ),
    "deputy_lead": Part(
        "Siobhán O'Neill", (Role.STAFF,), "siobhan", 47, 26, "family", True, "lead", {"phone": "07700 900104"}
    ),
    "coordinator": Part("Cory Bell", (Role.COORDINATOR, Role.STAFF), "cory", 34, 28, signs_in=True, led_by="lead"),
    "line_manager": Part("Helen Marsh", (Role.LINE_MANAGER, Role.STAFF), "helen", 41, 50, "club", True, "lead"),
    "web_manager": Part("Derek Doyle", (Role.WEB_MANAGER, Role.VOLUNTEER), "derek", 52, 38, "", True, "line_manager"),
    "administrator": Part("Adam Root", (Role.ADMINISTRATOR,), "adam", 30, 12, signs_in=True),
    "assessor": Part(
        "Łukasz Wójcik", (Role.ASSESSOR, Role.VOLUNTEER), "lukasz", 44, 20, "family", led_by="coordinator"
    ),
    "staff": Part("Amir Siddiqui", (Role.STAFF,), "amir", 27, 15, "homework", True, "line_manager"),
    "second_staff": Part("Ngũgĩ wa Kamau", (Role.STAFF,), "ngugi", 33, 9, "club", led_by="line_manager"),
    "volunteer": Part("Vera Lindqvist", (Role.VOLUNTEER,), "vera", 19, 14, "club", True, "line_manager"),
    "young_volunteer": Part("Ellie D'Arcy-Smith", (Role.VOLUNTEER,), "ellie", 17, 5, "club", led_by="line_manager"),
    "oldest_volunteer": Part(
        "Stanley Parkin",
        (Role.VOLUNTEER,),
        "",
        82,
        66,
        "family",
        led_by="coordinator",
        details={"known_as": "Stan", "phone": "01632 960301", "safe_contact": "Ring before noon; no mobile"},
    ),
    "wife": Part("Joan Bellweather", (Role.VOLUNTEER,), "bellweathers", 71, 36, "family", led_by="coordinator"),
    "husband": Part("Arthur Bellweather", (Role.VOLUNTEER,), "bellweathers", 74, 36, "family", led_by="coordinator"),
    "chinese_name": Part("李小龙", (Role.VOLUNTEER,), "bruce", 24, 11, "club", details={"known_as": "Bruce Li"}),
    "arabic_name": Part(
        "محمد الأحمد",
        (Role.VOLUNTEER,),
        "mohammad",
        29,
        8,
        "family",
        led_by="coordinator",
        details={"language": "Arabic"},
    ),
    "emoji_name": Part("Sunny Adeyemi ☀️", (Role.VOLUNTEER,), "sunny", 22, 3, "homework", led_by="staff"),
    "single_name": Part("Suprapto", (Role.VOLUNTEER,), "suprapto", 38, 18, "club", led_by="line_manager"),
    "long_name": Part(
        "Maria Esperança dos Santos Albuquerque e Vasconcelos Figueiredo",
        (Role.VOLUNTEER,),
        "esperanca",
        55,
        7,
        "family",
        led_by="coordinator",
        details={"known_as": "Esperança", "language": "Portuguese"},
    ),
    "kept_back": Part("Nadia Rahman", (Role.VOLUNTEER,), "nadia", 31, 6, "family", details={"restricted": True}),
    "no_mail": Part(
        "Owen Thomas",
        (Role.VOLUNTEER,),
        "owen",
        49,
        22,
        "club",
        details={"do_not_email": True, "phone": "07700 900311", "safe_contact": "Text messages only"},
    ),
    "contractor": Part("Fiona Craig", (Role.CONTRACTOR,), "fiona", 48, 4, "summer"),
    "carer": Part("Miriam Osei", (Role.CARER,), "miriam", 36, 10, "club"),
    "leaving_soon": Part("Jack Hargreaves", (Role.VOLUNTEER,), "jack", 21, 13, "club", led_by="line_manager"),
    "leaver": Part("Kevin Tranter", (Role.VOLUNTEER, Role.WEB_MANAGER), "kevin", 42, 31, "club"),
    "returned": Part("Katherine Brook", (Role.VOLUNTEER,), "kate", 37, 48, "family", details={"known_as": "Kate"}),
    "deceased": Part("George Allott", (Role.VOLUNTEER,), "george", 79, 90, "family"),
    **families.PEOPLE,
}


def load(organisation: Organisation, password: str = "") -> dict[str, Person]:
    """The cast by their parts; those who sign in all have the one password. The scope is open."""
    today = timezone.localdate()
    hashed = make_password(password or None)  # once: hashing is slow on purpose
    projects = organisations.projects()
    cast = {key: _join(part, today, projects.get(part.project), hashed) for key, part in CAST.items()}
    for key, part in CAST.items():
        if part.led_by:
            services.change(cast[key], by=cast["coordinator"], line_manager=cast[part.led_by])
    _offices(cast, today)
    _comings_and_goings(cast, today)
    families.load(cast, today)
    return {key: Person.objects.get(pk=person.pk) for key, person in cast.items()}


def _join(part: Part, today: date, project: Any, hashed: str) -> Person:
    email = f"{part.email}@{part.domain}" if part.email else ""
    user = None
    if part.signs_in:
        user = User.objects.create(email=email, password=hashed)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return services.add(
        name=part.name,
        email=email,
        user=user,
        roles=part.roles,
        project=project,
        joined_on=add_months(today, -part.months),
        date_of_birth=part.born(today),
        appointed_by=BOARD,
        by=organisations.BY,
        **part.details,
    )


def _offices(cast: dict[str, Person], today: date) -> None:
    """A trustee whose time ends soon, a deputy for some weeks, and the chair before this one."""
    chair = cast["chair"]
    services.give_role(
        cast["third_trustee"],
        role=Role.TRUSTEE,
        starts_on=add_months(today, -36) + timedelta(days=20),
        ends_on=today + timedelta(days=20),
        appointed_by=BOARD,
        by=chair,
    )
    services.give_role(
        cast["deputy_lead"],
        role=Role.LEAD,
        deputy_for=cast["lead"],
        starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=23),
        appointed_by=str(chair),
        reason="Dana is away for four weeks",
        by=chair,
    )
    services.give_role(
        cast["second_trustee"],
        role=Role.CHAIR,
        deputy_for=chair,
        starts_on=add_months(today, -12),
        ends_on=add_months(today, -11),
        appointed_by=BOARD,
        reason="Margaret was in hospital",
        by=chair,
    )


def _comings_and_goings(cast: dict[str, Person], today: date) -> None:
    coordinator = cast["coordinator"]
    services.leave(cast["leaver"], on=add_months(today, -3), reason="Moved to another town", by=coordinator)
    for item in cast["leaver"].check_outs.get().items.all():
        services.confirm(item, by=coordinator, note="Looked on the page")
    services.add_item(cast["leaver"], title="Folder with the club's registers", hint="To the office", by=coordinator)
    services.leave(cast["leaving_soon"], on=today + timedelta(days=14), reason="Goes to university", by=coordinator)
    services.add_item(cast["leaving_soon"], title="Locker key", hint="To Helen, on the last evening", by=coordinator)
    services.leave(cast["returned"], on=add_months(today, -25), reason="A year abroad", by=coordinator)
    returned = services.rejoin(cast["returned"], on=add_months(today, -2), by=coordinator)
    services.give_role(returned, role=Role.VOLUNTEER, starts_on=add_months(today, -2), by=coordinator)
    services.record_death(cast["deceased"], on=add_months(today, -5), by=coordinator)


def cast() -> dict[str, Person]:
    """The cast of the charity whose scope is open, for the examples of other apps."""
    people = {person.name: person for person in Person.objects.all()}
    return {key: people[part.name] for key, part in CAST.items()}
