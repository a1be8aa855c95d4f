"""An application goes from stage to stage, steps are noted, and it is closed or opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import midnight
from audit.services import record, transition
from people.models import Person
from safeguard.recurrence import add_months
from safeguard.refusals import Refused
from safeguard.retention import months_kept
from volunteers import wording
from volunteers.lacking import LOOKED_UP, NOT_LEFT_OUT, missing, needs_of
from volunteers.models import Application, ApplicationStep, CheckPermission, LetterKind, PermissionHow
from volunteers.seeing import is_own_application
from volunteers.services import checks, letters, settings
from volunteers.states import CLOSED_STAGES, OPEN_STAGES, Stage
from volunteers.verbs import Verb

KEPT_MONTHS = 6
"""How long a closed application is kept, and can be opened again (fact 41)."""


class StillMissing(Refused):
    """The stage is not finished; `sentences` say what is missing, one each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def locked(application: Application, *, by: Person) -> Application:
    """The application as it is now, until the end of the transaction; never somebody's own."""
    found: Application = (
        Application.objects.select_for_update(no_key=True, of=("self",))
        .select_related("position", "person")
        .get(pk=application.pk)
    )
    if is_own_application(by, found):
        raise Refused(_("This is about you or your family. A colleague does it."))
    return found


def locked_open(application: Application, *, by: Person) -> Application:
    found = locked(application, by=by)
    if not found.is_open:
        raise Refused(_("This application is closed, or the person was taken on already."))
    return found


def next_stage(application: Application) -> Stage | None:
    """The stage after the present one, or None where nothing but a decision follows."""
    if application.status not in OPEN_STAGES or application.status == Stage.DECISION:
        return None
    return OPEN_STAGES[OPEN_STAGES.index(Stage(application.status)) + 1]


def stage_before(application: Application) -> Stage | None:
    """One stage back; an application does not become an enquiry again."""
    if application.status not in OPEN_STAGES:
        return None
    before = OPEN_STAGES.index(Stage(application.status)) - 1
    return OPEN_STAGES[before] if before > 0 else None


@transaction.atomic
def move(application: Application, *, to: str, by: Person) -> Application:
    """One stage on, or one back.

    Raises StillMissing with a sentence for everything that the stages up to this one ask for and that is neither there,
    nor covered by an exception, nor left out with a reason. Raises Refused for stages that are reached in another way.
    """
    found = locked(application, by=by)
    if to in (*CLOSED_STAGES, Stage.ACTIVE) or found.status in CLOSED_STAGES:
        raise Refused(_("An application is closed, opened again and taken on by pages of their own."))
    today = timezone.localdate()
    if to == next_stage(found) and (lacks := missing(found, today)):
        raise StillMissing([f"{need.label}: {need.hint}" for need in lacks])
    stamps = {"stage_since": today}
    if to == Stage.APPLIED and found.applied_at is None:
        stamps["applied_at"] = timezone.now()
    return transition(found, to=to, by=by, verb=Verb.MOVED, **stamps)


# Steps ---------------------------------------------------------------------------------------------------------------


def can_be_noted(key: str) -> bool:
    """Whether somebody notes it by hand; the others follow from checks, references and decisions."""
    return key not in LOOKED_UP


@transaction.atomic
def note_step(
    application: Application,
    *,
    key: str,
    by: Person,
    on: date,
    note: str = "",
    who: str = "",
    seen: Sequence[str] = (),
) -> ApplicationStep:
    """Something was done on a day: noted again, it is corrected. Of documents only their kinds are written down."""
    found = locked_open(application, by=by)
    if not can_be_noted(key):
        raise Refused(_("This is not noted by hand: it follows from a record of its own."))
    return _step(found, key, by=by, on=on, is_needed=True, words={"note": note, "who": who, "seen": list(seen)})


