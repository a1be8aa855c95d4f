"""Which column is what: guessed from its heading, confirmed by a person."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from people.models import folded

FIELDS = {
    "name": _("Full name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "known_as": _("Known as"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "date_of_birth": _("Date of birth"),
    "role": _("Role"),
    "project": _("Project"),
    "joined_on": _("Joined on"),
    "language": _("Preferred language"),
    "safe_contact": _("Safe way to make contact"),
    "adult_at_risk": _("Adult at risk"),
    "carer_of": _("Carer of"),
    "relationship": _("Relationship to that person"),
}

HEADINGS = {
    "name": "name|full name|person|contact name|volunteer|volunteer name|member|display name|enw",
    "first_name": "first name|forename|forenames|given name|given names|firstname|christian name",
    "last_name": "last name|surname|family name|lastname|second name|cyfenw",
    "known_as": "known as|preferred name|nickname|likes to be called|called",
    "email": "email|e mail|email address|e mail address|mail|ebost",
    "phone": "phone|telephone|tel|mobile|mobile phone|mobile number|phone number|telephone number|contact number|ffon",
    "date_of_birth": "date of birth|dob|d o b|born|birthday|birth date|birthdate",
    "role": "role|roles|position|job|job title|post|capacity|type",
    "project": "project|site|group|team|activity|branch|centre",
    "joined_on": "joined on|joined|start date|started|start|date joined|since|member since",
    "language": "language|preferred language|first language|iaith",
    "safe_contact": "safe contact|safe way to make contact|contact preference",
    "adult_at_risk": "adult at risk|at risk|vulnerable adult|adult at risk of harm",
    "carer_of": "carer of|parent of|cares for|child|children|child s name|name of child|looks after",
    "relationship": "relationship|relationship to child|relation|relationship to that person|carer s relationship",
}
KNOWN = {heading: field for field, headings in HEADINGS.items() for heading in headings.split("|")}


def guess(columns: Sequence[str]) -> dict[str, int]:
    """Field and number of the column whose heading names it; the first column wins, the rest are left out."""
    found: dict[str, int] = {}
    for number, heading in enumerate(columns):
        words = " ".join("".join(c if c.isalnum() else " " for c in folded(heading)).split())
        field = KNOWN.get(words)
        if field and field not in found:
            found[field] = number
    return found
