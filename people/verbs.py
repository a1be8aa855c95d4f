"""What can happen to people and their roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    ROLE_ENDED = "role_ended", _("ended the role of")
    REJOINED = "rejoined", _("recorded the return of")
    DIED = "died", _("recorded the death of")
    DEATH_TAKEN_BACK = "death_taken_back", _("took back the death of")
    SIGN_IN_TAKEN = "sign_in_taken", _("took the sign-in from")
    CARER_NAMED = "carer_named", _("recorded a carer of")
    CARER_CHANGED = "carer_changed", _("changed what is known of a carer of")
    AUTHORITY_CONFIRMED = "authority_confirmed", _("confirmed who may decide for")
    CARER_ENDED = "carer_ended", _("ended the care for")
    PAUSED = "roles_paused", _("paused the roles of")
    UNPAUSED = "roles_unpaused", _("let the roles go on again of")
    CHECK_OUT_BEGUN = "check_out_begun", _("began the check-out of")
    CHECK_OUT_ADDED = "check_out_added", _("added to the check-out of")
    CHECK_OUT_CONFIRMED = "check_out_confirmed", _("confirmed in the check-out of")
    CHECK_OUT_ENDED = "check_out_ended", _("ended the check-out of")
    MERGED = "merged", _("joined two entries of")
    MERGE_UNDONE = "merge_undone", _("took apart again two entries of")
