"""What can happen to a regular task."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    DONE = "duty_done", _("did")
    TOLD = "duty_told", _("recorded who was told about")
    ENDED = "duty_ended", _("ended")
