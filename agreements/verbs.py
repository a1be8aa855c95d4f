from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    OPENED_TO_READ = "opened to read", _("opened to read")
    CHASED = "chased", _("sent a reminder of")
    ASKED_FOR_PAPER = "asked for paper", _("asked for paper for")
    OPENED_BY_SOMEBODY_ELSE = "opened by somebody else", _("said “that is not me” to")
    RECORDED_PAPER = "recorded paper", _("recorded a signature on paper for")
    ACCEPTED_RESERVATION = "accepted reservation", _("accepted the reservation to")
    ENDED = "ended", _("ended")
    TOLD = "told", _("recorded who was told of")
    ISSUED = "issued", _("recorded who was given")
