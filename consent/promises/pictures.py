"""What the charity promises about pictures: uploaded in time, gone from private devices, no small child by phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import PERSONAL, PHONES, Picture
from consent.taking import youngest_age
from organisations.models import Settings
from people.models import Person
from people.roles import TRUSTEES, Role
from safeguard.addresses import address
from safeguard.commitments import Commitment, State
from safeguard.recurrence import add_months

ANSWERED_BY = TRUSTEES | {Role.LEAD, Role.COORDINATOR, Role.LINE_MANAGER}
PATIENCE = timedelta(days=14)  # from an upload to the confirmation that nothing is left, before it is a failure


def commitments(*, today: date) -> Iterator[Commitment]:
    yield uploaded(today)
    yield removed(today)
    yield not_too_young(today)


def uploaded(today: date) -> Commitment:
    """Of the pictures of the last year, how many were uploaded, or are not due yet (WR-34)."""
    lines = Picture.objects.filter(taken_at__date__gte=add_months(today, -12))
    of = lines.count()
    late = Picture.objects.to_upload().filter(upload_due_at__lt=timezone.now()).count()
    if late:
        words = ngettext("The upload of one line of the log is late.", "The upload of %(n)s lines is late.", late)
        state, reason = State.BROKEN, words % {"n": late}
    elif not of:
        state, reason = State.NEW, _("No pictures are in the log yet.")
    elif not Settings.current().photo_storage:
        state, reason = State.AT_RISK, _("The settings do not say yet where pictures are uploaded to.")
    else:
        state, reason = State.KEPT, _("All pictures are uploaded, or not due yet.")
    return Commitment(
        key="consent.pictures_uploaded",
        title=_("Pictures are uploaded in time"),
        state=state,
        reason=reason,
        url=address("consent:pictures", show="late") if late else address("consent:pictures"),
        answered_by=ANSWERED_BY,
        action=_("See which") if late else _("Open the picture log"),
        clause="WR-34",
        number=max(of - late, 0) if of else None,
        of=of or None,
    )


def removed(today: date) -> Commitment:
    """Nothing is left on anybody's own phone or camera (WR-35)."""
    own = Picture.objects.filter(device__in=PERSONAL)
    waiting = Picture.objects.to_remove()
    left = waiting.count()
    before = timezone.now() - PATIENCE
    old = waiting.filter(uploaded_at__lt=before).exists() or waiting.filter(discarded_at__lt=before).exists()
    if left:
        words = ngettext(
            "For one line nobody has confirmed yet that the device is clear.",
            "For %(n)s lines nobody has confirmed yet that the device is clear.",
            left,
        )
        state, reason = State.BROKEN if old else State.AT_RISK, words % {"n": left}
    elif not own.exists():
        state, reason = State.NEW, _("No pictures were taken with anybody's own device.")
    else:
        state, reason = State.KEPT, _("Everybody has confirmed that nothing is left on their own device.")
    return Commitment(
        key="consent.pictures_removed",
        title=_("No pictures stay on personal devices"),
        state=state,
        reason=reason,
        url=address("consent:pictures", show="device"),
        answered_by=ANSWERED_BY,
        action=_("See which"),
        clause="WR-35",
        number=left,
    )


def not_too_young(today: date) -> Commitment:
    """In the last year nobody under the set age was photographed with a phone (WR-33).

    Somebody whose age is not known counts as too young until it is known (E-28).
    """
    minimum = Settings.current().phone_photo_minimum_age
    lines = Picture.objects.filter(taken_at__date__gte=add_months(today, -12), device__in=PHONES)
    in_doubt = lines.filter(Q(youngest_age=None) | Q(youngest_age__lt=minimum)).prefetch_related("subjects__person")
    number = sum(is_too_young(picture, minimum) for picture in in_doubt.iterator(500))
    words = {"n": number, "years": minimum}
    if number:
        state = State.BROKEN
        reason = ngettext(
            "One line by phone in the last year shows somebody under %(years)s, or of unknown age.",
            "%(n)s lines by phone in the last year show somebody under %(years)s, or of unknown age.",
            number,
        )
    elif lines.exists():
        state, reason = State.KEPT, _("No line by phone in the last year shows anybody under %(years)s.")
    else:
        state, reason = State.NEW, _("No pictures were taken with a phone in the last year.")
    return Commitment(
        key="consent.pictures_young",
        title=_("No young children are photographed with a phone"),
        state=state,
        reason=reason % words,
        url=address("consent:pictures", show="reason"),
        answered_by=ANSWERED_BY,
        action=_("See which"),
        clause="WR-33",
        number=number,
    )


def is_too_young(picture: Picture, minimum: int) -> bool:
    """By what is known today: a date of birth that was added later ends the doubt."""
    people: list[Person] = [subject.person for subject in picture.subjects.all()]
    if not people and not picture.others_unknown:
        return False
    if picture.youngest_age is not None:
        return picture.youngest_age < minimum
    age = youngest_age(people, timezone.localdate(picture.taken_at), others_unknown=picture.others_unknown)
    return bool(minimum) and (age is None or age < minimum)
