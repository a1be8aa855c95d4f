"""What somebody asks about data, and what was done with it. Facts 55, 56 and 59; UK GDPR articles 12 to 21."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from rights.states import REQUEST_STEPS, UNFINISHED, RequestStatus
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel, AppendOnlyQuerySet
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class RequestKind(models.TextChoices):
    ACCESS = "access", _("A copy of the data")
    CORRECTION = "correction", _("Put something right")
    ERASURE = "erasure", _("Erase the data")
    OBJECTION = "objection", _("Stop using the data for something")
    RESTRICTION = "restriction", _("Keep the data and do nothing with it")
    PORTABILITY = "portability", _("The data as a file for another organisation")
    COMPLAINT = "complaint", _("Complaint about data protection")


class Capacity(models.TextChoices):
    THEMSELF = "themself", _("The person themself")
    PARENT = "parent", _("A parent or carer, for a child")
    ATTORNEY = "attorney", _("An attorney or deputy, for an adult")
    AGENT = "agent", _("Somebody else, in the person's name")


class Route(models.TextChoices):
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person")
    SOCIAL_MEDIA = "social_media", _("Through social media")
    HERE = "here", _("Signed in, on “My data”")


class IdentityCheck(models.TextChoices):
    KNOWN = "known", _("We know them")
    PAPERS = "papers", _("We looked at their papers (no copy kept)")
    ADDRESS = "address", _("They answered from the address or number that we have")
    SIGNED_IN = "signed_in", _("They were signed in")
    AUTHORITY = "authority", _("We saw what lets them act for the person")


class PauseReason(models.TextChoices):
    IDENTITY = "identity", _("We asked who they are, or for whom they may act")
    CLARIFICATION = "clarification", _("We asked what exactly they want")


class RefusalGround(models.TextChoices):
    UNFOUNDED = "unfounded", _("Manifestly unfounded")
    EXCESSIVE = "excessive", _("Manifestly excessive, for example the same again and again")
    IDENTITY = "identity", _("We could not be sure who they are, or that they may act for the person")
    NOTHING_HELD = "nothing_held", _("We hold nothing about this person")
    MUST_KEEP = "must_keep", _("We must keep the data, or need it for legal claims")
    OTHERS = "others", _("It would tell about other people what must not be told")
    HARM = "harm", _("It would not be in the best interests of a child or adult at risk")
    OTHER = "other", _("Another ground in the law, named in the reasons")


class DataRequestQuerySet(ScopedQuerySet):
    def unfinished(self) -> DataRequestQuerySet:
        return self.filter(status__in=UNFINISHED)


class DataRequest(ScopedModel):
    """One request. `due_on` is counted anew whenever the clock stops, goes on or is extended.

    `asker` and `about` are people of the charity where they are known; the names are as they were given.
    """

    STEPS = REQUEST_STEPS

    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("what is asked for"), max_length=12, choices=RequestKind)
    status = models.CharField(_("status"), max_length=10, choices=RequestStatus, default=RequestStatus.OPEN)
    asker = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    asker_name = models.CharField(_("who asks"), max_length=300)
    reach = models.CharField(_("how to answer them"), max_length=300, blank=True)
    capacity = models.CharField(_("in whose name"), max_length=10, choices=Capacity, default=Capacity.THEMSELF)
    about = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    about_name = models.CharField(_("about whom"), max_length=300)
    route = models.CharField(_("how it came"), max_length=12, choices=Route)
    words = models.TextField(_("what they said or wrote"), blank=True)
    received_on = models.DateField(_("received on"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    identity = models.CharField(_("how we know who they are"), max_length=10, choices=IdentityCheck, blank=True)
    identity_on = models.DateField(_("checked on"), null=True, blank=True)
    due_on = models.DateField(_("answer due"))
    extra_months = models.PositiveSmallIntegerField(_("months more"), default=0)
    extension_reason = models.CharField(_("why it takes longer"), max_length=500, blank=True)
    extension_told_on = models.DateField(_("told on"), null=True, blank=True)
    acknowledge_by = models.DateField(_("to be acknowledged by"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    acknowledged_how = models.CharField(_("how"), max_length=200, blank=True)
    outcome = models.TextField(_("what was done, and why"), blank=True)
    refusal = models.CharField(_("ground of the refusal"), max_length=12, choices=RefusalGround, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager.from_queryset(DataRequestQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-number"]
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        indexes = [
            models.Index(fields=["organisation", "status", "due_on"], name="data_request_due"),
            models.Index(fields=["organisation", "about"], name="data_request_by_person"),
        ]
        constraints = [
            REQUEST_STEPS.constraint("rights_datarequest_status"),
            models.UniqueConstraint(fields=["organisation", "number"], name="data_request_number_once"),
            models.CheckConstraint(condition=Q(extra_months__lte=2), name="at_most_three_months_in_all"),
            models.CheckConstraint(
                condition=Q(extra_months=0) | (~Q(extension_reason="") & Q(extension_told_on__isnull=False)),
                name="extension_is_told_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(status__in=UNFINISHED) | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                name="finished_request_says_what_was_done",
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(refusal=""), name="refusal_has_a_ground"),
        ]

    def __str__(self) -> str:
        return str(_("request about data %(number)d") % {"number": self.number})

    @property
    def audit_label(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return address("rights:request", self.number)

    @property
    def is_open(self) -> bool:
        return self.status in UNFINISHED

    @property
    def is_complaint(self) -> bool:
        return self.kind == RequestKind.COMPLAINT


class Pause(ScopedModel):
    """The clock stands still from asking until the answer came (fact 56; Data (Use and Access) Act 2025)."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="pauses")
    reason = models.CharField(_("why"), max_length=15, choices=PauseReason)
    asked = models.CharField(_("what you asked"), max_length=500)
    from_on = models.DateField(_("asked on"))
    until_on = models.DateField(_("answered on"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["from_on", "pk"]
        verbose_name = _("pause of the clock")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request"], condition=Q(until_on=None), name="one_open_pause_per_request"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="pause_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class RequestNoteQuerySet(AppendOnlyQuerySet, ScopedQuerySet):
    pass


class RequestNote(AppendOnlyModel, ScopedModel):
    """What was done with a request: searched where, asked whom, found what. It is never changed."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager.from_queryset(RequestNoteQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["at", "pk"]
        verbose_name = _("note on a request about data")
        indexes = [models.Index(fields=["organisation", "request"], name="request_note_by_request")]

    def __str__(self) -> str:
        return str(self.request)
