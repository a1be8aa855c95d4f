"""Is a certificate genuine? Asked by its code, by anybody who holds it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safeguard.scoping import acting_for
from safeguard.verification import Verdict
from volunteers.models import Completion, InductionCertificate


def verify(code: str) -> Verdict | None:
    """The verdict on the certificate with this code. It names nobody: its holder reads the name on the paper."""
    completions = Completion.objects.across_organisations().select_related("organisation")
    if done := completions.filter(code=code).first():
        return _of_training(done)
    certificates = InductionCertificate.objects.across_organisations().select_related("organisation")
    found = certificates.filter(code=code).first()
    return _of_induction(found) if found else None


def verify_file(sha256: str) -> Verdict | None:
    """A certificate is printed anew each time and not kept: its code tells."""
    return None


def _of_training(found: Completion) -> Verdict:
    with acting_for(found.organisation):
        topic = found.topic
    lines = [
        _("Charity: %s") % found.organisation.name,
        _("Completed on: %s") % date_format(found.done_on, "j F Y"),
    ]
    since = []
    if found.expires_on:
        day = date_format(found.expires_on, "j F Y")
        lines.append(_("Counts until: %s") % day)
        if found.expires_on < timezone.localdate():
            since.append(_("It ran out on %s.") % day)
    if found.taken_back_at:
        day = date_format(timezone.localtime(found.taken_back_at), "j F Y")
        since.append(_("The charity took it back on %s; it was noted by mistake.") % day)
    return Verdict(
        kind=_("Certificate of training"),
        genuine=found.taken_back_at is None,
        made_at=found.recorded_at,
        title=str(topic),
        lines=tuple(lines),
        superseded_since=tuple(since),
    )


def _of_induction(found: InductionCertificate) -> Verdict:
    parts = len(found.parts)
    return Verdict(
        kind=_("Certificate of induction"),
        genuine=True,
        made_at=found.issued_at,
        title=_("Induction at %(charity)s") % {"charity": found.organisation.name},
        lines=(
            _("Charity: %s") % found.organisation.name,
            _("Completed on: %s") % date_format(found.completed_on, "j F Y"),
            ngettext("It consisted of one part.", "It consisted of %(n)s parts.", parts) % {"n": parts},
        ),
    )
