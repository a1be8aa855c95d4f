"""Reminders are rows, not timers: what is planned, what went out in which mail, and what is paused."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from reminders.states import DIGEST_STEPS, REMINDER_STEPS, DigestStatus, ReminderStatus
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class DigestQuerySet(ScopedQuerySet):
    def ready(self, now: datetime) -> DigestQuerySet:
        """To be sent now: never tried, to be tried again, or left behind by a worker that died."""
        states = [DigestStatus.WAITING, DigestStatus.RETRY, DigestStatus.SENDING]
        return self.filter(status__in=states, lease_until__lte=now)

    def newest_first(self) -> DigestQuerySet:
        return self.order_by("-day", "-pk")

    def shown_to(self, person: Person) -> DigestQuerySet:
        """The mails that somebody may know of: a mail that tells nothing but what is closed is its recipient's own."""
        told = Reminder.objects.filter(digest=OuterRef("pk"))
        return self.filter(Q(person=person) | Exists(told.filter(is_closed=False)) | ~Exists(told))

    def with_things_for(self, person: Person) -> DigestQuerySet:
        """How many things each tells of, as far as this person may know of them."""
        shown = Q(reminders__is_closed=False) | Q(person=person)
        return self.annotate(things=models.Count("reminders", filter=shown))

    def undelivered_since(self, day: date) -> DigestQuerySet:
        return self.filter(status=DigestStatus.FAILED, day__gte=day)


class Digest(ScopedModel):
    """One person's mail of one day. A lease is held while it is sent; the Message-ID is made from the row."""

    STEPS = DIGEST_STEPS

    person = models.ForeignKey(Person, models.PROTECT, related_name="digests")
    day = models.DateField()
    status = models.CharField(max_length=10, choices=DigestStatus, default=DigestStatus.WAITING)
    lease_until = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    address = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = ScopedManager.from_queryset(DigestQuerySet)()

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "day", "id"], name="digest_by_day"),
            models.Index(
                fields=["organisation", "lease_until"],
                condition=Q(status__in=["waiting", "retry", "sending"]),
                name="digest_to_send",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "day"], name="one_digest_per_person_and_day"),
            models.CheckConstraint(condition=Q(status__in=DigestStatus.values), name="digest_status_known"),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="sent_digest_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.day}"


class ReminderQuerySet(ScopedQuerySet):
    def planned(self) -> ReminderQuerySet:
        return self.filter(status=ReminderStatus.PLANNED)

    def shown_to(self, person: Person) -> ReminderQuerySet:
        return self.filter(Q(is_closed=False) | Q(recipient=person))

    def about(self, key: str) -> ReminderQuerySet:
        return self.filter(obligation_key=key)


class Reminder(ScopedModel):
    """One notice of one obligation to one person, never twice: the key of the row says so."""

    STEPS = REMINDER_STEPS

    obligation_key = models.CharField(max_length=200)
    step = models.CharField(max_length=20)  # "-30" is thirty days before, "escalated+14" tells those above
    recipient = models.ForeignKey(Person, models.PROTECT, related_name="reminders")
    due_on = models.DateField()
    notice_on = models.DateField()
    title = models.CharField(max_length=300)
    reason = models.CharField(max_length=600, blank=True)
    action = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=300)
    link_purpose = models.CharField(max_length=20, blank=True)
    link_about = models.CharField(max_length=100, blank=True)
    is_closed = models.BooleanField(default=False)  # nobody but the recipient may know of it
    status = models.CharField(max_length=10, choices=ReminderStatus, default=ReminderStatus.PLANNED)
    run = models.BigIntegerField()  # the planning run that last found the obligation standing
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, blank=True, related_name="reminders")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(ReminderQuerySet)()

    class Meta(ScopedModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "recipient"], condition=Q(status="planned"), name="reminder_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "obligation_key", "due_on", "step", "recipient"],
                name="never_the_same_notice_twice",
            ),
            models.CheckConstraint(condition=Q(status__in=ReminderStatus.values), name="reminder_status_known"),
        ]

    def __str__(self) -> str:
        return self.title


class PauseQuerySet(ScopedQuerySet):
    def running(self, today: date) -> PauseQuerySet:
        return self.filter(until__gte=today, ended_at=None)


class Pause(ScopedModel):
    """ "In hand until": no notices of this obligation up to and including that day."""

    obligation_key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    until = models.DateField(_("in hand until"))
    reason = models.CharField(_("what is being done"), max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(PauseQuerySet)()

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "obligation_key"], condition=Q(ended_at=None), name="one_pause_per_obligation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.until}"


class Job(models.TextChoices):
    PLAN = "plan", _("Planning")
    SEND = "send", _("Sending")
    TIDY = "tidy", _("Tidying up")


class JobRun(models.Model):
    """A run of the worker over all organisations, so that a page can say when it last looked. No personal data."""

    job = models.CharField(max_length=10, choices=Job)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    organisations = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["job", "-started_at"], name="job_run_newest")]

    def __str__(self) -> str:
        return f"{self.get_job_display()}, {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def last_finished(cls, job: str) -> JobRun | None:
        return cls.objects.filter(job=job, finished_at__isnull=False).order_by("-started_at").first()
