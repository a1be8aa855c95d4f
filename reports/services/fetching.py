"""What leaves the software is noted: every fetching of a print, and every register that is taken away."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from audit.verbs import Verb
from people.models import Person
from reports.exports import REGISTERS
from reports.models import Pack
from safeguard import spreadsheets
from safeguard.refusals import Refused
from safeguard.scoping import active_organisation


@transaction.atomic
def open_file(pack: Pack, *, by: Person) -> IO[bytes]:
    """The file of a print. Raises Refused when there is none (any more)."""
    if not pack.can_be_fetched(timezone.now()) or not default_storage.exists(pack.file):
        raise Refused(_("The file of this print is no longer kept. Make it again; the new one has a code of its own."))
    record(Verb.EXPORTED, pack, by=by, detail={"pages": pack.pages})
    return default_storage.open(pack.file)


@transaction.atomic
def export(key: str, kind: str, *, by: Person, reason: str, today: date) -> tuple[bytes, str, str]:
    """One register as a table: its content, the name of the file and its type. Noted with the reason."""
    register = REGISTERS[key]
    rows = list(register.rows(today))
    if kind == "xlsx":
        content, content_type = spreadsheets.to_xlsx(register.headings(), rows), spreadsheets.XLSX
    else:
        content, content_type = spreadsheets.to_csv(register.headings(), rows), spreadsheets.CSV
    detail: dict[str, Any] = {"register": key, "kind": kind, "rows": len(rows), "reason": reason}
    record(Verb.EXPORTED, active_organisation(), by=by, detail=detail)
    return content, f"{key}-{today:%Y-%m-%d}.{kind}", content_type
