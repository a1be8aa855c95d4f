"""What is due about pictures: uploads, and that nothing is left on somebody's own device.

One obligation for each taker and kind, however many lines wait; its day is that of the oldest. For a taker who has
gone, their line manager is asked, or the lead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Picture
from consent.models.pictures import PictureQuerySet
from people.models import Person
from people.offices import holders
from people.roles import Role
from safeguard.addresses import address
from safeguard.obligations import Obligation, Schedule

UPLOAD = Schedule(days=(0,), repeat_every=2, escalate_after=2)
REMOVE = Schedule(days=(0,), repeat_every=7, escalate_after=7)
TOLD_ONCE = Schedule(days=(0,))
AHEAD = timedelta(days=1)
TOLD_FOR = timedelta(days=14)  # after that, a picture that was taken in spite of a rule is history


def obligations(*, today: date, person: int | None = None) -> Iterator[Obligation]:
    leads = holders(Role.LEAD, today=today)
    for owed in (uploads(today, person, leads), removals(today, person, leads), exceptions(today, person, leads)):
        yield from (one for one in owed if person is None or person in one.recipients)


def uploads(today: date, person: int | None, leads: tuple[int, ...]) -> Iterator[Obligation]:
    """WR-34: from the day before the upload is due."""
    for taker, pictures in by_taker(Picture.objects.to_upload(), person, leads):
        due_on = min(day(picture.upload_due_at) for picture in pictures)
        if due_on > today + AHEAD:
            continue
        yield Obligation(
            key=f"consent.pictures_upload:{taker.pk}",
            title=_("Upload pictures, and say where they are"),
            due_on=due_on,
            url=asking_url("upload", taker, pictures, today),
            recipients=who_is_asked(taker, today, leads),
            schedule=UPLOAD,
            reason=how_many(pictures),
            escalate_to=above(taker, leads),
            action=_("Say where they are"),
            clause="WR-34",
        )


def removals(today: date, person: int | None, leads: tuple[int, ...]) -> Iterator[Obligation]:
    """WR-35: from the day after the upload, until the taker has confirmed it."""
    for taker, pictures in by_taker(Picture.objects.to_remove(), person, leads):
        yield Obligation(
            key=f"consent.pictures_remove:{taker.pk}",
            title=_("Remove pictures from one's own device, with copies and backups"),
            due_on=min(day(one.uploaded_at or one.discarded_at) for one in pictures) + timedelta(days=1),
            url=asking_url("remove", taker, pictures, today),
            recipients=who_is_asked(taker, today, leads),
            schedule=REMOVE,
            reason=how_many(pictures),
            escalate_to=above(taker, leads),
            action=_("Confirm that they are gone"),
            clause="WR-35",
        )


def exceptions(today: date, person: int | None, leads: tuple[int, ...]) -> Iterator[Obligation]:
    """The line manager and the lead are told once of pictures that were taken in spite of a rule (WR-33, IL-5)."""
    since = timezone.now() - TOLD_FOR
    taken = Picture.objects.exclude(exception="").filter(logged_at__gte=since)
    for taker, pictures in by_taker(taken, person, leads):
        told = tuple(sorted({*above(taker, ()), *leads} - {taker.pk}))
        for picture in pictures if told else ():
            yield Obligation(
                key=f"consent.picture_exception:{picture.pk}",
                title=_("Pictures were taken in spite of a rule"),
                due_on=day(picture.logged_at),
                url=address("consent:picture", picture.pk),
                recipients=told,
                schedule=TOLD_ONCE,
                reason=_("Whoever took them said why. Look whether anything is to be done."),
                action=_("Read why"),
                clause="WR-33",
            )


def by_taker(
    pictures: PictureQuerySet, person: int | None, leads: tuple[int, ...]
) -> Iterator[tuple[Person, list[Picture]]]:
    """The waiting lines of each taker; with `person`, of those about whom that person may be asked."""
    if person is not None and person not in leads:
        pictures = pictures.filter(Q(taker=person) | Q(taker__line_manager=person))
    found: defaultdict[Person, list[Picture]] = defaultdict(list)
    for picture in pictures.select_related("taker__line_manager").order_by("pk"):
        found[picture.taker].append(picture)
    yield from found.items()


def who_is_asked(taker: Person, today: date, leads: tuple[int, ...]) -> tuple[int, ...]:
    return (taker.pk,) if taker.is_at_work(today) else above(taker, leads)


def above(taker: Person, leads: tuple[int, ...]) -> tuple[int, ...]:
    """The line manager; where there is none, the leads. Nobody is above themself."""
    manager = taker.line_manager
    found = (manager.pk,) if manager and manager.is_at_work(timezone.localdate()) else leads
    return tuple(key for key in found if key != taker.pk)


def asking_url(kind: str, taker: Person, pictures: list[Picture], today: date) -> str:
    """The page on which it is confirmed; for somebody who has gone or is suspended, with their lines on it."""
    names = {"upload": "consent:pictures_uploaded", "remove": "consent:pictures_removed"}
    if taker.is_at_work(today):
        return address(names[kind])
    return address(names[kind], picture=[one.pk for one in pictures[:20]])


def how_many(pictures: list[Picture]) -> str:
    words = ngettext("One line of the picture log waits.", "%(n)s lines of the picture log wait.", len(pictures))
    return words % {"n": len(pictures)}


def day(moment: datetime | None) -> date:
    return timezone.localdate(moment)
