"""What the charity calls its roles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.roles import Role
from safeguard.scoping import ScopedManager, ScopedModel, ScopedQuerySet


class RoleLabelQuerySet(ScopedQuerySet):
    def by_role(self) -> dict[str, str]:
        """What each role is called here: the charity's own words, and ours where it has none."""
        return {role.value: str(role.label) for role in Role} | dict(self.values_list("role", "label"))


class RoleLabel(ScopedModel):
    """The charity's own word for a role."""

    role = models.CharField(max_length=30, choices=Role)
    label = models.CharField(_("what your charity calls it"), max_length=100)

    objects = ScopedManager.from_queryset(RoleLabelQuerySet)()

    class Meta(ScopedModel.Meta):
        verbose_name = _("name of a role")
        verbose_name_plural = _("names of roles")
        constraints = [models.UniqueConstraint(fields=["organisation", "role"], name="one_label_per_role")]

    def __str__(self) -> str:
        return self.label
