"""The induction pack as a PDF: the worker makes it, and whoever asked fetches it within some hours."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override

from audit.services import record
from people import post
from people.ages import is_minor
from people.models import Person
from people.visibility import listed_to
from safeguard import pdf
from safeguard.scoping import active_organisation
from safeguard.tickets import Papers
from volunteers.composing.induction import context_of
from volunteers.own_page import has_own_page
from volunteers.permissions import RECRUIT, TRAIN
from volunteers.verbs import Verb

PAPERS = Papers("volunteers.induction", kept=timedelta(hours=12))
STYLESHEETS = (*pdf.STYLESHEETS, "css/print/induction.css")


def prints_for_others(by: Person) -> bool:
    return TRAIN.allows(by) or RECRUIT.allows(by)


def may_print(by: Person, person: Person | None) -> bool:
    """One's own; those of others, and blank ones, for whoever takes people on or trains them."""
    if person is not None and by.pk == person.pk:
        return has_own_page(by)
    return prints_for_others(by)


@transaction.atomic
def ask(person: Person | None, *, young: bool = False, by: Person) -> str:
    """Print a pack for somebody, or a blank one. Whether somebody is young, their date of birth says where it is known.

    Returns the ticket that opens it.
    """
    if person is not None:
        young = is_minor(person.date_of_birth, timezone.localdate())
    named = {"person": person.pk if person else None, "young": young, "by": by.pk}
    ticket = PAPERS.ticket(**named, language=get_language() or "en-gb")
    organisation = active_organisation()
    transaction.on_commit(lambda: post.hand_over("volunteers.tasks.make_induction_pack", organisation.pk, ticket))
    record(Verb.PRINTED_PACK, person or organisation, by=by, detail={"blank": person is None, "young": young})
    return ticket


def opened(ticket: str, *, by: Person) -> tuple[bool, Person | None]:
    """Whether this ticket was given to this person and still opens a pack; and for whom the pack is."""
    found = PAPERS.read(ticket)
    if not found or found.get("by") != by.pk:
        return False, None
    if found["person"] is None:
        return prints_for_others(by), None
    person = listed_to(by, timezone.localdate()).filter(pk=found["person"]).first()
    return person is not None and may_print(by, person), person


def make(ticket: str) -> None:
    """The PDF, kept until the ticket ends."""
    found = PAPERS.read(ticket)
    if not found:
        return
    person = Person.objects.filter(pk=found["person"]).first() if found["person"] else None
    if person is None and found["person"]:
        return
    with override(found["language"]):
        PAPERS.keep(ticket, lambda: render(person, young=found["young"], identifier=PAPERS.place(ticket)))


def render(person: Person | None, *, young: bool, identifier: str) -> bytes:
    context = context_of(person, young=young)
    return pdf.render("volunteers/mine/print/induction.html", context, identifier=identifier, stylesheets=STYLESHEETS)
