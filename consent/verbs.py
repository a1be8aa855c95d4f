"""What can happen to consent, pictures and contact wishes. Each module of services adds none of its own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    OPENED_QUESTION = "consent_opened", _("began to ask")
    CLOSED_QUESTION = "consent_closed", _("stopped asking")
    WORDED = "consent_worded", _("wrote new words for")
    ASKED = "consent_asked", _("asked for consent")
    CHASED = "consent_chased", _("sent a reminder of")
    NOT_ME = "consent_not_me", _("said “that is not me” to")
    ANSWERED = "consent_answered", _("answered")
    RECORDED = "consent_recorded", _("recorded an answer to")
    WITHDREW = "consent_withdrew", _("withdrew the answer to")
    JUDGED = "consent_judged", _("decided who decides about")
    SETTLED = "consent_settled", _("settled the disagreement about")
    CHECKED = "consent_checked", _("asked “May I post this?” about")
    APPROVED = "consent_approved", _("approved")
    REFUSED = "consent_refused", _("refused")
    USED = "consent_used", _("recorded a use of")
    TOOK_DOWN = "consent_took_down", _("took down")
    STAYS = "consent_stays", _("recorded that it cannot be taken back:")
    LOGGED = "consent_logged", _("logged pictures")
    UPLOADED = "consent_uploaded", _("confirmed the upload of")
    REMOVED = "consent_removed", _("confirmed that nothing is left on the device of")
    STORED = "consent_stored", _("put a picture into")
    LOOKED = "consent_looked", _("looked at the pictures of")
    WISHED = "consent_wished", _("recorded a wish not to be contacted")
    ENDED = "consent_ended", _("ended")
    OVERRODE = "consent_overrode", _("recorded a contact in spite of")
    REVIEWED = "consent_reviewed", _("looked into the contact in spite of")
    TOLD = "consent_told", _("recorded who was told of")
    PASSED_ON = "consent_passed_on", _("recorded what was passed on about")
    PRINTED = "consent_printed", _("printed a list for")
