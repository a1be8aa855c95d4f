"""The short log of criminal-record checks: applied for, come back, looked up, replaced. Its content is never taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from volunteers.models import (
    Application,
    CertificateViewer,
    CriminalCheck,
    Exemption,
    RiskAssessment,
    VettingDecision,
    Workforce,
)
from volunteers.permissions import is_own
from volunteers.seeing import is_own_application
from volunteers.services.vetting import rows_of
from volunteers.states import CLOSED_STAGES, Stage
from volunteers.verbs import Verb
from volunteers.vetting import Kind, all_kinds, contradicts, copy_months, label_of, serving_as

About = Application | Person


@dataclass(frozen=True)
class Seen:
    """What is written down of a certificate. Everybody in `viewers` saw it on that day, beside `seen_by`."""

    reference: str
    issued_on: date
    seen_on: date
    seen_by: Person
    decision: str
    decided_on: date | None = None  # None: today
    workforce: str = ""
    viewers: Sequence[str] = ()
    update_service: bool = False
    status_checked_on: date | None = None
    renew_on: date | None = None
    expires_on: date | None = None  # where the law ends it, and the letter names another day than the law's
    has_copy: bool = False
    copy_destroy_by: date | None = None


@transaction.atomic
def apply_for(about: About, *, kind: str, applied_on: date, by: Person, workforce: str = "") -> CriminalCheck:
    """Note that a check was applied for. The same again is one row. Raises Refused."""
    not_own(about, by)
    _known(kind)
    _fits(kind, workforce)
    _past(applied_on)
    if isinstance(about, Application) and about.status in CLOSED_STAGES:
        raise Refused(_("This application is closed. Nothing is applied for any more."))
    lock(about)
    waiting = CriminalCheck.objects.waiting().filter(rows_of(about, timezone.localdate()), kind=kind).first()
    if waiting is not None and waiting.applied_on == applied_on and waiting.logged_by_id == by.pk:
        return waiting
    if waiting is not None:
        raise Refused(_("This check is applied for already and has not come back yet."))
    return _logged(CriminalCheck(kind=kind, workforce=workforce, applied_on=applied_on, **whose(about)), by)


@transaction.atomic
def record_seen(about: About, *, kind: str, seen: Seen, by: Person, is_own_certificate: bool = False) -> CriminalCheck:
    """Note a certificate that nobody applied for here: somebody's own, or one from before this log (fact 32)."""
    not_own(about, by)
    found = _known(kind)
    lock(about)
    same = {"kind": kind, "reference": seen.reference, "issued_on": seen.issued_on, "ended_on": None}
    earlier = CriminalCheck.objects.filter(rows_of(about, timezone.localdate()), **same).first()
    if earlier is not None:
        return earlier
    check = CriminalCheck(kind=kind, is_own_certificate=is_own_certificate, **whose(about))
    return _seen(check, found, seen, about, by)


@transaction.atomic
def come_back(check: CriminalCheck, *, seen: Seen, by: Person) -> CriminalCheck:
    """Note what came back, who saw it and what was decided. It takes the place of an earlier one of its kind."""
    about = about_of(check)
    not_own(about, by)
    lock(about)
    check.refresh_from_db()
    if not check.is_waiting:
        raise Refused(_("It is noted already that this check came back. Look at it again before you go on."))
    return _seen(check, _known(check.kind), seen, about, by)


@transaction.atomic
def shown_to(check: CriminalCheck, *, name: str, seen_on: date, by: Person) -> CertificateViewer:
    """Name one more person who saw the certificate (Police Act 1997, section 124)."""
    check = _locked(check, by)
    if check.issued_on is None:
        raise Refused(_("This check has not come back yet. Nobody can have seen it."))
    if seen_on < check.issued_on:
        raise Refused(_("Nobody can have seen it before the day on which it was issued."))
    _past(seen_on)
    viewer, is_new = CertificateViewer.objects.get_or_create(check_of=check, name=name, seen_on=seen_on)
    if is_new:
        record(Verb.VETTED, check, by=by, changed=["viewers"])
    return viewer


