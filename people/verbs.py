"""What can happen to people and their roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    ROLE_ENDED = "role_ended", _("ended the role of")
    REJOINED = "rejoined", _("recorded the return of")
    DIED = "died", _("recorded the death of")
    DEATH_TAKEN_BACK = "death_taken_back", _("took back the death of")
    SIGN_IN_TAKEN = "sign_in_taken", _("took the sign-in from")
