"""What can happen to requests about data, periods, holds, disposals and copies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    RECEIVED = "rights_received", _("recorded a request about data")
    IDENTIFIED = "rights_identified", _("noted who asked in")
    PAUSED = "rights_paused", _("stopped the clock of")
    RESUMED = "rights_resumed", _("let the clock go on of")
    EXTENDED = "rights_extended", _("took more time for")
    ACKNOWLEDGED = "rights_acknowledged", _("acknowledged")
    NOTED = "rights_noted", _("wrote a note on")
    ANSWERED = "rights_answered", _("answered")
    REFUSED = "rights_refused", _("refused")
    STOPPED_MAIL = "rights_stopped_mail", _("stopped e-mails because of")
    PERIOD_SET = "rights_period_set", _("changed the period of")
    HELD = "rights_held", _("placed a")
    LIFTED = "rights_lifted", _("lifted a")
    PROPOSED = "rights_proposed", _("proposed a")
    LEFT_OUT = "rights_left_out", _("took a row out of")
    AGREED = "rights_agreed", _("agreed to")
    REJECTED = "rights_rejected", _("did not agree to")
    DISPOSED = "rights_disposed", _("disposed of everything in")
    COPIED = "rights_copied", _("asked for a")
    LOOKED = "rights_looked", _("looked at all the data of")
    FETCHED = "rights_fetched", _("fetched a")
