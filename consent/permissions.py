"""Who may do what with consent, pictures and contact wishes: the only place that says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Check, ConsentRequest, Disclosure, OptOut, Override, Picture, RequestItem
from consent.models.pictures import PictureQuerySet
from consent.models.requests import ConsentRequestQuerySet
from people.models import CareLink, Person, PersonQuerySet
from people.permissions import SEE_RESTRICTED
from people.roles import INSIDERS, TRUSTEES, Role
from people.visibility import cared_for, cared_for_visible_to
from safeguard.rules import rule

KEEPERS = frozenset({Role.CHAIR, Role.SAFEGUARDING_TRUSTEE, Role.LEAD, Role.COORDINATOR})

FIND = rule(_("Ask “May I post this?”, keep registers of events, and print lists for an event"), INSIDERS)
WITHDRAW = rule(_("Record that somebody withdraws their consent; it counts at once"), INSIDERS)
USE = rule(_("Record where pictures and stories are shown, and take them down"), INSIDERS)
LOG = rule(_("Write into the picture log, and confirm uploads and deletions of one's own"), INSIDERS)
WISH = rule(_("Record that somebody is not to be contacted, and a contact in spite of it"), INSIDERS)
TELL = rule(_("Record that families or young people were told something"), INSIDERS)
PASS_ON = rule(_("Record what was passed to a third party, and on which ground"), INSIDERS)
DESIGN = rule(_("Write consent questions and notices"), KEEPERS)
ASK = rule(_("Ask for consent, and record answers on paper, by telephone or in person"), KEEPERS)
SEE = rule(_("See who answered what about consent"), KEEPERS)
JUDGE = rule(_("Decide who decides: ability, authority, and how a disagreement ended"), {Role.LEAD, Role.COORDINATOR})
APPROVE = rule(_("Approve a use in which people can be recognised"), TRUSTEES)
SEE_LOG = rule(
    _("See the whole picture log"), TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER, Role.WEB_MANAGER}
)
REVIEW = rule(
    _("Look into contacts that were made in spite of a wish"), {Role.LEAD, Role.SAFEGUARDING_TRUSTEE, Role.CHAIR}
)
SEE_DISCLOSURES = rule(_("See all that was passed to third parties"), KEEPERS)

RULES = [
    *(FIND, WITHDRAW, USE, LOG, WISH, TELL, PASS_ON),
    *(DESIGN, ASK, SEE, JUDGE, APPROVE, SEE_LOG, REVIEW, SEE_DISCLOSURES),
]


def can_see_picture(person: Person, picture: Picture) -> bool:
    """Whoever took it, their line manager, and those who see the whole log."""
    return person.pk in (picture.taker_id, picture.taker.line_manager_id) or SEE_LOG.allows(person)


def family_of(person: Person) -> QuerySet[CareLink, dict[str, Any]]:
    """The keys of those whom somebody looks after, or once looked after: nobody keeps the records of their own family.

    A parent who works here would read there what the other one said (E-29), and what was done to protect the child
    (E-20, fact 57).
    """
    return CareLink.objects.filter(carer=person.pk).order_by().values("cared_for")


def is_family(person: Person, subject_pk: int) -> bool:
    return CareLink.objects.filter(carer=person.pk, cared_for=subject_pk).exists()


def requests_seen_by(person: Person) -> ConsentRequestQuerySet:
    """Who was asked what: all of it, but for what others were asked about somebody's own family (E-29)."""
    about_family = RequestItem.objects.filter(subject__in=family_of(person)).order_by().values("request")
    found: ConsentRequestQuerySet = ConsentRequest.objects.filter(~Q(pk__in=about_family) | Q(asked=person))
    return found


def can_record_form(person: Person, request: ConsentRequest) -> bool:
    """Those who ask; a form about somebody's own family is written down, and its scan read, by somebody else."""
    if not ASK.allows(person) or request.asked_id == person.pk:
        return False
    return not request.items.filter(subject__in=family_of(person)).exists()


def can_see_answers(person: Person, subject: Person, today: date) -> bool:
    """Who said what: for those who keep consent, and for no carer of the same person, whatever else they do (E-29)."""
    if not SEE.allows(person) or person == subject:
        return False
    return not is_family(person, subject.pk)


def can_judge(person: Person, subject: Person, today: date) -> bool:
    """Decide who decides; never as one of those who answer."""
    return JUDGE.allows(person) and can_see_answers(person, subject, today)


