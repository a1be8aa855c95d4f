"""Signatures: rows that are never changed, with what was signed, by whom, when, and how we know."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.request import AgreementRequest
from agreements.models.text import ExactText
from people.models import Person
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class How(models.TextChoices):
    """How we know who it was."""

    LINK = "link", _("A personal link, sent to the person's own e-mail address")
    LINK_AND_BIRTH_DATE = (
        "link_birth",
        _("A personal link, sent to the person's own e-mail address, and the date of birth"),
    )
    ACCOUNT = "account", _("Signed in with the person's own account")
    DEVICE = "device", _("On a device of the charity, in front of a witness")
    PAPER_WITNESS = "paper", _("On paper, in front of a witness")
    PAPER_SCAN = "scan", _("On paper; the signed page is kept as a scan")


class SignatureQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    def current(self) -> SignatureQuerySet:
        """Not ended."""
        return self.filter(end=None)

    def of_version(self, version: Any) -> SignatureQuerySet:
        """Who signed exactly this version of a document, whatever has become of the signature since."""
        return self.filter(text__documents__version=version)


class Signature(AppendOnlyModel, ScopedModel):
    """What a person signed, as it was then. Names and wording are kept as they were shown, and outlive every change.

    `fingerprint` is the SHA-256 over everything that the receipt says; `code` finds the signature from the receipt.
    """

    request = models.OneToOneField(AgreementRequest, models.PROTECT, related_name="signature")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    person_name = models.CharField(_("name at that time"), max_length=300)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=300, blank=True)
    text = models.ForeignKey(ExactText, models.PROTECT, related_name="signatures")
    text_fingerprint = models.CharField(max_length=64)
    statement = models.TextField(_("statement"))
    attested = models.TextField(_("what was ticked"), blank=True)
    typed_name = models.CharField(_("name as typed or written"), max_length=300)
    language = models.CharField(_("language of the text"), max_length=20)
    reservation = models.TextField(_("reservation"), blank=True)
    signed_at = models.DateTimeField(_("signed"))
    signed_on = models.DateField(_("signed on"))
    local_time = models.CharField(_("local time"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=60)
    how = models.CharField(_("how we know who it was"), max_length=10, choices=How)
    email = models.EmailField(_("address to which the link was sent"), blank=True)
    account = models.EmailField(_("account"), blank=True)
    ip = models.GenericIPAddressField(_("internet address"), null=True, blank=True)
    device = models.CharField(_("device"), max_length=300, blank=True)
    witness_name = models.CharField(_("witness"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    read_aloud = models.BooleanField(_("the text was read aloud"), default=False)
    scan = models.CharField(_("scan"), max_length=200, blank=True)  # its name in the private storage
    scan_sha256 = models.CharField(max_length=64, blank=True)
    parent_email = models.EmailField(_("parent or carer who gets a copy"), blank=True)
    expires_on = models.DateField(_("runs out on"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=19)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    objects = ScopedManager.from_queryset(SignatureQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-signed_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "person", "signed_at"], name="signature_by_person"),
            models.Index(fields=["organisation", "text"], name="signature_by_text"),
        ]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="signature_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_label(self) -> str:
        return str(self.agreement)

    @property
    def is_on_paper(self) -> bool:
        return self.how in {How.PAPER_WITNESS, How.PAPER_SCAN}


class EndReason(models.TextChoices):
    LEFT = "left", _("The person left")
    EXPIRED = "expired", _("It ran out")
    REPLACED = "replaced", _("The rules changed, or it was signed anew")


class SignatureEndQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class SignatureEnd(AppendOnlyModel, ScopedModel):
    """From when a signature no longer counts, and why; the signature itself stays as it is."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="end")
    reason = models.CharField(_("why"), max_length=10, choices=EndReason)
    ended_on = models.DateField(_("since"))
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(SignatureEndQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("end of a signature")

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {date_format(self.ended_on)}"


class ReceiptQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class Receipt(AppendOnlyModel, ScopedModel):
    """The receipt as a PDF, made once and kept, so that every copy has the same fingerprint."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="receipt")
    file = models.CharField(max_length=200)  # its name in the private storage
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(ReceiptQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("receipt")
        indexes = [models.Index(fields=["organisation", "sha256"], name="receipt_by_fingerprint")]

    def __str__(self) -> str:
        return self.signature.code
