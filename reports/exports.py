"""Registers to take away as spreadsheets: policies, signatures, prints, exceptions, and how promises stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import How, Signature
from consent import exceptions
from people.models import RoleLabel
from policies import adoption, flags
from policies.models import Policy
from reports.models import Pack, Redaction
from reports.promises import asked

Row = Sequence[str]


@dataclass(frozen=True)
class Register:
    """A table for a spreadsheet program; the rows come one at a time, since there may be very many."""

    label: str | Promise
    headings: Callable[[], Row]
    rows: Callable[[date], Iterator[Row]]


def policies(today: date) -> Iterator[Row]:
    labels = RoleLabel.objects.by_role()
    for policy in Policy.objects.select_related("owner").with_current().iterator(chunk_size=500):
        version = policy.current
        yield (
            policy.title,
            adoption.kind_of(policy),
            version.name if version else "",
            str(flags.standing(policy, today)),
            str((version and version.adopted) or ""),
            (version.signed_name if version else "") or "",
            str((version and version.signed_on) or ""),
            str(policy.last_reviewed or ""),
            str(policy.next_review or ""),
            policy.owner.name if policy.owner else "",
            ", ".join(adoption.audience_of(policy, labels)),
        )


def signatures(today: date) -> Iterator[Row]:
    """Under the names of today; what was typed then stands on the receipt."""
    found = Signature.objects.order_by("signed_on", "signed_at", "pk").values_list(
        "person__name",
        "agreement__title",
        "text__documents__title",
        "text__documents__version_name",
        "signed_on",
        "local_time",
        "how",
        "expires_on",
        "end__ended_on",
        "reservation",
        "code",
    )
    for name, agreement, document, version, on, at, how, expires, ended, reservation, code in found.iterator():
        standing = _("ended") if ended else _("with a reservation") if reservation else _("holds")
        yield (
            name,
            agreement,
            document or "",
            version or "",
            day(on),
            at,
            str(How(how).label),
            day(expires),
            standing,
            day(ended),
            code,
        )


def prints(today: date) -> Iterator[Row]:
    for pack in Pack.objects.printed().select_related("asked_by").order_by("number").iterator():
        yield (
            str(pack.number),
            str(pack.get_kind_display()),
            pack.title,
            pack.recipient,
            pack.asked_by.name,
            moment(pack.made_at),
            str(pack.pages),
            str(Redaction(pack.redaction).label),
            pack.code,
            pack.sha256,
        )


def commitments(today: date) -> Iterator[Row]:
    for promise in asked(today):
        counted = "" if promise.number is None else str(promise.number)
        of = "" if promise.of is None else str(promise.of)
        yield promise.title, promise.state.label, promise.reason, counted, of


REGISTERS = {
    "policies": Register(
        gettext_lazy("Policies: versions, signatures and review dates"),
        lambda: [
            _("Policy"),
            _("Kind"),
            _("Version in force"),
            _("Standing"),
            _("Adopted"),
            _("Signed by"),
            _("Signed on"),
            _("Last reviewed"),
            _("Next review"),
            _("Owner"),
            _("Whom it binds"),
        ],
        policies,
    ),
    "signatures": Register(
        gettext_lazy("Signatures: who signed what, and when"),
        lambda: [
            _("Name"),
            _("Agreement"),
            _("Document"),
            _("Version"),
            _("Signed on"),
            _("Time"),
            _("How we know"),
            _("Runs out on"),
            _("Standing"),
            _("Ended on"),
            _("Code of the receipt"),
        ],
        signatures,
    ),
    "commitments": Register(
        gettext_lazy("What is kept: every promise and how it stands today"),
        lambda: [_("Promise"), _("State"), _("Reason"), _("Number"), _("Of")],
        commitments,
    ),
    "exceptions": Register(
        gettext_lazy("Exceptions of this year: uses in which people can be recognised, who approved them, what for"),
        exceptions.headings,
        lambda today: exceptions.rows(today.year),
    ),
    "packs": Register(
        gettext_lazy("Packs: what was printed, for whom, and its code"),
        lambda: [
            _("Number"),
            _("Kind"),
            _("Title"),
            _("For"),
            _("Made by"),
            _("Made"),
            _("Pages"),
            _("Names"),
            _("Code"),
            _("SHA-256"),
        ],
        prints,
    ),
}


def day(when: date | None) -> str:
    return date_format(when, "Y-m-d") if when else ""


def moment(when: datetime | None) -> str:
    return date_format(timezone.localtime(when), "Y-m-d H:i") if when else ""
