"""Is a receipt genuine? Asked by its code or by the file itself, by anybody who holds it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements import texts
from agreements.changes import Change, Changes
from agreements.models import Receipt, Signature
from agreements.services.signing import fingerprint
from safeguard.scoping import acting_for
from safeguard.verification import Verdict


def verify(code: str) -> Verdict | None:
    """The verdict on the signature with this code. It names nobody: the holder of the receipt can read the name."""
    found = Signature.objects.across_organisations().select_related("organisation").filter(code=code).first()
    return _verdict(found) if found else None


def verify_file(sha256: str) -> Verdict | None:
    receipts = Receipt.objects.across_organisations().select_related("organisation")
    found = receipts.filter(sha256=sha256).first()
    if found is None:
        return None
    with acting_for(found.organisation):
        signature = found.signature
    return _verdict(signature)


def _verdict(signature: Signature) -> Verdict:
    with acting_for(signature.organisation):
        signature = Signature.objects.select_related("text__agreement", "organisation").get(pk=signature.pk)
        wrong = texts.altered(signature.text)
        if fingerprint(signature) != signature.fingerprint or signature.text_fingerprint != signature.text.fingerprint:
            wrong.append(_("The record of the signature is not as it was made."))
        lines = [_("Charity: %s") % signature.organisation.name, _("Recorded: %s") % signature.local_time]
        lines += [f"{d.title}, {d.version_name}: SHA-256 {d.fingerprint}" for d in signature.text.documents.all()]
        lines.append(_("Fingerprint of the text: %s") % signature.text_fingerprint)
        return Verdict(
            kind=_("Receipt of a signature"),
            genuine=not wrong,
            made_at=signature.signed_at,
            title=signature.text.title,
            lines=(*lines, *wrong),
            superseded_since=tuple(_since(signature)),
        )


def _since(signature: Signature) -> list[str]:
    """What has happened since, in sentences."""
    changes = Changes([signature.text.agreement])
    found = []
    for part in changes.now[signature.text.agreement_id]:
        signed = next((d for d in signature.text.documents.all() if d.document_id == part.document.pk), None)
        if part.version is None:
            found.append(_("“%s” is no longer in force.") % part.document.policy)
        elif signed and signed.version_id != part.version.pk:
            words = {"document": part.document.policy, "version": part.version.name}
            found.append(_("“%(document)s” is now in force as %(version)s.") % words)
    if changes.since(signature.text_id) == Change.MATERIAL:
        found.append(_("The rules have changed since; the charity asks for a new signature."))
    if hasattr(signature, "end"):
        found.append(_("This signature has not counted since %(day)s.") % {"day": date_format(signature.end.ended_on)})
    return found
