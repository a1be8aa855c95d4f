"""Checks online: permission, what was looked at, what was found, the talk, the decision, the committee."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from people.models import Person
from policies.models import Clause, PolicyVersion
from safeguard.addresses import address
from safeguard.append_only import AppendOnlyModel
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet
from safeguard.sealed import Sealed, Vaulted
from volunteers.models.recruiting import Application, CheckPermission, Position
from volunteers.states import CHECK_STEPS, FINISHED_CHECKS, CheckStatus, Stage


class Whom(models.TextChoices):
    CHOSEN = "chosen", _("Only somebody who is about to be taken on")
    EVERYBODY = "everybody", _("Every applicant at that stage")


class CheckSwitch(AppendOnlyModel, ScopedModel):
    """That checks online were switched on or off, why, and by which clause of a policy. The last row counts."""

    is_on = models.BooleanField(_("Checks online are done here"))
    reason = models.TextField(_("Why is it needed, and why is it not too much?"), max_length=3000)
    version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.CharField(_("At which stage?"), max_length=15, choices=Stage, default=Stage.CHECKS)
    whom = models.CharField(_("Who is looked up?"), max_length=10, choices=Whom, default=Whom.CHOSEN)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("decision about checks online")
        constraints = [
            models.CheckConstraint(condition=Q(is_on=False) | Q(version__isnull=False), name="checks_on_by_a_policy"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def wants(self, position: Position) -> bool:
        """Where only those are looked up who will work with children or adults at risk, nobody else is (fact 40)."""
        return self.whom == Whom.EVERYBODY or position.works_with_children


class Result(models.TextChoices):
    NOTHING = "nothing", _("Nothing to talk about")
    NOT_ONLINE = "not_online", _("No presence online was found")
    CONCERN = "concern", _("Something to talk about")
    NOT_THEM = "not_them", _("It turned out to be somebody else")


NEUTRAL = (Result.NOTHING, Result.NOT_ONLINE, Result.NOT_THEM)
"""None of them speaks for or against anybody (E-72, E-74)."""


class OnlineCheckQuerySet(ScopedQuerySet):
    def unfinished(self) -> OnlineCheckQuerySet:
        return self.exclude(status__in=FINISHED_CHECKS)


class OnlineCheck(Vaulted, Sealed, ScopedModel):
    """One look at what anybody can see of somebody online. It is never done over: a later check is another row.

    That it was done, when and by whom stays; what was found is sealed, and its key is destroyed on `purge_on`.
    """

    AUDIT_CLOSED = True  # "talked about" alone would tell that something was found
    STEPS = CHECK_STEPS
    WORDS = {
        "terms": _("Words that were searched for"),
        "looked_at": _("What was looked at"),
        "conflict": _("How the checker knows the person"),
        "own_account": _("Which account was signed in, and why"),
        "why_called_off": _("Why it was called off"),
    }

    code = models.CharField(_("check"), max_length=20)
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="checks")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    permission_given = models.ForeignKey(CheckPermission, models.PROTECT, related_name="+")
    switch = models.ForeignKey(CheckSwitch, models.PROTECT, related_name="+")
    stage = models.CharField(_("stage"), max_length=15, choices=Stage, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CheckStatus, default=CheckStatus.ASSIGNED)
    assigned_to = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("checker"))
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("assigned"), default=timezone.now)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    no_conflict = models.BooleanField(_("does not know the person privately"), null=True)
    engines = models.JSONField(_("search engines and sites"), default=list, blank=True)
    signed_out = models.BooleanField(_("searched signed out"), null=True)
    public_only = models.BooleanField(_("looked only at what everybody can see"), null=True)
    result = models.CharField(_("result"), max_length=12, choices=Result, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    purge_on = models.DateField(_("findings are destroyed on"), null=True, blank=True)

    objects = ScopedManager.from_queryset(OnlineCheckQuerySet)()

    class Meta(ScopedModel.Meta):
        ordering = ["-assigned_at", "-pk"]
        verbose_name = _("online check")
        verbose_name_plural = _("online checks")
        permissions = [
            ("work_onlinecheck", "Do the check"),
            ("decide_onlinecheck", "Decide on what was found"),
        ]
        constraints = [
            CHECK_STEPS.constraint("volunteers_onlinecheck_status"),
            models.UniqueConstraint(fields=["organisation", "code"], name="check_code_once"),
            models.UniqueConstraint(
                fields=["organisation", "application"],
                condition=~Q(status__in=["closed", "called_off"]) & Q(application__isnull=False),
                name="one_open_check_per_application",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(person__isnull=False), name="check_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["assigned", "called_off"]) | Q(done_at__isnull=False),
                name="done_check_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "due_on"], name="check_by_status"),
            models.Index(fields=["organisation", "person"], name="check_by_person"),
            models.Index(fields=["organisation", "purge_on"], name="check_by_purge"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return address("volunteers:check", self.code)

    @property
    def is_open(self) -> bool:
        return self.status not in FINISHED_CHECKS


class CheckGrantManager(ScopedManager, UserObjectPermissionManager):  # type: ignore[misc]
    """Guardian writes through it; rows are scoped like all others."""


class CheckGrant(ScopedModel, UserObjectPermissionBase):
    """This person, this check. Read it through `volunteers.access` only."""

    content_object = models.ForeignKey(OnlineCheck, models.CASCADE, related_name="grants")

    objects = CheckGrantManager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("right to an online check")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "permission", "content_object"], name="check_grant_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "content_object", "user"], name="check_grant_by_check")]

    def __str__(self) -> str:
        return f"{self.content_object}: {self.permission.codename}"


class OfCheck(Sealed):
    """A row whose words are under the key of its check."""

    AUDIT_CLOSED = True

    class Meta:
        abstract = True

    def key_holder(self) -> OnlineCheck:
        return self.check_of  # type: ignore[attr-defined]


class Relevance(models.TextChoices):
    """Why something matters for the position. Nothing else can be written down (fact 39, E-73)."""

    HARM = "harm", _("Harm, or threats of harm, to children or others")
    SEXUAL = "sexual", _("Sexual content that others can see, or about children")
    VIOLENCE = "violence", _("Praise of violence or abuse")
    HATE = "hate", _("Abuse of people for who they are")
    CONFIDENCE = "confidence", _("Private matters of people in their care, made public")
    DISHONEST = "dishonest", _("What they told us cannot be true")
    DRUGS = "drugs", _("Illegal drugs or other crimes, shown or offered")
    BOUNDARIES = "boundaries", _("Contact with children or clients that crosses a line")


class Medium(models.TextChoices):
    WRITTEN = "written", _("Written")
    PHOTO = "photo", _("Photograph")
    VIDEO = "video", _("Video")


class Manner(models.TextChoices):
    STATED = "stated", _("Said outright")
    IMPLIED = "implied", _("Implied")


class Publisher(models.TextChoices):
    APPLICANT = "applicant", _("The person themself")
    OTHER = "other", _("Somebody else")
    UNKNOWN = "unknown", _("Not known")


class Confidence(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Finding(OfCheck, AppendOnlyModel, ScopedModel):
    """One thing that is worth a talk. There is no field for a picture, and none for what is nobody's business.

    All of it is sealed, the kind of it too: with the key of the check it goes.
    """

    WORDS = {
        "category": _("Why it matters"),  # of Relevance
        "medium": _("What it is"),
        "manner": _("Said or implied"),
        "publisher": _("Who published it"),
        "published_on": _("When, as far as it can be seen"),
        "reliability": _("How far the source can be trusted"),
        "identity": _("How sure it is that this is the person"),
        "where": _("Where everybody can see it"),
        "relevance": _("Why it matters for this position"),
    }

    check_of = models.ForeignKey(OnlineCheck, models.PROTECT, related_name="findings")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("finding")

    def __str__(self) -> str:
        return str(self.check_of)


class Discussion(OfCheck, AppendOnlyModel, ScopedModel):
    """The talk: what was found is put to the person, and what they answer is written down (BC-21)."""

    WORDS = {
        "present": _("Who was there"),
        "reply": _("What the person said"),
        "disputed": _("The person says that it is not them, or not true"),
        "why_none": _("Why there was no talk"),
    }

    check_of = models.ForeignKey(OnlineCheck, models.PROTECT, related_name="discussions")
    held_on = models.DateField(_("on"), null=True, blank=True)  # None: there was no talk, and the words say why
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("talk about a check")

    def __str__(self) -> str:
        return str(self.check_of)


class Effect(models.TextChoices):
    NONE = "none", _("No effect: the application goes on as before")
    CONDITIONS = "conditions", _("Goes on, with conditions")
    ASK_MORE = "ask_more", _("Asked about in the interview")
    NOT_SUITABLE = "not_suitable", _("Not suitable for this position")
    SUSPEND = "suspend", _("Suspension is considered")
    REPORT = "report", _("A concern is raised")


class CheckDecision(OfCheck, AppendOnlyModel, ScopedModel):
    """What somebody who did not do the check made of it. A finding alone decides nothing (fact 37)."""

    WORDS = {
        "effect": _("Effect"),  # of Effect
        "judgement": _("How the source and the person's answer were weighed"),
        "besides": _("What else the decision rests on"),
        "action": _("What is done now"),
    }

    check_of = models.ForeignKey(OnlineCheck, models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("decision on a check")
        constraints = [models.UniqueConstraint(fields=["organisation", "check_of"], name="one_decision_per_check")]

    def __str__(self) -> str:
        return str(self.check_of)


class CommitteeShare(OfCheck, AppendOnlyModel, ScopedModel):
    """That the management committee was told of a cause for concern, when, and who of it (BC-26)."""

    WORDS = {"note": _("What the committee said")}

    check_of = models.ForeignKey(OnlineCheck, models.PROTECT, related_name="shares")
    shared_on = models.DateField(_("on"))
    told = models.JSONField(_("who was told"), default=list)  # keys of people
    minute = models.CharField(_("minute"), max_length=120, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta(ScopedModel.Meta):
        ordering = ["pk"]
        verbose_name = _("sharing of a check with the committee")

    def __str__(self) -> str:
        return str(self.check_of)
