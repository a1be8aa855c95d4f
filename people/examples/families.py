"""The families and members of the example charity, and who looks after whom. All are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from people import services
from people.examples.parts import FAMILIES, Part
from people.models import Authority, ContactPreference, Person, Relationship
from people.roles import Role

LEAP_DAY = date(2020, 2, 29)
"""Seven on 1 March 2027 (E-27)."""

MEMBER, CARER = (Role.BENEFICIARY,), (Role.CARER,)
CARER_FIRST, CARER_ONLY = ContactPreference.CARER_FIRST, ContactPreference.CARER_ONLY

PEOPLE = {
    # One mother, three children: she is asked once for her own name. Miriam Osei herself is the cast's "carer".
    "child_mia": Part("Mia Osei", MEMBER, "", 9, 10, "club", details={"contact_preference": CARER_ONLY}),
    "child_leo": Part("Leo Osei", MEMBER, "", 6, 10, "club", details={"contact_preference": CARER_ONLY}),
    "child_abena": Part("Abena Osei", MEMBER, "", 13, 10, "homework", details={"contact_preference": CARER_FIRST}),
    # Parents who live apart and may both decide (E-29).
    "child_robin": Part("Robin Coyle", MEMBER, "", 11, 16, "club", details={"contact_preference": CARER_ONLY}),
    "mother_apart": Part(
        "Hannah Coyle", CARER, "hannah", 38, 16, details={"phone": "07700 900401"}, domain=FAMILIES, signs_in=True
    ),
    "father_apart": Part("Declan Byrne", CARER, "declan", 41, 16, domain=FAMILIES),
    # A grandmother whom nobody has asked yet by what right she decides (E-30).
    "child_toby": Part("Toby Marlow", MEMBER, "", 8, 4, "homework", details={"contact_preference": CARER_ONLY}),
    "grandmother": Part("Edith Marlow", CARER, "", 66, 4, details={"phone": "01632 960455"}),
    "child_toby_again": Part("Tobias Marlow", MEMBER, "", 8, 1, "club"),  # entered a second time, it seems (E-17)
    # A child in foster care.
    "child_kayleigh": Part(
        "Kayleigh Dunn", MEMBER, "", 10, 7, "club", details={"restricted": True, "contact_preference": CARER_ONLY}
    ),
    "foster_carer": Part("Samuel Brightwell", CARER, "samuel", 54, 7, domain=FAMILIES),
    # A member with a learning disability who decides for himself; his mother is told and does not decide (fact 54).
    "member_peter": Part(
        "Peter Langley",
        MEMBER,
        "peter",
        34,
        40,
        "family",
        details={"adult_at_risk": True, "contact_preference": CARER_FIRST},
        domain=FAMILIES,
    ),
    "mother_of_member": Part("Sheila Langley", CARER, "sheila", 63, 40, domain=FAMILIES),
    # A member for whom a court has appointed a deputy (E-38).
    "member_colin": Part(
        "Colin Ashdown",
        MEMBER,
        "",
        52,
        25,
        "family",
        details={"adult_at_risk": True, "contact_preference": CARER_FIRST},
    ),
    "deputy": Part("Beverley Ashdown", CARER, "beverley", 57, 25, domain=FAMILIES),
    # Eighteen in forty days (E-26).
    "child_jasmine": Part(
        "Jasmine Pike",
        MEMBER,
        "jasmine",
        17,
        30,
        "homework",
        details={"contact_preference": CARER_FIRST},
        domain=FAMILIES,
        days_to_birthday=40,
    ),
    "mother_pike": Part("Lorraine Pike", CARER, "lorraine", 49, 30, domain=FAMILIES),
    # Nobody knows how old Finlay is (E-28).
    "child_finlay": Part("Finlay Drummond", MEMBER, "", None, 2, "club", details={"contact_preference": CARER_ONLY}),
    "father_drummond": Part("Ewan Drummond", CARER, "ewan", 35, 2, domain=FAMILIES),
    "child_noah": Part(
        "Noah Okoro", MEMBER, "", 0, 3, "family", details={"contact_preference": CARER_ONLY}, days_to_birthday=120
    ),
    "mother_okoro": Part("Grace Okoro", CARER, "grace", 24, 3, "family", domain=FAMILIES),
    "child_elin": Part(
        "Elin Rhys",
        MEMBER,
        "",
        None,
        14,
        "club",
        details={"contact_preference": CARER_ONLY, "language": "Welsh"},
        born_on=LEAP_DAY,
    ),
    "mother_rhys": Part("Cerys Rhys", CARER, "cerys", 37, 14, domain=FAMILIES, details={"language": "Welsh"}),
    # A family that seeks asylum: kept back, and an interpreter is needed.
    "child_arash": Part(
        "آرش احمدی",
        MEMBER,
        "",
        12,
        5,
        "family",
        details={
            "known_as": "Arash",
            "restricted": True,
            "language": "Dari",
            "interpreter": "Dari, by telephone; not from the same town",
            "contact_preference": CARER_ONLY,
        },
    ),
    "mother_ahmadi": Part(
        "سارا احمدی",
        CARER,
        "sara",
        33,
        5,
        "family",
        details={
            "known_as": "Sara",
            "restricted": True,
            "language": "Dari",
            "interpreter": "Dari, by telephone; a woman if possible",
            "safe_contact": "Never leave a message with neighbours",
        },
        domain=FAMILIES,
    ),
    "child_marko": Part(
        "Марко Коваленко",
        MEMBER,
        "",
        7,
        9,
        "homework",
        details={"known_as": "Marko", "language": "Ukrainian", "contact_preference": CARER_ONLY},
    ),
    "mother_kovalenko": Part(
        "Ганна Коваленко",
        CARER,
        "hanna",
        31,
        9,
        details={"known_as": "Hanna", "language": "Ukrainian"},
        domain=FAMILIES,
    ),
    # A member who decides for herself, with nobody to look after her.
    "member_doreen": Part("Doreen Flint", MEMBER, "doreen", 67, 33, "family", domain=FAMILIES),
}


@dataclass(frozen=True)
class Care:
    """Who looks after whom; `seen` says what confirmed the right to decide, and is empty where nothing has yet."""

    cared_for: str
    carer: str
    relationship: Relationship
    authority: Authority = Authority.PARENTAL
    seen: str = "Birth certificate"
    court_order: str = ""
    lives_with: bool = True
    contact_first: bool = True


CARE = (
    *(Care(child, "carer", Relationship.MOTHER) for child in ("child_mia", "child_leo", "child_abena")),
    Care("child_robin", "mother_apart", Relationship.MOTHER),
    Care(
        "child_robin",
        "father_apart",
        Relationship.FATHER,
        court_order="Spends every other weekend with his father; both are told about everything",
        lives_with=False,
        contact_first=False,
    ),
    Care("child_toby", "grandmother", Relationship.GRANDPARENT, Authority.UNKNOWN, ""),
    Care(
        "child_kayleigh",
        "foster_carer",
        Relationship.FOSTER_CARER,
        Authority.DELEGATED,
        "Letter of the council about what the foster carer decides",
        "The address of the placement is told to nobody",
    ),
    Care("member_peter", "mother_of_member", Relationship.MOTHER, Authority.NONE, ""),
    Care(
        "member_colin",
        "deputy",
        Relationship.RELATIVE,
        Authority.DEPUTY,
        "Sealed order that names her",
        lives_with=False,
    ),
    Care("child_jasmine", "mother_pike", Relationship.MOTHER),
    Care("child_finlay", "father_drummond", Relationship.FATHER, seen=""),
    Care("child_noah", "mother_okoro", Relationship.MOTHER),
    Care("child_elin", "mother_rhys", Relationship.MOTHER),
    Care("child_arash", "mother_ahmadi", Relationship.MOTHER, seen="Told by the council's support worker"),
    Care("child_marko", "mother_kovalenko", Relationship.MOTHER),
)


def load(cast: dict[str, Person], today: date) -> None:
    """The ties between them, since the day on which the charity came to know whom they look after."""
    for care in CARE:
        child, carer = cast[care.cared_for], cast[care.carer]
        link = services.add_carer(
            child,
            carer,
            by=cast["coordinator"],
            relationship=care.relationship,
            authority=care.authority,
            court_order=care.court_order,
            lives_with=care.lives_with,
            contact_first=care.contact_first,
            starts_on=child.joined_on,
        )
        if care.seen:
            confirmed_on = min(child.joined_on + timedelta(days=7), today)
            services.confirm_authority(link, seen=care.seen, by=cast["lead"], on=confirmed_on)
