"""Documents of a case: taken apart before they come in, sealed under its key, read by few, set aside unseen."""

from __future__ import annotations

import secrets
import uuid
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from incidents import documents
from incidents.models import Attachment, AttachmentStatus, Case
from incidents.no_pictures import REFUSED
from incidents.services import entries
from incidents.services.working import held_for_work, key_of_form
from incidents.types import takes_no_files
from incidents.verbs import Verb
from people.models import Person
from safeguard import vault
from safeguard.refusals import Refused
from safeguard.verification import sha256_of
from safeguard.virus_scan import refuse_infected

FOLDER = "incidents/documents"


def takes_documents(case: Case) -> bool:
    """Not where the concern has to do with images, nor before it is known what it is about (WY-108)."""
    return bool(case.types) and not takes_no_files(case.types) and not case.is_sexual_abuse


def asks_why(row: Attachment) -> bool:
    """Whether a document came in before it was known that the concern has to do with images."""
    return row.status == AttachmentStatus.KEPT and not row.case.is_shredded and not takes_documents(row.case)


def attach(case: Case, *, by: Person, once: uuid.UUID, name: str, content: bytes, what: str = "") -> Attachment:
    """Keep a document. Raises Refused, and then nothing of the file is kept; that it was refused is on record."""
    if not takes_documents(case):
        _note_refusal(case, by)
        raise Refused(str(REFUSED) if case.types else _("Sort this case first: some kinds of concern take no files."))
    try:
        found = documents.read(content)
        refuse_infected(found.content)
    except Refused:
        _note_refusal(case, by)
        raise
    return _keep(case, by=by, once=once, name=name, document=found, what=what)


@transaction.atomic
def _note_refusal(case: Case, by: Person) -> None:
    record(Verb.REFUSED_FILE, case, by=by)


@transaction.atomic
def _keep(case: Case, *, by: Person, once: uuid.UUID, name: str, document: documents.Document, what: str) -> Attachment:
    case = held_for_work(case)
    if not takes_documents(case):  # sorted anew in the meantime
        raise Refused(str(REFUSED))
    uid = key_of_form(case, once, name, what, sha256_of([document.content]))
    if earlier := Attachment.objects.filter(case=case, uid=uid).first():
        return earlier
    row = Attachment(uid=uid, case=case, kind=document.kind, size=len(document.content), added_by=by)
    row.words = {"name": clean_name(name, document.kind), "what": what}
    sealed = vault.seal(document.content, case.data_key, place=f"{row.place}:file")
    row.file_name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}.sealed", ContentFile(sealed))
    try:
        with transaction.atomic():
            row.save()
            text = "\n".join(filter(None, [_("Document added: %(name)s") % {"name": row.words["name"]}, what]))
            entries.write(case, by=by, kind="record", text=text, about=row, verb=Verb.ATTACHED)
    except BaseException:
        default_storage.delete(row.file_name)
        raise
    return row


def clean_name(name: str, kind: str) -> str:
    """The last part, without signs that a file system or a header would trip over, ending as what it is."""
    plain = "".join(
        sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable() and sign not in '"<>:|?*;'
    )
    stem = plain.rsplit(".", 1)[0].strip(" .")[:100] or _("document")
    return f"{stem}.{kind}"


@transaction.atomic
def read(attachment: Attachment, *, by: Person, why: str = "") -> bytes:
    """The file, for somebody who may see the case; every opening is on record. Raises Refused when nobody opens it.

    In a case that takes no files (any more) nobody opens it without a reason, which is in the chronology.
    """
    row = Attachment.objects.select_related("case").get(pk=attachment.pk)
    if row.status != AttachmentStatus.KEPT or row.case.is_shredded or not default_storage.exists(row.file_name):
        raise Refused(_("This document cannot be opened any more."))
    if asks_why(row):
        if not why.strip():
            raise Refused(_("No file is taken in this case. Write why it has to be opened, or set it aside."))
        lines = [_("A document was opened in a case that takes no files."), why]
        entries.write(row.case, by=by, kind="record", text="\n".join(lines), about=row, verb=Verb.READ)
    else:
        record(Verb.READ, row.case, by=by, detail={"document": row.uid})
    with default_storage.open(row.file_name) as file:
        return vault.unseal(file.read(), row.case.data_key, place=f"{row.place}:file")


@transaction.atomic
def set_aside(attachment: Attachment, *, by: Person, why: str = "") -> Attachment:
    """From now on nobody opens it, also not whoever did this. It is not deleted: the police say what becomes of it.

    Done in a closed case too, for a closed case is no reason to leave it open to people. Twice is once.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=attachment.case_id)
    row = Attachment.objects.get(pk=attachment.pk, case=case)
    if row.status != AttachmentStatus.KEPT:
        return row
    _mark(row, AttachmentStatus.QUARANTINED, by)
    lines = [
        _("A document was set aside unseen. Nobody can open it. It is not deleted before the police have advised.")
    ]
    text = "\n".join(filter(None, [*lines, why]))
    entries.write(case, by=by, kind="record", text=text, about=row, verb=Verb.QUARANTINED)
    return row


@transaction.atomic
def remove(attachment: Attachment, *, by: Person, advice: str) -> Attachment:
    """Destroy a file that was set aside, once the police have advised it. Its row and who advised it stay."""
    case = Case.objects.select_for_update(no_key=True).get(pk=attachment.case_id)
    row = Attachment.objects.get(pk=attachment.pk, case=case)
    if row.status == AttachmentStatus.REMOVED:
        return row
    if row.status != AttachmentStatus.QUARANTINED:
        raise Refused(_("Set it aside first. A document that is kept goes with the case."))
    if not advice.strip():
        raise Refused(
            _("Write down who at the police advised it, when, and their reference. Nothing is deleted before.")
        )
    _mark(row, AttachmentStatus.REMOVED, by)
    text = "\n".join([_("The file that was set aside was destroyed on advice."), advice])
    entries.write(case, by=by, kind="record", text=text, about=row, verb=Verb.QUARANTINED)
    transaction.on_commit(partial(default_storage.delete, row.file_name))
    return row


def _mark(row: Attachment, status: str, by: Person) -> None:
    row.status, row.status_at, row.status_by = status, timezone.now(), by
    row.save(update_fields=["status", "status_at", "status_by"])


def of_case(case: Case) -> list[tuple[Attachment, dict[str, Any]]]:
    """Every document with its words; of one that was set aside not even the name is shown. One query."""
    if case.is_shredded:
        return []
    found = []
    for row in Attachment.objects.filter(case=case).select_related("added_by", "status_by"):
        row.case = case
        words = row.words if row.status == AttachmentStatus.KEPT else {"name": _("A document"), "what": ""}
        found.append((row, words))
    return found
