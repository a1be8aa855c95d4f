"""A signed-in person's own agreements: what is asked, what was signed, and every receipt."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.audience import Stage, stage_of
from agreements.changes import Changes
from agreements.models import Agreement, AgreementRequest, How, Signature
from agreements.permissions import OWN_SENTENCE, can_read_signature
from agreements.services.signing import Evidence
from agreements.views import reading
from agreements.views.fetching import agreement_of, signature_of
from agreements.views.reading import Door
from people.doors import client_ip
from people.models import Person
from safeguard.addresses import address
from safeguard.refusals import require


@dataclass(frozen=True)
class Line:
    agreement: Agreement
    request: AgreementRequest | None
    stage: Stage


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    lines = lines_of(request.person)
    mine = Q(person=request.person) | Q(person__merged_into=request.person)
    signatures = Signature.objects.filter(mine).select_related("text", "end")
    context = {
        "to_do": [line for line in lines if line.stage.key not in {"signed"}],
        "done": [line for line in lines if line.stage.key == "signed"],
        "signatures": signatures,
        "today": today,
    }
    return render(request, "agreements/mine.html", context)


def lines_of(person: Person) -> list[Line]:
    """What the person must sign, and what else they were asked to sign."""
    today = timezone.localdate()
    live = AgreementRequest.objects.live().filter(Q(person=person) | Q(person__merged_into=person))
    found = sorted(live.select_related("agreement"), key=lambda request: request.is_answered)
    requests = {request.agreement_id: request for request in found}  # where two entries were one, a signature counts
    agreements = {agreement.pk: agreement for agreement in Agreement.objects.binding(person, today)}
    agreements |= {r.agreement_id: r.agreement for r in requests.values() if r.agreement.is_open}
    stale = Changes(agreements.values()).stale()
    return [
        Line(agreement, requests.get(pk), stage_of(requests.get(pk), today, stale))
        for pk, agreement in sorted(agreements.items(), key=lambda item: item[1].title)
    ]


def door_of(request: HttpRequest, pk: int) -> Door:
    evidence = Evidence(
        how=How.ACCOUNT,
        account=request.user.email,
        ip=client_ip(request),
        device=request.headers.get("User-Agent", ""),
    )
    pages = (address(f"agreements:{page}", pk) for page in ("read", "other", "receipt", "receipt_pdf"))
    home = address("agreements:mine")
    return Door(agreement_of(pk), request.person, evidence, "base.html", *pages, home=home)


def read(request: HttpRequest, pk: int) -> HttpResponse:
    return reading.read(request, door_of(request, pk))


def other(request: HttpRequest, pk: int) -> HttpResponse:
    return reading.other(request, door_of(request, pk))


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    return reading.receipt(request, door_of(request, pk))


@require_safe
def receipt_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return reading.receipt_pdf(request, door_of(request, pk))


@require_safe
def signature_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of any signature, old ones too, for its owner and for those who see who has signed."""
    signature = signature_of(code)
    require(can_read_signature(request.person, signature), OWN_SENTENCE)
    made = reading.pdf_of(signature)
    return made or render(request, "agreements/being_made.html", {"signature": signature}, status=202)
