"""The picture log: who took what, when, with whose device, and what has become of it. It holds no pictures itself."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.events import Event
from people.models import Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Device(models.TextChoices):
    CHARITY_CAMERA = "charity_camera", _("A camera or tablet of the charity")
    CHARITY_PHONE = "charity_phone", _("A phone of the charity")
    OWN_CAMERA = "own_camera", _("Their own camera")
    OWN_PHONE = "own_phone", _("Their own phone")


PHONES = frozenset({Device.CHARITY_PHONE, Device.OWN_PHONE})
"""No picture of a child under seven is taken with one (WR-33)."""

PERSONAL = frozenset({Device.OWN_CAMERA, Device.OWN_PHONE})
"""Pictures are uploaded and removed from them (WR-34, WR-35)."""


class PictureQuerySet(ScopedQuerySet):
    def to_upload(self) -> PictureQuerySet:
        return self.filter(uploaded_at=None, discarded_at=None)

    def to_remove(self) -> PictureQuerySet:
        """Still on somebody's own device, as far as anybody has said."""
        return self.filter(device__in=PERSONAL, removed_at=None).filter(
            Q(uploaded_at__isnull=False) | Q(discarded_at__isnull=False)
        )


class Picture(ScopedModel):
    """One picture, or the pictures of one occasion, as one line of the log.

    `youngest_age` is in years on the day; empty means that it is not known, and counts as under seven (E-28). Where a
    picture was taken all the same, `exception` says why. Times are UTC.
    """

    what = models.CharField(_("what the pictures show"), max_length=300)
    how_many = models.PositiveSmallIntegerField(_("how many"), default=1)
    is_film = models.BooleanField(_("film"), default=False)
    taken_at = models.DateTimeField(_("taken"))
    taker = models.ForeignKey(Person, models.PROTECT, related_name="pictures_taken")
    device = models.CharField(_("taken with"), max_length=15, choices=Device)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="pictures")
    others_unknown = models.BooleanField(_("somebody in it is not known"), default=False)
    youngest_age = models.PositiveSmallIntegerField(_("age of the youngest"), null=True, blank=True)
    exception = models.CharField(_("why it was taken all the same"), max_length=500, blank=True)
    logged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(default=timezone.now)
    upload_due_at = models.DateTimeField(_("upload due"))
    uploaded_at = models.DateTimeField(null=True, blank=True)
    uploaded_to = models.CharField(_("uploaded to"), max_length=300, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)  # deleted without having been uploaded
    removed_at = models.DateTimeField(null=True, blank=True)  # from the device, copies and backups included
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(PictureQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("line of the picture log")
        indexes = [
            models.Index(fields=["organisation", "taken_at"], name="picture_by_time"),
            models.Index(fields=["organisation", "uploaded_at", "upload_due_at"], name="picture_by_upload"),
            models.Index(fields=["organisation", "taker"], name="picture_by_taker"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address("consent:picture", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("line of the picture log"))

    def is_upload_late(self, now: datetime) -> bool:
        return self.uploaded_at is None and self.discarded_at is None and self.upload_due_at < now


class PictureSubject(ScopedModel):
    """Somebody who can be seen in it."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        verbose_name = _("person in a picture")
        indexes = [models.Index(fields=["organisation", "person"], name="picture_by_person")]
        constraints = [models.UniqueConstraint(fields=["organisation", "picture", "person"], name="once_in_a_picture")]

    def __str__(self) -> str:
        return f"{self.picture_id}: {self.person_id}"


def stored_as(stored: StoredPicture, name: str) -> str:
    return f"pictures/{stored.organisation_id}/{name}"


class StoredPicture(ScopedModel):
    """A picture that the charity chose to keep here: re-encoded, without anything that the camera wrote into it."""

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="stored")
    file = models.FileField(upload_to=stored_as, max_length=200)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)  # the file is gone, the row says that it was here

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("stored picture")

    def __str__(self) -> str:
        return str(self.pk)
