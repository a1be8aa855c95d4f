"""The receipt of a signature: made once by the worker, kept, and the same in every copy."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from agreements import texts
from agreements.models import Receipt, Signature
from safeguard import pdf
from safeguard.addresses import whole
from safeguard.verification import sha256_of

VERIFY = "/verify/"  # the page belongs to a higher floor


def make(signature: Signature) -> Receipt:
    """The receipt, made now if it has not been made yet. Raises pdf.Unavailable on a computer that cannot."""
    made = Receipt.objects.filter(signature=signature).first()
    if made is not None:
        return made
    content = render(signature)
    name = default_storage.save(f"receipts/{signature.code}.pdf", ContentFile(content))
    try:
        with transaction.atomic():
            return Receipt.objects.create(
                signature=signature, file=name, sha256=sha256_of([content]), pages=pdf.page_count(content)
            )
    except IntegrityError:  # another worker was quicker
        default_storage.delete(name)
        return Receipt.objects.get(signature=signature)


def make_if_possible(signature: Signature) -> Receipt | None:
    """None on a computer that sets no type: the record is there all the same, and its page can be read."""
    try:
        return make(signature)
    except pdf.Unavailable:
        return None


def render(signature: Signature) -> bytes:
    """The PDF, always the same for the same signature."""
    language = signature.language if signature.language == "cy" else "en-gb"
    with override(language):
        context = {
            "document_title": _("Receipt: %(title)s") % {"title": signature.text.title},
            "language": signature.language,
            "letterhead_name": signature.organisation.name,
            "letterhead_address": ", ".join(signature.organisation.address.splitlines()),
            "documents": texts.readable(signature.text),
            **words(signature),
        }
        return pdf.render("agreements/print/receipt.html", context, identifier=signature.code)


def words(signature: Signature) -> dict[str, Any]:
    """What the receipt says, for the page, the mail and the print."""
    return {
        "signature": signature,
        "title": signature.text.title,
        "rows": rows(signature),
        "verify_url": whole(VERIFY),
    }


def rows(signature: Signature) -> list[dict[str, str]]:
    """Question and answer; what is empty is left out."""
    found = [
        (_("Signed by"), signature.typed_name),
        (_("Name on record at that time"), signature.person_name),
        (_("On behalf of"), signature.on_behalf_of),
        (_("Ticked"), signature.attested),
        (_("Charity"), signature.organisation.name),
        (_("Recorded"), signature.local_time),
        (_("In universal time"), f"{signature.signed_at:%Y-%m-%d %H:%M:%S} UTC"),
        (_("Date on the paper"), date_format(signature.signed_on) if signature.is_on_paper else ""),
        (_("Time zone"), signature.zone),
        (_("How we know who it was"), signature.get_how_display()),
        (_("E-mail address"), signature.email or signature.account),
        (_("Witness"), signature.witness_name),
        (_("Read aloud"), _("Yes") if signature.read_aloud else ""),
        (_("Reservation"), signature.reservation),
        (_("Valid until"), date_format(signature.expires_on) if signature.expires_on else ""),
        (_("Fingerprint of the text (SHA-256)"), signature.text_fingerprint),
        (_("Fingerprint of the signature (SHA-256)"), signature.fingerprint),
        (_("Fingerprint of the scan (SHA-256)"), signature.scan_sha256),
        (_("Code"), signature.code),
    ]
    return [{"key": str(key), "value": str(value)} for key, value in found if value]


def content(receipt: Receipt) -> bytes:
    with default_storage.open(receipt.file) as file:
        return bytes(file.read())


def file_name(receipt: Receipt) -> str:
    """Without a name of anybody (E-81)."""
    return f"receipt-{receipt.signature.code}.pdf"


def make_missing() -> int:
    """Receipts whose making was lost with a worker. Returns how many were made."""
    if not pdf.is_available():
        return 0
    missing = list(Signature.objects.filter(receipt=None))
    for signature in missing:
        make(signature)
    return len(missing)
