"""Who may do what with requests about data, periods, holds and disposals: the only place that says so."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Person, PersonQuerySet
from people.permissions import is_own_family, may_see_contact, own_family
from people.retention import ERASED
from people.roles import INSIDERS, TRUSTEES, Role
from people.visibility import listed_to
from rights.models import DataRequest, Disposal, Paper, PaperKind
from safeguard.rules import rule

KEEPERS = frozenset({Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR})

OWN = rule(_("See what the charity knows of oneself, take a copy, and ask about one's data"), frozenset(Role))
KEEP = rule(_("Record and answer requests and complaints about data"), KEEPERS)
COPY = rule(_("Make a copy of all the data of one person, for a request"), KEEPERS)
SEE_SCHEDULE = rule(_("See how long records are kept"), INSIDERS | {Role.ADMINISTRATOR})
SET_PERIODS = rule(_("Change how long records are kept"), {Role.CHAIR, Role.LEAD})
HOLD = rule(_("Place and lift a legal hold"), {Role.CHAIR, Role.LEAD})
PROPOSE_ERASURE = rule(_("Propose that somebody's data is erased"), KEEPERS)
APPROVE = rule(_("Approve a disposal or an erasure, together with a second person"), TRUSTEES | {Role.LEAD})

RULES = [OWN, KEEP, COPY, SEE_SCHEDULE, SET_PERIODS, HOLD, PROPOSE_ERASURE, APPROVE]


def enters(person: Person) -> bool:
    """Whether the room has something for this person beside their own data."""
    return KEEP.allows(person) or APPROVE.allows(person)


def can_copy(by: Person, person: Person) -> bool:
    """Details that are kept back are for the chair and the lead; everybody has their own.

    Those of one's own child, and of whoever else looks after that child, are handed over by somebody else: what the
    other parent said, and what was done to protect the child, stand in them (E-29, fact 57).
    """
    if by.pk == person.pk:
        return True
    return COPY.allows(by) and may_see_contact(by, person) and not is_own_family(by, person)


def known_to(by: Person, today: date) -> PersonQuerySet:
    """Whom `by` may name here: whoever is not kept back from them, and those of whom no name is left."""
    erased = Person.objects.filter(name__startswith=f"{ERASED} ").order_by().values("pk")
    found: PersonQuerySet = Person.objects.filter(
        Q(pk__in=listed_to(by, today).order_by().values("pk")) | Q(pk__in=erased)
    ).order_by()
    return found


def requests_open_to(by: Person, today: date) -> QuerySet[DataRequest]:
    """Requests about data, but for those about or from somebody who is kept back from `by`, and of their own family."""
    known = known_to(by, today).exclude(pk__in=own_family(by).values("pk")).values("pk")
    about, asker = Q(about=None) | Q(about__in=known), Q(asker=None) | Q(asker__in=known)
    return DataRequest.objects.filter(about & asker)


def can_name(by: Person, disposal: Disposal, today: date) -> bool:
    """Whether `by` reads on the list whose data is erased. Who is asked to agree counts rows, and needs no name."""
    return disposal.person_id is None or known_to(by, today).filter(pk=disposal.person_id).exists()


def can_open_request(by: Person, disposal: Disposal, today: date) -> bool:
    """Whether `by` may look at what was asked for, and not only at the rows that would go."""
    if disposal.request is None or not KEEP.allows(by):
        return False
    return requests_open_to(by, today).filter(pk=disposal.request.pk).exists()


def can_approve(by: Person, disposal: Disposal) -> bool:
    """Nobody approves what is about themself or their own family, and nobody approves twice."""
    if not APPROVE.allows(by) or by.pk in (disposal.person_id, disposal.first_by_id):
        return False
    return disposal.person is None or not is_own_family(by, disposal.person)


def can_open(by: Person, paper: Paper) -> bool:
    """Whoever asked for it; the schedule for all who may see it, a certificate for those who approve and keep.

    A copy that somebody made of their own data is theirs alone: it may say what others do not read.
    """
    if paper.kind == PaperKind.SCHEDULE:
        return SEE_SCHEDULE.allows(by)
    if paper.kind == PaperKind.CERTIFICATE:
        return enters(by)
    if paper.person is None or not can_copy(by, paper.person):
        return False
    return paper.asked_by_id == by.pk or (COPY.allows(by) and paper.asked_by_id != paper.person_id)