@transaction.atomic
def note_permission(application: Application, *, is_given: bool, on: date, by: Person) -> CheckPermission:
    """What somebody answered who came without the form: asked in writing, with the charity's words. Nobody is asked
    twice; a yes is taken back on the page of the check (BC-9)."""
    found = locked_open(application, by=by)
    if CheckPermission.objects.filter(application=found).exists():
        raise Refused(_("They have answered already. Nobody is asked twice."))
    way, now = settings.current(), timezone.now()
    answer: CheckPermission = CheckPermission.objects.create(
        application=found,
        wording=wording.permission(way),
        version=way.permission_version,
        is_given=is_given,
        how=PermissionHow.LATER,
        answered_at=now if on == timezone.localdate(now) else midnight(on),
        recorded_by=by,
    )
    record(Verb.PERMITTED, found, by=by)
    return answer


@transaction.atomic
def leave_out(application: Application, *, key: str, by: Person, why: str) -> ApplicationStep:
    """It is not needed for this applicant, and why. Age, a parent's agreement and the decision are always needed; from
    the criminal-record check there are exceptions with an end, on a page of their own. An online check that somebody
    was asked to do is finished."""
    found = locked_open(application, by=by)
    if key in NOT_LEFT_OUT:
        raise Refused(_("This cannot be left out by writing down a reason."))
    if key == "online_check" and checks.is_given_out(found):
        raise Refused(_("The online check was given out. It is finished or called off, and not left out."))
    if key not in {need.key for need in needs_of(found, timezone.localdate())}:
        raise Refused(_("No stage up to this one asks for that."))
    return _step(found, key, by=by, on=timezone.localdate(), is_needed=False, words={"note": why})


@transaction.atomic
def ask_after_all(application: Application, *, key: str, by: Person) -> None:
    """What was left out is needed after all."""
    found = locked_open(application, by=by)
    if ApplicationStep.objects.filter(application=found, key=key, is_needed=False).delete()[0]:
        record(Verb.STEP, found, by=by, detail={"step": key, "needed": True})


def _step(
    application: Application, key: str, *, by: Person, on: date, is_needed: bool, words: dict[str, object]
) -> ApplicationStep:
    step = ApplicationStep.objects.filter(application=application, key=key).first()
    if step is None:
        step = ApplicationStep(application=application, key=key)
    step.application = application
    step.is_needed, step.on, step.by, step.noted_at = is_needed, on, by, timezone.now()
    step.words = words
    step.save()
    record(Verb.STEP, application, by=by, detail={"step": key, "on": on, "needed": is_needed})
    return step


# The end, and opening again ------------------------------------------------------------------------------------------


@transaction.atomic
def withdraw(application: Application, *, by: Person) -> Application:
    """The applicant does not want to any more; nobody asks them why."""
    found = locked(application, by=by)
    today = timezone.localdate()
    checks.application_closed(found, by=by)
    return transition(found, to=Stage.WITHDRAWN, by=by, verb=Verb.MOVED, stage_since=today, closed_on=today)


@transaction.atomic
def not_taken_on(application: Application, *, by: Person, reason: str, tell: bool = False) -> Application:
    """Close it, and why. The reason is sealed; a mail to the applicant, where one is sent, does not say it.

    Raises Refused while an online check is under way: what it found is put to the applicant first (BC-21).
    """
    found = locked(application, by=by)
    checks.refuse_while_under_way(found)
    today = timezone.localdate()
    found.reword(why_closed=reason)
    stamps = {"stage_since": today, "closed_on": today, "sealed": found.sealed}
    transition(found, to=Stage.UNSUCCESSFUL, by=by, verb=Verb.MOVED, **stamps)
    if tell and found.email:
        letters.queue(found, LetterKind.NOT_TAKEN_ON, to=found.email, by=by)
    return found


@transaction.atomic
def reopen(application: Application, *, by: Person) -> Application:
    """Go on with somebody whose application was closed, as long as it is there."""
    found = locked(application, by=by)
    if found.is_shredded or not can_reopen(found, timezone.localdate()):
        raise Refused(_("The time for keeping this application is over. They can apply again."))
    stamps = {"stage_since": timezone.localdate(), "closed_on": None}
    return transition(found, to=Stage.APPLIED, by=by, verb=Verb.MOVED, **stamps)


def can_reopen(application: Application, today: date) -> bool:
    closed = application.closed_on
    if closed is None or application.is_shredded:
        return False
    return add_months(closed, months_kept("volunteers.Application")) > today
