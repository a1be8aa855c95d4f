"""Evidence: what exists and where it is, never the thing itself; and the few documents that may be kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.cases import Case
from people.models import Person
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed


class CustodyItemQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class CustodyItem(AppendOnlyModel, Sealed, ScopedModel):
    """A device, a paper or something online that is evidence. It is kept closed; nothing of it is copied (WY-101)."""

    AUDIT_CLOSED = True
    WORDS = {
        "what": _("What it is"),
        "owner": _("Whose it is"),
        "found": _("Where it was found"),
        "where": _("Where it is now"),
        "seal": _("How it is sealed: bag or envelope number"),
        "access": _("Who can get at it"),
        "off": _("Switched off or left on"),
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="custody_items")
    is_device = models.BooleanField(_("a device"), default=False)
    found_at = models.DateTimeField(_("found"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(CustodyItemQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["recorded_at", "pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("pieces of evidence")

    def __str__(self) -> str:
        return f"{self.case}: {_('evidence')}"


class MoveKind(models.TextChoices):
    STORED = "stored", _("Stored somewhere else")
    HANDED = "handed", _("Handed to somebody")
    OPENED = "opened", _("Opened, on authority")
    RETURNED = "returned", _("Given back")
    DESTROYED = "destroyed", _("Destroyed, on advice")


class CustodyMoveQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class CustodyMove(AppendOnlyModel, Sealed, ScopedModel):
    """Where a piece of evidence went, to whom, and against which receipt."""

    AUDIT_CLOSED = True
    WORDS = {
        "to": _("To whom or where"),
        "receipt": _("Receipt"),
        "authority": _("On whose authority"),
        "why": _("Why"),
        "seal": _("Seal after it"),
    }

    item = models.ForeignKey(CustodyItem, models.PROTECT, related_name="moves")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(_("what was done"), max_length=10, choices=MoveKind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(CustodyMoveQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("move of evidence")

    def __str__(self) -> str:
        return f"{self.item}: {self.get_kind_display()}"


class AttachmentStatus(models.TextChoices):
    KEPT = "kept", _("Kept")
    QUARANTINED = "quarantined", _("Set aside unseen")
    REMOVED = "removed", _("Removed on advice")


class AttachmentQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def kept(self) -> AttachmentQuerySet:
        return self.filter(status=AttachmentStatus.KEPT)


class Attachment(AppendOnlyModel, Sealed, ScopedModel):
    """A text document of a case, encrypted in the private storage. Never a picture.

    One that turns out to hold something else is set aside: nobody opens it, and it is not deleted before the police
    have advised (E-56).
    """

    AUDIT_CLOSED = True
    MUTABLE = ("status", "status_at", "status_by", "status_by_id")
    WORDS = {"name": _("Name of the file"), "what": _("What it is"), "why": _("Why it was set aside or removed")}

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    file_name = models.CharField(max_length=120)  # in the private storage: made of random letters
    kind = models.CharField(max_length=10)  # "pdf", "docx", "odt" or "txt"
    size = models.PositiveIntegerField()  # bytes, before encryption
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=12, choices=AttachmentStatus, default=AttachmentStatus.KEPT)
    status_at = models.DateTimeField(null=True, blank=True)
    status_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(AttachmentQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["added_at", "pk"]
        verbose_name = _("document in a case")
        verbose_name_plural = _("documents in a case")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AttachmentStatus.values), name="incident_attachment_status_known"
            )
        ]

    def __str__(self) -> str:
        return str(_("document"))
