"""Who has signed which version, as a register to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import How, Signature
from policies.models import PolicyVersion


@dataclass(frozen=True)
class Register:
    """The signatures under one version, in the order of the days on which they were given."""

    anchor: str
    title: str
    words: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def registers(versions: Sequence[PolicyVersion], *, hide_names: bool) -> list[Register]:
    """One register for each version, in the order given: two queries, however many people have signed."""
    found: dict[int, list[list[str]]] = {version.pk: [] for version in versions}
    people: dict[int, str] = {}
    for signature in signatures(versions):
        name = _("Person %(number)d") % {"number": len(people) + 1} if hide_names else signature["person__name"]
        name = people.setdefault(signature["person"], name)
        found[signature["text__documents__version"]].append(row_of(signature, name))
    return [
        Register(
            anchor=f"register-{place}",
            title=str(version),
            words=counted(len(found[version.pk])),
            columns=columns(),
            rows=found[version.pk],
        )
        for place, version in enumerate(versions, start=1)
    ]


def signatures(versions: Sequence[PolicyVersion]) -> list[dict[str, object]]:
    """By today's names: who has changed theirs is not shown under the old one (E-24)."""
    wanted = Signature.objects.filter(text__documents__version__in=[version.pk for version in versions])
    return list(
        wanted.order_by("signed_on", "signed_at", "pk").values(
            *("person", "person__name", "agreement__title", "signed_on", "how", "end__ended_on"),
            *("reservation", "text__documents__version"),
        )
    )


def row_of(signature: dict[str, object], name: str) -> list[str]:
    return [
        name,
        str(signature["agreement__title"]),
        date_format(signature["signed_on"], "j F Y"),
        short(str(signature["how"])),
        standing(signature),
    ]


def standing(signature: dict[str, object]) -> str:
    if signature["end__ended_on"]:
        return _("until %(day)s") % {"day": date_format(signature["end__ended_on"], "j F Y")}
    return _("with a reservation") if signature["reservation"] else _("holds")


def columns() -> list[str]:
    return [_("Name"), _("Agreement"), _("Signed on"), _("How we know"), _("Standing")]


def short(how: str) -> str:
    """In a few words; the receipt has them all."""
    words = {
        How.LINK: _("personal link"),
        How.LINK_AND_BIRTH_DATE: _("personal link and date of birth"),
        How.ACCOUNT: _("signed in"),
        How.DEVICE: _("device of the charity, witness"),
        How.PAPER_WITNESS: _("paper, witness"),
        How.PAPER_SCAN: _("paper, scan kept"),
    }
    return words[How(how)]


def counted(number: int) -> str:
    if not number:
        return _("Nobody has signed this version.")
    return ngettext("One signature.", "%(n)d signatures.", number) % {"n": number}
