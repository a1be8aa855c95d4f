"""Who was asked which questions about whom, and the e-mails that went out for it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models.events import Event
from consent.models.questions import Question, Wording
from consent.states import REQUEST_STEPS, WAITING, RequestStatus
from people.models import AbstractLetter, LetterQuerySet, Person
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class Method(models.TextChoices):
    """How somebody answered."""

    LINK = "link", _("By their personal link")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By telephone")
    IN_PERSON = "in_person", _("In person")
    ACCOUNT = "account", _("Signed in")


class ConsentRequestQuerySet(ScopedQuerySet):
    def waiting(self) -> ConsentRequestQuerySet:
        return self.filter(status__in=WAITING)

    def late(self, today: date) -> ConsentRequestQuerySet:
        return self.waiting().filter(due_on__lt=today)


class ConsentRequest(ScopedModel):
    """One letter to one person: all questions about everybody for whom they answer, themselves included.

    `code` stands on the paper form and finds the request when the form comes back.
    """

    STEPS = REQUEST_STEPS

    asked = models.ForeignKey(Person, models.PROTECT, related_name="consent_requests")
    status = models.CharField(max_length=10, choices=RequestStatus, default=RequestStatus.ASKED)
    on_paper = models.BooleanField(_("on paper"), default=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("a word to go with it"), max_length=500, blank=True)
    code = models.CharField(max_length=20, unique=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("answer wanted by"))
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    misdirected_at = models.DateTimeField(null=True, blank=True)  # somebody else said "that is not me"

    objects = ScopedManager.from_queryset(ConsentRequestQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("consent request")
        indexes = [
            models.Index(fields=["organisation", "status", "due_on"], name="consent_request_due"),
            models.Index(fields=["organisation", "asked"], name="consent_request_by_asked"),
        ]
        constraints = [REQUEST_STEPS.constraint("consent_consentrequest_status")]

    def __str__(self) -> str:
        return f"{self.asked}, {self.asked_at:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return address("consent:request", self.pk)

    @property
    def audit_label(self) -> str:
        return str(_("consent request"))

    @property
    def link_about(self) -> str:
        """What the personal link of this request is about (people.links)."""
        return f"consent:{self.pk}"


class RequestItem(ScopedModel):
    """One question about one person, in the words in which it was asked."""

    request = models.ForeignKey(ConsentRequest, models.CASCADE, related_name="items")
    subject = models.ForeignKey(Person, models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("question in a request")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request", "subject", "question"], name="asked_once_in_a_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.question}"


class LetterKind(models.TextChoices):
    ASK = "ask", _("Request")
    CHASE = "chase", _("Reminder")
    NEW_LINK = "new_link", _("New link")
    RECEIPT = "receipt", _("Receipt")
    WITHDRAWN = "withdrawn", _("Confirmation that an answer was withdrawn")
    TAKEN_DOWN = "taken_down", _("Confirmation that pictures were taken down")


class ConsentLetterQuerySet(LetterQuerySet):
    def asking(self) -> ConsentLetterQuerySet:
        return self.filter(kind__in=(LetterKind.ASK, LetterKind.CHASE, LetterKind.NEW_LINK))


class ConsentLetter(AbstractLetter):
    """One mail to a person or carer. Without a request it is about an answer that was recorded in another way."""

    request = models.ForeignKey(ConsentRequest, models.PROTECT, null=True, blank=True, related_name="letters")
    kind = models.CharField(_("what"), max_length=12, choices=LetterKind)

    objects = ScopedManager.from_queryset(ConsentLetterQuerySet)()

    class Meta(AbstractLetter.Meta):
        abstract = False
        verbose_name = _("e-mail about consent")
        indexes = [
            models.Index(fields=["organisation", "request", "kind"], name="consent_letter_by_request"),
            models.Index(fields=["organisation", "sent_at", "queued_at"], name="consent_letter_by_delivery"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False) | ~Q(kind__in=["ask", "chase", "new_link"]),
                name="asking_letters_have_a_request",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def audit_label(self) -> str:
        return str(self.get_kind_display())
