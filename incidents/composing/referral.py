"""The facts of a case as an agency asks for them, for one referral."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from incidents.composing.answering import answered
from incidents.composing.forms import Form, referral_forms
from incidents.composing.rows import Rows, moment, rows
from incidents.models import Print, Referral
from incidents.redacting import Say
from organisations.models import AgencyKind
from safeguard.scoping import active_organisation

TEMPLATE = "incidents/print/form.html"
RADICALISATION = "radicalisation"  # the key of the kind of concern, too


def context(copy: Print, found: Rows, say: Say) -> dict[str, Any]:
    referral = next(one for one in found.referrals if one.pk == copy.referral_id)
    form = form_for(referral)
    return {
        "form_title": _("Referral form"),
        "form": form,
        "form_rows": rows(
            (_("To"), say(referral.words["agency"]) or referral.get_kind_display()),
            (_("Whom we spoke to"), say(referral.words["contact"])),
            (_("Told first"), f"{moment(referral.referred_at)}, {referral.get_method_display()}"),
            (_("Their reference"), say(referral.words["reference"])),
            (_("Referred by"), ", ".join([say(referral.by), active_organisation().name])),
            (_("What we told them"), say(referral.words["what"])),
            *([] if found.letters else [(_("Identifier of the child"), say(referral.words["identifier"]))]),
        ),
        "fields": answered(form.fields, found, say),
        "signs": True,
    }


def form_for(referral: Referral) -> Form:
    forms = referral_forms()
    if referral.kind == AgencyKind.RADICALISATION or RADICALISATION in referral.case.types:
        return forms[RADICALISATION]
    return forms.get(referral.kind, forms["other"])