@transaction.atomic
def look_up(check: CriminalCheck, *, on: date, is_unchanged: bool, by: Person) -> CriminalCheck:
    """Note the status in the update service. Where it changed, the certificate no longer counts: a new one is due."""
    check = _locked(check, by)
    _standing(check)
    if not check.update_service:
        raise Refused(_("This check is in no update service."))
    _past(on)
    if check.issued_on is not None and on < check.issued_on:
        raise Refused(_("The status cannot have been looked up before the certificate was issued."))
    check.status_checked_on = on
    if not is_unchanged:
        check.ended_on = timezone.localdate()
    return _saved(check, by, "status_checked_on", "ended_on")


@transaction.atomic
def destroy_copy(check: CriminalCheck, *, on: date, by: Person) -> CriminalCheck:
    check = _locked(check, by)
    _past(on)
    if check.copy_destroy_by is None:
        raise Refused(_("There is no copy of this one."))
    if check.copy_destroyed_on is not None:
        raise Refused(_("It is noted already that the copy was destroyed."))
    if check.seen_on is not None and on < check.seen_on:
        raise Refused(_("The copy cannot have been destroyed before the certificate was seen."))
    check.copy_destroyed_on = on
    return _saved(check, by, "copy_destroyed_on")


@transaction.atomic
def end(check: CriminalCheck, *, by: Person) -> CriminalCheck:
    """It no longer counts: the application was given up, or the certificate is not good any more."""
    check = _locked(check, by)
    _standing(check)
    check.ended_on = timezone.localdate()
    return _saved(check, by, "ended_on")


def _seen(check: CriminalCheck, kind: Kind, seen: Seen, about: About, by: Person) -> CriminalCheck:
    _check_days(check, seen)
    _fits(kind.key, seen.workforce or check.workforce)
    if seen.decision not in (VettingDecision.CLEAR, VettingDecision.ACCEPTED, VettingDecision.REFUSED):
        raise Refused(_("Say what was decided."))
    if is_about(seen.seen_by, about):
        raise Refused(_("Nobody notes that they saw their own certificate, or one of their family."))
    today = timezone.localdate()
    if seen.decision == VettingDecision.ACCEPTED:
        _assessed(about, today)
    decided_on = seen.decided_on or today
    is_taken = seen.decision != VettingDecision.REFUSED
    check.reference, check.issued_on = seen.reference, seen.issued_on
    check.seen_on, check.seen_by = seen.seen_on, seen.seen_by
    check.workforce = seen.workforce or check.workforce
    check.decision, check.decided_on, check.decided_by = seen.decision, decided_on, by
    check.update_service = bool(seen.update_service and kind.update_service)
    check.status_checked_on = seen.status_checked_on if check.update_service else None
    check.renew_on = (seen.renew_on or add_months(seen.issued_on, kind.renew_months)) if is_taken else None
    check.expires_on = _runs_out(kind, seen)
    check.copy_destroy_by = _copy_until(seen, decided_on) if seen.has_copy else None
    check = _logged(check, by)
    names = dict.fromkeys([seen.seen_by.name, *seen.viewers])
    for name in names:
        CertificateViewer.objects.create(check_of=check, name=name, seen_on=seen.seen_on)
    _replace(check, kind, about, today)
    return check


def _check_days(check: CriminalCheck, seen: Seen) -> None:
    _past(seen.seen_on)
    if seen.issued_on > seen.seen_on:
        raise Refused(_("It cannot have been seen before the day on which it was issued. Check both days."))
    if seen.decided_on is not None:
        _past(seen.decided_on)
        if seen.decided_on < seen.seen_on:
            raise Refused(_("Nothing can have been decided before the original was seen. Check both days."))
    if check.applied_on is not None and seen.issued_on < check.applied_on:
        raise Refused(_("It cannot have been issued before the day on which it was applied for. Check both days."))
    if seen.status_checked_on is not None:
        _past(seen.status_checked_on)
        if seen.status_checked_on < seen.issued_on:
            raise Refused(_("The status cannot have been looked up before the certificate was issued."))
    if seen.renew_on is not None and seen.renew_on <= seen.issued_on:
        raise Refused(_("The day for renewing it comes after the day on which it was issued."))
    if seen.expires_on is not None and seen.expires_on <= seen.issued_on:
        raise Refused(_("It cannot run out before it was issued. Check both days."))


