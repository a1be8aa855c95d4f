"""What the charity regulator asks about a serious incident, with what the record knows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from incidents.composing.answering import answered
from incidents.composing.forms import serious_incident_form
from incidents.composing.rows import Rows, moment, rows
from incidents.models import Print
from incidents.redacting import Say
from safeguard.scoping import active_organisation

TEMPLATE = "incidents/print/form.html"


def context(copy: Print, found: Rows, say: Say) -> dict[str, Any]:
    form = serious_incident_form(active_organisation().nation)
    return {
        "form_title": _("What the regulator asks"),
        "form": form,
        "form_rows": rows((_("To"), form.agency), (_("We learnt of it"), moment(found.case.learnt_at))),
        "fields": answered(form.fields, found, say),
        "signs": False,
    }
