"""Is a pack genuine, and what has become of its documents? Asked by its code or by the file itself (E-46)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import AuditEvent
from policies.fingerprints import fingerprint
from policies.models import Amendment, PolicyVersion
from policies.states import AmendmentStatus, Status
from reports.models import Pack, PackDocument
from safeguard.scoping import acting_for
from safeguard.verification import Verdict


def verify(code: str) -> Verdict | None:
    """The verdict on the print with this code. It names nobody: its holder has it in front of them."""
    found = Pack.objects.across_organisations().printed().select_related("organisation").filter(code=code).first()
    return verdict_on(found) if found else None


def verify_file(sha256: str) -> Verdict | None:
    found = Pack.objects.across_organisations().printed().select_related("organisation").filter(sha256=sha256).first()
    return verdict_on(found) if found else None


def verdict_on(pack: Pack) -> Verdict:
    with acting_for(pack.organisation):
        documents = list(pack.documents.select_related("version__policy"))
        wrong = [*altered(pack, documents)]
        return Verdict(
            kind=str(pack.get_kind_display()),
            genuine=not wrong,
            made_at=pack.made_at,  # type: ignore[arg-type]
            title=_("Number %(number)d of %(charity)s") % {"number": pack.number, "charity": pack.organisation.name},
            lines=(*described(pack, documents), *wrong),
            superseded_since=tuple(sentence for document in documents for sentence in since(document)),
        )


def described(pack: Pack, documents: list[PackDocument]) -> Iterator[str]:
    """What the holder of the paper can compare."""
    yield ngettext("One page", "%(count)d pages", pack.pages or 0) % {"count": pack.pages or 0}
    if pack.hides_names:
        yield _("Printed without the names of people")
    for document in documents:
        yield str(document) if document.version_id else _("%(title)s: not available") % {"title": document.title}


def altered(pack: Pack, documents: list[PackDocument]) -> Iterator[str]:
    """What in the charity's own records is no longer as it was when the print was made."""
    printed = [document for document in documents if document.version]
    keys = {key for document in printed for key in document.amendments}
    amendments = {amendment.pk: amendment for amendment in Amendment.objects.filter(pk__in=keys)}
    for document in printed:
        standing = [amendments[key] for key in document.amendments if key in amendments]
        if fingerprint(document.version, standing) != document.fingerprint:
            yield _("The text of “%(document)s” is no longer the text that was printed.") % {"document": document}
    event = AuditEvent.objects.filter(number=pack.audit_number).values_list("hash", flat=True).first()
    if pack.audit_number and event != pack.audit_hash:
        yield _("The charity's audit record does not contain the entry whose fingerprint is on the print.")


def since(document: PackDocument) -> Iterator[str]:
    """What has happened to one document since it was printed, in sentences."""
    version, printed_at = document.version, document.pack.made_at
    if version is None or printed_at is None:
        return
    if version.status == Status.SUPERSEDED and version.ended_at and version.ended_at > printed_at:
        yield superseded(document, version)
    elif version.status == Status.WITHDRAWN and version.ended_at and version.ended_at > printed_at:
        words = {"document": document, "day": date_format(version.ended_at, "j F Y")}
        yield _("%(document)s was withdrawn on %(day)s.") % words
    elif version.status == Status.IN_FORCE:
        yield from amended(document, version, printed_at)


def amended(document: PackDocument, version: PolicyVersion, printed_at: datetime) -> Iterator[str]:
    for amendment in version.amendments.all():
        words = {"document": document, "heading": amendment.heading, "dated": amendment.dated}
        if amendment.in_force_at and amendment.in_force_at > printed_at:
            yield _("%(document)s was amended: %(heading)s, %(dated)s.") % words
        elif amendment.status == AmendmentStatus.ENDED and amendment.pk in document.amendments:
            yield _("An amendment of %(document)s has ended: %(heading)s.") % words


def superseded(document: PackDocument, version: PolicyVersion) -> str:
    """By which version, where there is one in force."""
    now = version.policy.current
    words = {"document": document, "day": date_format(version.ended_at, "j F Y")}
    if now is None:
        return _("%(document)s has not been in force since %(day)s.") % words
    return _("%(document)s was replaced by %(now)s on %(day)s.") % {**words, "now": now.name}
