"""The picture log is written here: what was taken, where it went, and that nothing is left on somebody's device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from consent.models import PERSONAL, Event, Picture, PictureSubject
from consent.permissions import can_confirm_removal, can_log_for, can_see_picture
from consent.taking import Doubt, Taking, doubts, youngest_age
from consent.verbs import Verb
from organisations.models import Settings
from people.models import Person
from safeguard.local_times import hours_after
from safeguard.refusals import Refused, require

TWICE_WITHIN = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=5)  # a phone may be ahead of the server


class ReasonMissing(Refused):
    """Something stands in the way, and nobody has said why it was done all the same. `doubts` has the sentences."""

    def __init__(self, found: dict[Doubt, str]) -> None:
        super().__init__(" ".join(found.values()))
        self.doubts = found


@transaction.atomic
def log(
    *,
    by: Person,
    taker: Person,
    what: str,
    how_many: int,
    is_film: bool,
    taken_at: datetime,
    device: str,
    people: Sequence[Person] = (),
    others_unknown: bool = False,
    event: Event | None = None,
    exception: str = "",
) -> Picture:
    """Write one line of the log. `taken_at` is in UTC; the upload is due so many elapsed hours later (WR-34).

    The same line sent twice within ten minutes is one line. Raises ReasonMissing when a rule stands in the way and
    `exception` is empty, Refused for a time to come, PermissionDenied for a taker for whom `by` does not log.
    """
    require(can_log_for(by, taker), _("You log your own pictures, and those of people whose line manager you are."))
    refuse_to_come(taken_at)
    Person.objects.select_for_update(no_key=True).get(pk=taker.pk)  # two clicks come one after the other
    given = {"what": what, "how_many": how_many, "is_film": is_film, "taken_at": taken_at, "device": device}
    recent = Picture.objects.filter(logged_at__gte=timezone.now() - TWICE_WITHIN)
    if again := recent.filter(**given, taker=taker, logged_by=by, event=event).first():
        return again
    settings, day = Settings.current(), timezone.localdate(taken_at)
    taking = Taking(day, device, is_film, people, others_unknown, event)
    found = doubts(taking, settings)
    if found and not exception:
        raise ReasonMissing(found)
    picture = Picture.objects.create(
        **given,
        taker=taker,
        event=event,
        others_unknown=others_unknown,
        youngest_age=youngest_age(people, day, others_unknown=others_unknown),
        exception=exception if found else "",
        logged_by=by,
        upload_due_at=hours_after(taken_at, settings.photo_upload_hours),
    )
    _show(picture, people)
    detail = {"how_many": how_many, "device": device, "people": len(people), "doubts": ", ".join(found)}
    record(Verb.LOGGED, picture, by=by, detail=detail)
    return picture


@transaction.atomic
def say_who(
    picture: Picture, *, by: Person, people: Sequence[Person], others_unknown: bool, exception: str = ""
) -> Picture:
    """Put right who can be seen in it, such as when a name was found out; the rules are looked at again (E-28).

    `people` are those whom `by` sees; others who were named stay. Raises ReasonMissing like `log`.
    """
    require(can_see_picture(by, picture), _("Whoever took the pictures, or keeps the log, does this."))
    picture = Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
    day = timezone.localdate(picture.taken_at)
    taking = Taking(day, picture.device, picture.is_film, people, others_unknown, picture.event)
    found = doubts(taking, Settings.current())
    reason = exception or picture.exception
    if found and not reason:
        raise ReasonMissing(found)
    picture.subjects.all().delete()
    _show(picture, people)
    picture.others_unknown = others_unknown
    picture.youngest_age = youngest_age(people, day, others_unknown=others_unknown)
    picture.exception = reason  # what was said once stays
    picture.save(update_fields=["others_unknown", "youngest_age", "exception"])
    detail = {"people": len(people), "doubts": ", ".join(found)}
    record(Verb.LOGGED, picture, by=by, changed=["subjects", "others_unknown"], detail=detail)
    return picture


@transaction.atomic
def uploaded(pictures: Sequence[Picture], *, by: Person, to: str, at: datetime) -> list[Picture]:
    """Note where the pictures are kept now, and since when (WR-34). What was noted before stays as it is."""
    refuse_to_come(at)
    return [
        _note(picture, Verb.UPLOADED, by, uploaded_at=max(at, picture.taken_at), uploaded_to=to)
        for picture in _waiting(pictures, by)
    ]


@transaction.atomic
def discarded(pictures: Sequence[Picture], *, by: Person, at: datetime) -> list[Picture]:
    """Note that pictures were deleted and are kept nowhere. From one's own device that is confirmed apart (WR-35)."""
    refuse_to_come(at)
    return [
        _note(picture, Verb.UPLOADED, by, discarded_at=max(at, picture.taken_at)) for picture in _waiting(pictures, by)
    ]


@transaction.atomic
def removed(pictures: Sequence[Picture], *, by: Person) -> list[Picture]:
    """The taker confirms that nothing is left on their own device, nor in its copies and backups (WR-35).

    For somebody who has gone, their line manager or whoever keeps consent does it. Raises Refused for pictures that
    were neither uploaded nor deleted: they would be lost.
    """
    done = []
    for picture in _locked(pictures):
        require(can_confirm_removal(by, picture), _("Whoever took the pictures confirms this."))
        if picture.device not in PERSONAL or picture.removed_at:
            continue
        if picture.uploaded_at is None and picture.discarded_at is None:
            raise Refused(_("First say where the pictures were uploaded to, or that they were deleted."))
        done.append(_note(picture, Verb.REMOVED, by, removed_at=timezone.now(), removed_by=by))
    return done


def refuse_to_come(moment: datetime) -> None:
    if moment > timezone.now() + CLOCKS_DIFFER:
        raise Refused(_("This time is still to come."))


def _waiting(pictures: Sequence[Picture], by: Person) -> list[Picture]:
    found = _locked(pictures)
    for picture in found:
        require(can_see_picture(by, picture), _("Whoever took the pictures, or keeps the log, does this."))
    return [picture for picture in found if picture.uploaded_at is None and picture.discarded_at is None]


def _locked(pictures: Sequence[Picture]) -> list[Picture]:
    rows = Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).order_by("pk")
    takers = {person.pk: person for person in Person.objects.filter(pk__in=rows.values("taker"))}
    found = list(rows.select_for_update(no_key=True))
    for picture in found:
        picture.taker = takers[picture.taker_id]
    return found


def _note(picture: Picture, verb: Verb, by: Person, **values: Any) -> Picture:
    for name, value in values.items():
        setattr(picture, name, value)
    picture.save(update_fields=list(values))
    record(verb, picture, by=by, changed=list(values))
    return picture


def _show(picture: Picture, people: Sequence[Person]) -> None:
    PictureSubject.objects.bulk_create(PictureSubject(picture=picture, person=person) for person in people)
