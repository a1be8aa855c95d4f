"""Criminal-record checks of somebody, risk assessments about them, and exceptions that they have."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.models import Person
from safeguard.personal_data import IN_THEIR_WORK, Fact, Record, Section, section, words
from volunteers.models import Application, CriminalCheck, Exemption, RiskAssessment

COVERED: set[str] = {
    "volunteers.CriminalCheck.person",
    "volunteers.RiskAssessment.person",
    "volunteers.Exemption.person",
}
DONE_AT_WORK = "CriminalCheck.seen_by CriminalCheck.decided_by CriminalCheck.logged_by"
REASONS: dict[str, str] = {
    f"volunteers.{name}": IN_THEIR_WORK
    for name in f"{DONE_AT_WORK} RiskAssessment.decided_by Exemption.allowed_by".split()
}
LOGGED = (
    *("check_label", "workforce_label", "reference", "applied_on", "issued_on", "seen_on", "seen_by"),
    *("is_own_certificate", "decision", "decided_on", "decided_by", "update_service", "status_checked_on"),
    *("renew_on", "expires_on", "copy_destroy_by", "copy_destroyed_on", "ended_on"),
)


def about(person: Person) -> Iterator[Section]:
    yield from _sections(Q(person=person.pk) | Q(application__person=person.pk), person)


def about_applicant(application: Application) -> Iterator[Section]:
    """Of somebody who is not in the list of people."""
    yield from _sections(Q(application=application), application)


def _sections(theirs: Q, about: Person | Application) -> Iterator[Section]:
    checks = CriminalCheck.objects.filter(theirs).select_related("seen_by", "decided_by")
    title = _("Criminal-record checks: what is kept of a certificate")
    yield section("volunteers.criminal_checks", title, checks, LOGGED, about=about)
    assessed = RiskAssessment.objects.filter(theirs).select_related("decided_by")
    records = tuple(_assessment(one) for one in assessed)
    yield Section("volunteers.risk_assessments", _("Risk assessments about you"), records)
    allowed = Exemption.objects.filter(theirs).select_related("allowed_by")
    fields = ("what", "reason", "starts_on", "ends_on", "ended_on", "allowed_by")
    yield section("volunteers.exceptions", _("Exceptions that you have"), allowed, fields, about=about)


def _assessment(one: RiskAssessment) -> Record:
    """With its words, as long as they can be read."""
    opened = {} if one.is_shredded else one.words
    facts = [Fact(_("Why"), one.get_why_display()), Fact(_("From"), words(one.starts_on))]
    facts += [Fact(capfirst(str(label)), words(opened.get(name))) for name, label in one.WORDS.items()]
    facts += [Fact(_("To be looked at again on"), words(one.review_on)), Fact(_("Ended on"), words(one.ended_on))]
    return Record(tuple(fact for fact in facts if fact.value))