def _assessed(about: About, today: date) -> None:
    standing = RiskAssessment.objects.filter(rows_of(about, today), why=RiskAssessment.Why.CONTENT, ended_on=None)
    if not standing.exists():
        raise Refused(
            _("Write the risk assessment of what the check said first. Then note that the person was taken on with it.")
        )


def _runs_out(kind: Kind, seen: Seen) -> date | None:
    """Only where the law ends it: for a Scottish membership the day of its letter, or five years on (fact 35)."""
    if kind.lapses_years is None:
        return None
    return seen.expires_on or kind.lapses_on(seen.issued_on)


def _copy_until(seen: Seen, decided_on: date) -> date:
    latest = add_months(decided_on, copy_months())
    if seen.copy_destroy_by is not None and not decided_on <= seen.copy_destroy_by <= latest:
        raise Refused(
            _("A copy is kept for %(months)s months after the decision at most. Enter a day between the two.")
            % {"months": copy_months()}
        )
    return seen.copy_destroy_by or latest


def _replace(check: CriminalCheck, kind: Kind, about: About, today: date) -> None:
    """The last one issued takes the place of those that it contains, whichever was written down first.

    A check that came back ends the assessment of the wait for it.
    """
    others = CriminalCheck.objects.filter(rows_of(about, today), ended_on=None).exclude(pk=check.pk)
    others = others.exclude(decision=VettingDecision.WAITING)
    if others.filter(kind__in=serving_as(kind.key), issued_on__gt=check.issued_on).exists():
        check.ended_on = today
        check.save(update_fields=["ended_on"])
    others.filter(kind__in=[kind.key, *kind.covers], issued_on__lte=check.issued_on).update(ended_on=today)
    if not CriminalCheck.objects.waiting().filter(rows_of(about, today)).exists():
        waits = RiskAssessment.objects.filter(rows_of(about, today), why=RiskAssessment.Why.WAITING, ended_on=None)
        waits.update(ended_on=today)


def whose(about: About) -> dict[str, Any]:
    """The row's keys; once an applicant is taken on, it is about the person as well."""
    if isinstance(about, Person):
        return {"person": about}
    return {"application": about, "person": about.person if about.status == Stage.ACTIVE else None}


def about_of(row: CriminalCheck | RiskAssessment | Exemption) -> About:
    if row.person is not None:
        return row.person
    if row.application is None:
        raise ValueError("A row of this kind is about somebody.")  # the database holds it
    return row.application


def not_own(about: About, by: Person) -> None:
    if is_about(by, about):
        raise Refused(_("Nobody does this about themself or their own family. Ask a colleague."))


def is_about(by: Person, about: About) -> bool:
    """Whether it is about themself or their own family."""
    return is_own(by, about) if isinstance(about, Person) else is_own_application(by, about)


def lock(about: About) -> None:
    """Two clicks come one after the other."""
    type(about).objects.select_for_update(no_key=True).get(pk=about.pk)


def _known(kind: str) -> Kind:
    if kind not in all_kinds():
        raise Refused(_("Choose a check from the list."))
    return all_kinds()[kind]


def _fits(kind: str, workforce: str) -> None:
    if contradicts(kind, workforce):
        raise Refused(
            _("“%(kind)s” and “%(work)s” do not go together. Look again, and choose what the certificate says.")
            % {"kind": label_of(kind), "work": Workforce(workforce).label}
        )


def _past(day: date) -> None:
    if day > timezone.localdate():
        raise Refused(_("This day is still to come. Enter the day on which it was."))


def _standing(check: CriminalCheck) -> None:
    if check.ended_on is not None:
        raise Refused(_("This check was replaced or has ended. Nothing more is done about it."))


def _locked(check: CriminalCheck, by: Person) -> CriminalCheck:
    not_own(about_of(check), by)
    found: CriminalCheck = CriminalCheck.objects.select_for_update(no_key=True).get(pk=check.pk)
    return found


def _logged(check: CriminalCheck, by: Person) -> CriminalCheck:
    if check.pk is None:
        check.logged_by = by
    check.save()
    record(Verb.VETTED, check, by=by, detail={"kind": check.kind})
    return check


def _saved(check: CriminalCheck, by: Person, *fields: str) -> CriminalCheck:
    check.save(update_fields=fields)
    record(Verb.VETTED, check, by=by, changed=fields)
    return check