def can_see_who_asked(person: Person, opt_out: OptOut, today: date) -> bool:
    """Whose wish it is: those who keep consent, and whoever wrote it down; never another carer of the same person."""
    if person.pk == opt_out.asked_by_id:
        return True
    if is_family(person, opt_out.subject_id):
        return False
    return SEE.allows(person) or person.pk == opt_out.recorded_by_id


def can_see_override(person: Person, override: Override) -> bool:
    return person.pk in (override.worker_id, override.authorised_by_id) or can_review(person, override)


def can_review(person: Person, override: Override) -> bool:
    """Nobody looks into their own contact (E-36), nor into one with their own family: it may be about those at home."""
    if person.pk == override.worker_id or not REVIEW.allows(person):
        return False
    return not is_family(person, override.opt_out.subject_id)


def overrides_seen_by(person: Person) -> QuerySet[Override]:
    """The contacts for which `can_see_override` says yes."""
    own = Q(worker=person) | Q(authorised_by=person)
    if REVIEW.allows(person):
        own |= ~Q(opt_out__subject__in=family_of(person))
    return Override.objects.filter(own)


def can_see_disclosure(person: Person, disclosure: Disclosure) -> bool:
    """Those who keep consent, except where a record is kept back from them, and whoever wrote it down."""
    return disclosures_seen_by(person).filter(pk=disclosure.pk).exists()


def disclosures_seen_by(person: Person) -> QuerySet[Disclosure]:
    """What one recorded oneself; for those who keep consent the rest, but for what is kept back and one's own family.

    A child may have to be protected from somebody at home who works here (fact 57).
    """
    own = Q(passed_by=person)
    if not SEE_DISCLOSURES.allows(person):
        return Disclosure.objects.filter(own)
    others = ~Q(subject__in=family_of(person)) & ~Q(subject=person)
    if not SEE_RESTRICTED.allows(person):
        others &= Q(subject__restricted=False)
    return Disclosure.objects.filter(own | others)


def pictures_seen_by(person: Person) -> PictureQuerySet:
    """The lines of the log for which `can_see_picture` says yes."""
    everything: PictureQuerySet = Picture.objects.all()
    own = Q(taker=person) | Q(taker__line_manager=person)
    return everything if SEE_LOG.allows(person) else everything.filter(own)


def takers(by: Person, today: date) -> PersonQuerySet:
    """In whose name somebody writes into the picture log: their own, of those whom they lead, for keepers of all."""
    everybody: PersonQuerySet = Person.objects.current(today).holding(*INSIDERS, on=today)
    return everybody if by.holds(*KEEPERS) else everybody.filter(Q(pk=by.pk) | Q(line_manager=by))


def can_log_for(by: Person, taker: Person) -> bool:
    return LOG.allows(by) and (by.pk in (taker.pk, taker.line_manager_id) or by.holds(*KEEPERS))


def can_confirm_removal(by: Person, picture: Picture) -> bool:
    """Whoever took it knows their own device; for somebody who has gone or is suspended, others say so."""
    taker = picture.taker
    if taker.is_at_work(timezone.localdate()):
        return by.pk == taker.pk
    return by.pk == taker.line_manager_id or by.holds(*KEEPERS)


def can_delete_stored(by: Person, picture: Picture) -> bool:
    """Take a stored picture out: whoever took it, the keepers, and the web manager."""
    return by.pk == picture.taker_id or by.holds(*KEEPERS, Role.WEB_MANAGER)


def can_look_at(by: Person, picture: Picture, today: date) -> bool:
    """See the stored pictures of a line: whoever sees the line, and the name of everybody in it who is here."""
    kept_from = Q(person__in=cared_for(today).order_by().values("pk"))
    if not SEE_RESTRICTED.allows(by):
        kept_from |= Q(person__restricted=True)
    seen = cared_for_visible_to(by, today).order_by().values("pk")
    return can_see_picture(by, picture) and not picture.subjects.filter(kept_from).exclude(person__in=seen).exists()


def can_see_check(person: Person, check: Check) -> bool:
    """Whoever asked, and those who see the whole log; trustees approve what they see there."""
    return check.asked_by_id == person.pk or SEE_LOG.allows(person)


def can_report(person: Person) -> bool:
    """Read the exceptions of the year: trustees, who approve them, and the keepers of consent (RW-36)."""
    return APPROVE.allows(person) or SEE.allows(person)
