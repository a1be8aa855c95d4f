"""Numbered copies of a case: asked for, made by the worker, sealed, taken, and taken away after some days."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from audit.services import record
from audit.services import transition as audited
from incidents.access import visible_to
from incidents.composing import compose
from incidents.composing.rows import Rows
from incidents.models import Case, EntryKind, Print, PrintKind, Referral
from incidents.services import entries
from incidents.states import PrintStatus
from incidents.verbs import Verb
from people import post
from people.models import Person
from safeguard import pdf, vault
from safeguard.refusals import Refused
from safeguard.transitions import TransitionRefused, transition
from safeguard.verification import new_code, sha256_of

KEPT = timedelta(days=14)
SAME = timedelta(minutes=1)  # a button that is pressed twice
WAITED = timedelta(minutes=2)  # for a message of the queue that may have been lost
FOLDER = "incidents/copies"
UNEXPECTED = gettext_lazy(
    "Something went wrong that the software did not expect. Ask for the copy again; if that fails too, tell whoever "
    "runs the computer."
)


@transaction.atomic
def ask(
    case: Case,
    *,
    by: Person,
    kind: str,
    for_whom: str = "",
    why: str = "",
    hide: Iterable[str] = (),
    also: Mapping[str, Sequence[str]] | None = None,
    referral: Referral | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Print:
    """Write down which copy is wanted; the worker makes it. The same wish within a minute is the same copy.

    `hide` has the uids of those who are blacked out, `also` the other names of people by their uids: they are blacked
    out with them, and remembered for the next copy. A closed case can be copied: courts ask late. Raises Refused for a
    case that was disposed of, and for a referral form without its referral.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)  # numbers are given one after another
    if case.is_shredded:
        raise Refused(_("This case was disposed of at the end of its time. There is nothing left to copy."))
    if kind == PrintKind.REFERRAL and referral is None:
        raise Refused(_("Choose the referral for which the form is filled in."))
    words: dict[str, Any] = {"for_whom": for_whom, "why": why}
    words["also"] = {uid: list(names) for uid, names in (also or {}).items()} or ""
    chosen = sorted(set(hide))
    wish: dict[str, Any] = {
        "kind": kind,
        "redacted": chosen,
        "referral": referral,
        "first_day": first_day,
        "last_day": last_day,
    }
    if same := _same(case, by, wish, words):
        return same
    found = Rows(case, hide=chosen, by=by)
    kept_out = ", ".join(f"{label}: {name}" for uid, label, name, _row in found.people if uid in found.letters)
    copy: Print = Print.objects.create(
        case=case,
        number=(Print.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1,
        code=new_code(),
        asked_by=by,
        words=words | {"kept_out": kept_out, "joined": _joined(found)},
        **wish,
    )
    entries.write(
        case,
        by=by,
        kind=EntryKind.RECORD,
        verb=Verb.ASKED_COPY,
        about=copy,
        text=entries.facts(
            **{
                str(_("Copy %(number)d asked for") % {"number": copy.number}): copy.get_kind_display(),
                str(_("Made for")): for_whom,
                str(_("What for")): why,
                str(_("Blacked out")): ", ".join(found.letters.values()),
            }
        ),
    )
    key, organisation = copy.pk, copy.organisation_id
    transaction.on_commit(lambda: post.hand_over("incidents.tasks.make_print", organisation, key))
    return copy


def _same(case: Case, by: Person, wish: dict[str, Any], words: dict[str, Any]) -> Print | None:
    lately = Print.objects.filter(case=case, asked_by=by, asked_at__gt=timezone.now() - SAME, **wish)
    lately = lately.exclude(status__in=[PrintStatus.FAILED, PrintStatus.REMOVED])
    return next((one for one in lately if all(one.words[name] == word for name, word in words.items())), None)


def other_names(case: Case) -> dict[str, list[str]]:
    """The other names of people that were given for copies of this case, by uid: for each what was said last."""
    found: dict[str, list[str]] = {}
    for copy in Print.objects.filter(case=case).order_by("number"):
        copy.case = case
        found |= copy.words["also"] or {}
    return found


def make(key: int) -> Print | None:
    """Make the copy with this key if it waits. Of two workers that make it, one keeps it."""
    copy = Print.objects.select_related("case", "asked_by", "referral").filter(pk=key, status=PrintStatus.ASKED).first()
    if copy is None:
        return None
    try:
        with override(settings.LANGUAGE_CODE):
            content = _made(copy)
    except (Refused, vault.VaultError) as refused:
        return _fail(copy, str(refused))
    except Exception:
        _fail(copy, str(UNEXPECTED))
        raise
    return _keep(copy, content)


def _made(copy: Print) -> bytes:
    copy.made_at = timezone.now()
    rows = Rows(copy.case, hide=copy.redacted, also=copy.words["also"] or {}, by=copy.asked_by)
    if _joined(rows) != (copy.words["joined"] or []):
        raise Refused(_("Cases were joined to this one, or taken apart from it, in the meantime. Ask for a new copy."))
    composed = compose(copy, rows)
    return pdf.set_type(composed.html, identifier=copy.code)


def _keep(copy: Print, content: bytes) -> Print | None:
    sealed = vault.seal(content, copy.case.data_key, place=copy.place)
    name = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(24)}.sealed", ContentFile(sealed))
    made_at = copy.made_at or timezone.now()
    try:
        return transition(
            copy,
            to=PrintStatus.READY,
            made_at=made_at,
            pages=pdf.page_count(content),
            file_name=name,
            sha256=sha256_of([content]),
            expires_at=made_at + KEPT,
        )
    except TransitionRefused:  # another worker was quicker
        default_storage.delete(name)
        return None


