"""People, their sign-ins, the roles that they hold, who looks after whom, and the personal links that are sent."""

from people.models.accounts import User, UserManager
from people.models.checking_out import TIME_TO_GRIEVE, CheckOut, CheckOutItem, CheckOutKind
from people.models.families import FOR_ADULTS, FOR_CHILDREN, Authority, CareLink, Merge, Relationship
from people.models.imports import PeopleImport
from people.models.labels import RoleLabel
from people.models.letters import AbstractLetter, LetterQuerySet
from people.models.links import PersonalLink, Purpose
from people.models.names import digits, folded, searchable
from people.models.person import ContactPreference, Person, PersonQuerySet, RoleHolding, ServicePeriod

__all__ = [
    "FOR_ADULTS",
    "FOR_CHILDREN",
    "TIME_TO_GRIEVE",
    "AbstractLetter",
    "Authority",
    "CareLink",
    "CheckOut",
    "CheckOutItem",
    "CheckOutKind",
    "ContactPreference",
    "LetterQuerySet",
    "Merge",
    "PeopleImport",
    "Person",
    "PersonQuerySet",
    "PersonalLink",
    "Purpose",
    "Relationship",
    "RoleHolding",
    "RoleLabel",
    "ServicePeriod",
    "User",
    "UserManager",
    "digits",
    "folded",
    "searchable",
]
