"""Tasks from a case to people to whom the case is not opened: they read the task's own words, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.joined import must_be_open
from incidents.models import Case, EntryKind, LetterKind, StepAside, Task
from incidents.services import entries, letters
from incidents.verbs import Verb
from people.models import Person, PersonQuerySet
from people.visibility import not_only_cared_for
from safeguard.refusals import Refused

TWO_CLICKS = timedelta(minutes=1)


def may_be_asked(case: Case, today: date) -> PersonQuerySet:
    """Those who work here and sign in, without those who see nothing of the case."""
    aside = StepAside.objects.standing().filter(case=case).values("person")
    found: PersonQuerySet = not_only_cared_for(today).working(today).filter(user__is_active=True).exclude(pk__in=aside)
    return found


def tasks_of(person: Person) -> QuerySet[Task]:
    """What somebody was asked to do. Whoever is suspended, or stepped aside from the case, sees no task of it."""
    if not person.is_at_work(timezone.localdate()):
        return Task.objects.none()
    aside = StepAside.objects.standing().filter(person=person, case=OuterRef("case"))
    return Task.objects.filter(to=person, withdrawn_at=None, case__shredded_at=None).filter(~Exists(aside))


@transaction.atomic
def give(case: Case, *, to: Person, what: str, due_on: date, by: Person) -> Task:
    """Ask one person to do something; they are told by mail that there is something, and not what.

    The same, sent twice within a minute, is one. Raises Refused for a closed case, and for somebody who sees nothing
    of it.
    """
    must_be_open(case)
    today = timezone.localdate()
    if not may_be_asked(case, today).filter(pk=to.pk).exists():
        raise Refused(_("This person cannot be asked: they have no sign-in, or they see nothing of this case."))
    if due_on < today:
        raise Refused(_("This day is over. Choose a day to come."))
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    recent = Task.objects.filter(case=case, to=to, by=by, due_on=due_on, given_at__gte=timezone.now() - TWO_CLICKS)
    if there := next((task for task in recent if task.words["what"] == what), None):
        return there
    made: Task = Task.objects.create(case=case, to=to, by=by, due_on=due_on, words={"what": what})
    said = {_("A task for %(name)s") % {"name": to}: what, _("By when"): date_format(due_on)}
    entries.write(case, by=by, kind=EntryKind.RECORD, text=entries.facts(**said), about=made, verb=Verb.GAVE_TASK)
    if to != by:
        letters.queue(LetterKind.TASK, to=to, case=case, task=made, by=by)
    return made


@transaction.atomic
def answer(task: Task, *, by: Person, text: str) -> Task:
    """Say what was done; it stands in the chronology, also when the case was closed meanwhile."""
    if task.to != by:
        raise Refused(_("This was asked of somebody else."))
    task.reword(answer=text)
    waiting = Task.objects.filter(pk=task.pk, done_at=None, withdrawn_at=None)
    if not waiting.update(done_at=(now := timezone.now()), sealed=task.sealed):
        raise Refused(_("This was answered already, or is no longer asked."))
    task.done_at = now
    said = entries.facts(**{_("The task"): task.words["what"], _("What was done"): text})
    kind = EntryKind.ACTION
    entries.write(task.case, by=by, kind=kind, text=said, about=task, verb=Verb.DID_TASK, is_handling=False)
    return task


@transaction.atomic
def withdraw(task: Task, *, by: Person) -> None:
    """It is no longer asked; doing it twice does it once."""
    must_be_open(task.case)
    waiting = Task.objects.filter(pk=task.pk, done_at=None, withdrawn_at=None)
    if waiting.update(withdrawn_at=timezone.now()):
        text = _("The task for %(name)s is no longer asked.") % {"name": task.to}
        entries.write(task.case, by=by, kind=EntryKind.RECORD, text=text, about=task)
