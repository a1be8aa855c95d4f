"""Pictures, where they are shown, what was asked before, and registers of events."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consent import store
from consent.models import (
    Attendance,
    Check,
    CheckApproval,
    CheckedPerson,
    Picture,
    PictureSubject,
    StoredPicture,
    Takedown,
    Use,
    UseSubject,
)
from consent.retention.reasons import (
    EVIDENCE,
    EXISTS,
    IN_USE,
    SECTOR,
)
from consent.states import TakedownStatus
from people.models import Person
from people.retention import end_of
from safeguard.retention import Rows, Rule, Then


def uses_over(day: date) -> Rows:
    return Use.objects.filter(taken_down_on__lte=day).exclude(takedowns__status=TakedownStatus.OPEN)


def checks_over(day: date) -> Rows:
    return Check.objects.filter(asked_at__lte=end_of(day)).exclude(uses__isnull=False)


def pictures_over(day: date) -> Rows:
    """The last use ended, and the picture was taken, on `day` or before."""
    used = Use.objects.filter(picture=OuterRef("pk"))
    return Picture.objects.filter(taken_at__lte=end_of(day)).exclude(
        Exists(used.filter(Q(taken_down_on=None) | Q(taken_down_on__gt=day)))
    )


def alone_in_them(person: Person) -> Rows:
    """Kept pictures that show this person and nobody else whom the charity knows."""
    others = PictureSubject.objects.filter(picture=OuterRef("picture")).exclude(person=person.pk)
    mine = StoredPicture.objects.filter(picture__subjects__person=person.pk, picture__others_unknown=False)
    return mine.exclude(Exists(others))


def remove_file(stored: StoredPicture) -> None:
    """The picture and its small copy."""
    if stored.deleted_at is None and stored.file:
        store.forget(str(stored.file.name))


RULES = [
    Rule(
        "consent.Takedown",
        _("Pictures and stories that were taken down"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which it was settled"),
        over=lambda day: Takedown.objects.filter(done_at__lte=end_of(day)),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: Takedown.objects.filter(subject=person.pk),
        needed=lambda rows, person, today: rows.filter(status=TakedownStatus.OPEN),
        needed_because=IN_USE,
    ),
    Rule(
        "consent.UseSubject",
        _("Who can be seen in a use"),
        EVIDENCE,
        as_long_as=_("as long as the use"),
        of=lambda person: UseSubject.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows.filter(use__taken_down_on=None),
        needed_because=IN_USE,
        on_erasure=Then.DELETE,
    ),
    Rule(
        "consent.Use",
        _("Where pictures and stories were shown"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which it was taken down"),
        over=uses_over,
        then=Then.DELETE,
        source=SECTOR,
        concerns=lambda person: Use.objects.filter(subjects__person=person.pk),
    ),
    Rule(
        "consent.CheckApproval",
        _("What a trustee said to a use"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which somebody asked “May I post this?”, where nothing was posted"),
        over=lambda day: CheckApproval.objects.filter(check_made__in=checks_over(day)),
        then=Then.DELETE,
        source=SECTOR,
        concerns=lambda person: CheckApproval.objects.filter(check_made__people__person=person.pk),
    ),
    Rule(
        "consent.CheckedPerson",
        _("Who was in a question “May I post this?”"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which somebody asked, where nothing was posted"),
        over=lambda day: CheckedPerson.objects.filter(check_made__in=checks_over(day)),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: CheckedPerson.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows.filter(
            check_made__uses__isnull=False, check_made__uses__taken_down_on=None
        ),
        needed_because=IN_USE,
    ),
    Rule(
        "consent.Check",
        _("Questions “May I post this?”"),
        EVIDENCE,
        months=36,
        counted_from=_("the day on which somebody asked, where nothing was posted; else the use goes first"),
        over=checks_over,
        then=Then.DELETE,
        source=SECTOR,
        concerns=lambda person: Check.objects.filter(people__person=person.pk),
    ),
    Rule(
        "consent.StoredPicture",
        _("Pictures that the charity keeps here"),
        _("A picture is personal data of everybody in it."),
        months=36,
        counted_from=_("the day on which it was last in use, or else was taken"),
        over=lambda day: StoredPicture.objects.filter(picture__in=pictures_over(day)),
        then=Then.DELETE,
        source=SECTOR,
        of=alone_in_them,
        needed=lambda rows, person, today: rows.filter(picture__uses__isnull=False, picture__uses__taken_down_on=None),
        needed_because=IN_USE,
        forget=remove_file,
        concerns=lambda person: StoredPicture.objects.filter(picture__subjects__person=person.pk),
    ),
    Rule(
        "consent.PictureSubject",
        _("Who can be seen in a picture"),
        EVIDENCE,
        as_long_as=_("as long as the line of the picture log"),
        of=lambda person: PictureSubject.objects.filter(person=person.pk),
        needed=lambda rows, person, today: rows.filter(picture__uses__isnull=False, picture__uses__taken_down_on=None),
        needed_because=IN_USE,
        on_erasure=Then.DELETE,
    ),
    Rule(
        "consent.Picture",
        _("The picture log"),
        _("Who took which picture, with what, and what has become of it."),
        months=36,
        counted_from=_("the day on which the picture was last in use, or else was taken"),
        over=lambda day: pictures_over(day).filter(stored__isnull=True),
        then=Then.DELETE,
        source=SECTOR,
        concerns=lambda person: Picture.objects.filter(subjects__person=person.pk),
    ),
    Rule(
        "consent.Attendance",
        _("Registers of events"),
        _("From a register a picture of a group is checked."),
        months=36,
        counted_from=_("the day of the event"),
        over=lambda day: Attendance.objects.filter(event__on__lte=day),
        then=Then.DELETE,
        source=SECTOR,
        of=lambda person: Attendance.objects.filter(person=person.pk),
    ),
    Rule("consent.Event", _("Events"), _("They are days of the charity, and name nobody."), as_long_as=EXISTS),
]
