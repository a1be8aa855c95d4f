"""Is a copy of a case genuine? Asked by its code or by the file itself; the answer says nothing of the case."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Print
from safeguard.verification import Verdict


def verify(code: str) -> Verdict | None:
    found = Print.objects.across_organisations().select_related("organisation").filter(code=code).first()
    return _verdict(found) if found else None


def verify_file(sha256: str) -> Verdict | None:
    known = Print.objects.across_organisations().select_related("organisation").exclude(sha256="")
    found = known.filter(sha256=sha256).first()
    return _verdict(found) if found else None


def _verdict(copy: Print) -> Verdict | None:
    """What its holder can compare: what it is, whose, of which day, how many pages. None before it was made."""
    if copy.made_at is None:
        return None
    made_on = date_format(localtime(copy.made_at), "j F Y, H:i")
    lines = [
        _("Charity: %s") % copy.organisation.name,
        _("Copy number %(number)d, made on %(day)s") % {"number": copy.number, "day": made_on},
        ngettext("One page", "%(count)d pages", copy.pages or 0) % {"count": copy.pages or 0},
    ]
    if copy.redacted:
        lines.append(_("Names were blacked out in it."))
    return Verdict(
        kind=_("Numbered copy of a confidential record"),
        genuine=True,
        made_at=copy.made_at,
        title=str(copy.get_kind_display()),
        lines=tuple(lines),
    )