def _fail(copy: Print, reason: str) -> Print | None:
    copy.made_at = None
    try:
        return transition(copy, to=PrintStatus.FAILED, problem=reason[:300])
    except TransitionRefused:
        return None


def _joined(rows: Rows) -> list[str]:
    return sorted(one.code for one in rows.cases if one.pk != rows.case.pk)


def is_for(copy: Print, person: Person) -> bool:
    """Whether this person may see every case that is in a copy: others saw more than they when they asked for it."""
    joined = [] if copy.case.is_shredded else copy.words["joined"]
    return not joined or visible_to(person).filter(code__in=joined).count() == len(joined)


@transaction.atomic
def take(copy: Print, *, by: Person) -> tuple[str, bytes]:
    """The name of the file, which tells a number and no name (E-81), and the file. Every taking is on record.

    Raises Refused when there is no file (any more), and when it holds a case that `by` may not see.
    """
    if not is_for(copy, by):
        raise Refused(_("This copy holds more than you may see. Ask for one of your own."))
    if copy.status != PrintStatus.READY or not default_storage.exists(copy.file_name):
        raise Refused(_("This copy is no longer kept. Ask for a new one; it has a number of its own."))
    with default_storage.open(copy.file_name) as file:
        content = vault.unseal(file.read(), copy.case.data_key, place=copy.place)
    record(Verb.TOOK_COPY, copy.case, by=by, detail={"copy": copy.number})
    return file_name(copy), content


def file_name(copy: Print) -> str:
    return f"case-copy-{copy.number}.pdf"


def make_left_behind(*, now: datetime) -> int:
    """Copies whose making was lost on the way. Returns how many were made."""
    left = Print.objects.filter(status=PrintStatus.ASKED, asked_at__lt=now - WAITED)
    return sum(make(key) is not None for key in list(left.order_by("pk").values_list("pk", flat=True)))


def take_away_old(*, now: datetime) -> int:
    """The files whose time has run out; number, code and hash stay, so that paper can still be checked."""
    old = list(Print.objects.filter(status=PrintStatus.READY, expires_at__lte=now).select_related("case"))
    for copy in old:
        _take_away(copy)
    return len(old)


@transaction.atomic
def _take_away(copy: Print) -> None:
    name = copy.file_name
    audited(copy, to=PrintStatus.REMOVED, by=None, file_name="")
    transaction.on_commit(lambda: default_storage.delete(name))
