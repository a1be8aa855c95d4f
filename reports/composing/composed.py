"""The shape of a print before it is set, and what every print has in common."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations import brand, logos
from organisations.models import Organisation
from reports.composing import redacting
from reports.models import Pack, PackDocument
from safeguard.addresses import whole


class Said(Protocol):
    """Hears how far the work is."""

    def __call__(self, words: str, *, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Composed:
    """A template with its words. `sizes` are classes of the page, to be tried until everything is on one page."""

    template: str
    context: Mapping[str, Any]
    documents: list[PackDocument] = field(default_factory=list)
    steps: int = 0  # that were said while composing
    estimated_pages: int = 1
    sizes: tuple[str, ...] = ("",)
    names: frozenset[str] = frozenset()  # that stand in it, beside those of the people whom the charity knows

    def html(self, pack: Pack, size: str = "") -> str:
        html = render_to_string(self.template, {**self.context, "size": size})
        if pack.hides_names:
            html = redacting.without_names(html, redacting.known_names() | self.names)
        return html


def common(pack: Pack, organisation: Organisation) -> dict[str, Any]:
    """Letterhead, colours, and how to check the paper."""
    colour = organisation.brand_colour
    return {
        "pack": pack,
        "language": settings.LANGUAGE_CODE,
        "document_title": f"{pack.title}, {organisation.name}",
        "letterhead_name": organisation.name,
        "letterhead_address": one_line(organisation.address),
        "organisation_address": one_line(organisation.address),
        "organisation_number": charity_number(organisation),
        "logo": logos.as_data(organisation),
        "palette": brand.palette(colour) if colour else None,
        "made_on": date_format(made_at(pack), "j F Y"),
        "made_at": moment(pack),
        "verify_address": whole(reverse("verify")),
        "qr": qr(whole(reverse("verify", query={"code": pack.code}))),
        "audit_head": pack.audit_hash,
    }


def charity_number(organisation: Organisation) -> str:
    number = organisation.charity_number
    return _("Charity number %(number)s") % {"number": number} if number else ""


def made_at(pack: Pack) -> Any:
    return timezone.localtime(pack.made_at)


def moment(pack: Pack) -> str:
    """By the clocks of the charity, with the zone."""
    at = made_at(pack)
    return f"{date_format(at, 'j F Y, H:i')} {at:%Z}"


def one_line(address: str) -> str:
    return ", ".join(line.strip(" ,") for line in address.splitlines() if line.strip(" ,"))


def qr(address: str) -> str:
    """The address as a square for cameras, drawn by the library that draws those of the second step."""
    drawing = get_adapter().build_totp_svg(address)
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


def by_whom(pack: Pack) -> str:
    """Who asked for it; a print without names does not say."""
    return "" if pack.hides_names else pack.asked_by.name
