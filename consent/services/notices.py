"""What families and young people are told: written, worded anew, translated, and noted for each who was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb as AuditVerb
from consent.languages import LANGUAGES
from consent.models import Notice, NoticeGiven, NoticeText
from consent.verbs import Verb
from organisations.models import Settings
from people.models import Person
from policies.models import Policy
from safeguard.refusals import Refused


@transaction.atomic
def add(
    *,
    by: Person,
    title: str,
    kind: str,
    text: str,
    to_carers: bool = True,
    to_beneficiaries: bool = False,
    policy: Policy | None = None,
    language: str = "en",
) -> Notice:
    """Write a notice with its first words. Raises Refused for a title that is taken, and for a notice to nobody."""
    Settings.objects.select_for_update(no_key=True).get()  # two clicks come one after the other
    if Notice.objects.filter(title=title).exists():
        raise Refused(_("There is a notice with this title already."))
    if not (to_carers or to_beneficiaries):
        raise Refused(_("Say who is told."))
    made: Notice = Notice.objects.create(
        title=title, kind=kind, policy=policy, to_carers=to_carers, to_beneficiaries=to_beneficiaries
    )
    NoticeText.objects.create(notice=made, number=1, language=_known(language), text=text, written_by=by)
    record(AuditVerb.CREATED, made, by=by, detail={"kind": kind})
    return made


@transaction.atomic
def word(notice: Notice, *, by: Person, text: str, widened: bool, language: str = "en") -> NoticeText:
    """Write a new version. With `widened`, whoever was told of an earlier one is told again.

    The same words, sent twice, are one version. Raises Refused for a notice that is no longer used.
    """
    number, newest = _newest(notice, language)
    if newest is not None and newest.text == text:
        return newest
    made: NoticeText = NoticeText.objects.create(
        notice=notice, number=number + 1, language=_known(language), text=text, widened=widened, written_by=by
    )
    record(Verb.WORDED, notice, by=by, detail={"version": made.number, "widened": widened})
    return made


@transaction.atomic
def translate(notice: Notice, *, by: Person, text: str, language: str) -> NoticeText:
    """Write the newest version in one more language. Raises Refused where it is there in that language."""
    number, newest = _newest(notice, language)
    if newest is not None:
        if newest.text == text:
            return newest
        raise Refused(_("This version is there in that language already. Write a new version to change the words."))
    made: NoticeText = NoticeText.objects.create(
        notice=notice, number=number, language=_known(language), text=text, written_by=by
    )
    record(Verb.WORDED, notice, by=by, detail={"version": number, "language": language})
    return made


def _newest(notice: Notice, language: str) -> tuple[int, NoticeText | None]:
    """The newest number, and its words in this language if they are there. The notice is locked and in use."""
    if Notice.objects.select_for_update(no_key=True).get(pk=notice.pk).ended_on is not None:
        raise Refused(_("This notice is no longer used."))
    number = int(notice.texts.aggregate(newest=Max("number"))["newest"] or 0)
    return number, notice.texts.filter(number=number, language=language).first()


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Refused(_("Choose a language from the list."))
    return language


@transaction.atomic
def tell(
    text: NoticeText,
    people: Iterable[Person],
    *,
    by: Person,
    told_on: date,
    method: str,
    form: str = "",
    interpreter: str = "",
    understood: bool | None = None,
    questions: str = "",
) -> int:
    """Note that these people were told of this version (WR-25, RW-64). Returns how many had not been noted.

    The same on the same day and in the same way is noted once. Raises Refused for a day that is still to come.
    """
    if told_on > timezone.localdate():
        raise Refused(_("This day is still to come. Enter the day on which they were told."))
    Notice.objects.select_for_update(no_key=True).get(pk=text.notice_id)  # two clicks come one after the other
    same = NoticeGiven.objects.filter(text=text, told_on=told_on, method=method)
    known = set(same.values_list("person", flat=True))
    rows = [
        NoticeGiven(
            text=text,
            person=person,
            told_on=told_on,
            method=method,
            form=form,
            interpreter=interpreter,
            understood=understood,
            questions=questions,
            told_by=by,
        )
        for person in people
        if person.pk not in known
    ]
    NoticeGiven.objects.bulk_create(rows)
    if rows:
        record(Verb.TOLD, text.notice, by=by, detail={"people": len(rows), "method": method, "version": text.number})
    return len(rows)


@transaction.atomic
def end(notice: Notice, *, by: Person) -> Notice:
    """Nobody is told of it any more; who was told stays on record. Ended twice, it is ended once."""
    found: Notice = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
    if found.ended_on is None:
        found.ended_on = timezone.localdate()
        found.save(update_fields=["ended_on"])
        record(Verb.ENDED, found, by=by, changed=["ended_on"])
    return found
