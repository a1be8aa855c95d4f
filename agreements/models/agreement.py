"""An agreement: the documents and clauses that people of some roles sign, and the words that they agree to."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.states import AGREEMENT_STEPS, Status
from people.ages import MAJORITY, latest_birth_of
from people.models import Person, RoleHolding
from people.roles import Role
from policies.models import Policy
from safeguard.addresses import address
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class AgeGroup(models.TextChoices):
    """A young person agrees on how to behave, with a parent's copy; that is no contract (E-25)."""

    EVERYONE = "everyone", _("People of every age")
    ADULTS = "adults", _("Adults, and people whose age is not known")
    YOUNG = "young", _("Young people under 18")


class AgreementQuerySet(ScopedQuerySet):
    def open(self) -> AgreementQuerySet:
        return self.filter(status=Status.OPEN)

    def with_documents(self) -> AgreementQuerySet:
        """The documents and the roles, in three more queries."""
        documents = AgreementDocument.objects.select_related("policy")
        return self.prefetch_related(models.Prefetch("documents", queryset=documents), "signing_roles")

    def binding(self, person: Person, today: date) -> AgreementQuerySet:
        """Open agreements that this person must sign on that day."""
        if not person.is_here(today):
            return self.none()
        ages = [AgeGroup.EVERYONE, AgeGroup.YOUNG if is_under_18(person, today) else AgeGroup.ADULTS]
        held = RoleHolding.objects.counting(today).filter(person=person)
        bound = AgreementRole.objects.filter(agreement=models.OuterRef("pk"), role__in=held.values("role"))
        return self.open().filter(models.Exists(bound), age_group__in=ages)


class Agreement(ScopedModel):
    """Who must sign what, and for how long. Once open, its words and documents never change: a change is a new one."""

    STEPS = AGREEMENT_STEPS

    title = models.CharField(_("title"), max_length=200)
    statement = models.TextField(_("what people agree to"))
    language = models.CharField(_("language"), max_length=20, default="en-gb")
    age_group = models.CharField(_("age"), max_length=10, choices=AgeGroup, default=AgeGroup.EVERYONE)
    valid_for_months = models.PositiveSmallIntegerField(
        _("months until it is signed again"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    asks_birth_date = models.BooleanField(_("ask for the date of birth before the page opens"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ScopedManager.from_queryset(AgreementQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["organisation", "status", "title", "id"], name="agreement_by_title")]
        constraints = [
            AGREEMENT_STEPS.constraint("agreement_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(opened_at__isnull=False), name="agreement_says_when_it_opened"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("agreements:agreement", self.pk)

    @property
    def roles(self) -> list[str]:
        """The roles that must sign, in the order in which roles are named everywhere."""
        chosen = {row.role for row in self.signing_roles.all()}
        return [role for role in Role.values if role in chosen]

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def link_about(self) -> str:
        """What a personal link to its page is about; it stays the same when somebody is asked again."""
        return f"agreement:{self.pk}"


class AgreementRole(ScopedModel):
    """A role whose holders must sign."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signing_roles")
    role = models.CharField(_("role"), max_length=30, choices=Role)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "agreement", "role"], name="agreement_role_once")
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Extent(models.TextChoices):
    WHOLE = "whole", _("The whole document")
    CLAUSES = "clauses", _("Only the clauses that you choose")


class AgreementDocument(ScopedModel):
    """A document that is signed: whole, whole with some clauses named (RW-59), or some clauses only."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="documents")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", verbose_name=_("document"))
    extent = models.CharField(_("how much of it"), max_length=10, choices=Extent, default=Extent.WHOLE)
    anchors = models.JSONField(_("clauses"), default=list, blank=True)
    required = models.BooleanField(_("nobody can sign while this document is not in force"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(ScopedModel.Meta):
        verbose_name = _("document of an agreement")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "agreement", "policy"], name="agreement_document_once"),
        ]

    def __str__(self) -> str:
        return str(self.policy)

    @property
    def takes_all(self) -> bool:
        return self.extent == Extent.WHOLE

    def takes(self, anchor: str) -> bool:
        """Whether the clause with this anchor is part of what is signed."""
        return self.takes_all or anchor in self.anchors


def is_under_18(person: Person, today: date) -> bool:
    """Known to be under 18; somebody born on 29 February comes of age on 1 March in common years (fact 80)."""
    return person.date_of_birth is not None and person.date_of_birth > latest_birth_of(MAJORITY, today)
