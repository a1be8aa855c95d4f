"""What is on record: of one person, of one signature, of one document, and the answers that wait."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import acknowledged, changes, texts
from agreements.audience import Stage, stage_of
from agreements.changes import Change, Changes
from agreements.forms.recording import IssuedForm, SettleForm, ToldForm
from agreements.models import AgreementDocument, AgreementRequest, Awareness, IssueRecord
from agreements.obligations import in_words, what_happened
from agreements.permissions import (
    KEEPERS_SENTENCE,
    OWN_SENTENCE,
    SEE_SENTENCE,
    can_look_into,
    can_read_signature,
    can_record,
    can_see,
    can_see_evidence,
    can_settle,
)
from agreements.services import receipts, signing, telling
from agreements.states import RequestStatus, Status
from agreements.views.fetching import person_of, request_of, signature_of
from people.models import Person
from people.visibility import listed_to
from policies.models import Policy
from safeguard.addresses import address
from safeguard.paging import page_of
from safeguard.refusals import Refused, require

PAGE = 50


@dataclass(frozen=True)
class Answer:
    """An answer that somebody has to look at."""

    request: AgreementRequest
    reason: str
    words: str
    may_settle: bool


@require_safe
def person(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Everything that one person was asked, has signed, was told and was given."""
    who, today = person_of(person_pk), timezone.localdate()
    require(can_see(request.person) or who == request.person, SEE_SENTENCE)
    requests = list(AgreementRequest.objects.filter(person=who).select_related("agreement", "signature__end"))
    stale = Changes({r.agreement for r in requests}).stale()
    lines: list[tuple[AgreementRequest, Stage]] = [(r, stage_of(r, today, stale)) for r in requests]
    context = {
        "who": who,
        "lines": lines,
        "told": Awareness.objects.filter(person=who).select_related("version__policy"),
        "issued": IssueRecord.objects.filter(person=who).select_related("version__policy"),
    }
    return render(request, "agreements/person.html", context)


@require_safe
def signature(request: HttpRequest, code: str) -> HttpResponse:
    """One signature: what was signed, exactly as it was, and how we know who it was."""
    found = signature_of(code)
    require(can_read_signature(request.person, found), OWN_SENTENCE)
    context = receipts.words(found) | {
        "documents": texts.readable(found.text, deeper=1),
        "altered": texts.altered(found.text),
        "is_outdated": changes.since(found.text) == Change.MATERIAL,
        "end": getattr(found, "end", None),
        "shows_evidence": can_see_evidence(request.person, found),
        "is_own": found.person_id == request.person.pk,
        "may_see_all": can_see(request.person),
    }
    return render(request, "agreements/signature.html", context)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Declined, reserved, wants paper, or opened by somebody else: what waits for the charity."""
    waiting = AgreementRequest.objects.waiting_for_the_charity().filter(agreement__status=Status.OPEN)
    waiting = waiting.select_related("agreement", "person", "signature").order_by("offered_at", "pk")
    if not can_see(request.person):
        waiting = waiting.filter(agreement__documents__policy__owner=request.person).distinct()
    keeps = can_record(request.person)
    owned = set(AgreementDocument.objects.filter(policy__owner=request.person).values_list("agreement", flat=True))
    shown = [answer_of(found, request.person, may=keeps or found.agreement_id in owned) for found in waiting[:PAGE]]
    context = {"answers": shown, "is_cut": len(shown) == PAGE, "may_record": keeps, "may_see": can_see(request.person)}
    return render(request, "agreements/answers.html", context)


def answer_of(found: AgreementRequest, reader: Person, *, may: bool) -> Answer:
    status, _since = what_happened(found)
    words = {
        RequestStatus.DECLINED: found.decline_reason,
        RequestStatus.RESERVED: found.signature.reservation if found.status == RequestStatus.RESERVED else "",
    }
    may_settle = may and found.status == RequestStatus.RESERVED and found.person_id != reader.pk
    return Answer(found, in_words(status), words.get(RequestStatus(found.status), ""), may_settle)


def settle(request: HttpRequest, request_pk: int) -> HttpResponse:
    """What was agreed on about a reservation."""
    found = request_of(request_pk)
    if not can_look_into(request.person, found) or found.status != RequestStatus.RESERVED:
        raise Http404
    require(can_settle(request.person, found), KEEPERS_SENTENCE)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.settle(found, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Noted."))
            return redirect(address("agreements:answers"))
    return render(request, "agreements/settle.html", {"form": form, "asked": found, "signature": found.signature})


# Document by document ------------------------------------------------------------------------------------------------


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Each document in force: whom it binds, who has signed, who was told, who was given it."""
    require(can_see(request.person), SEE_SENTENCE)
    columns = [_("Document"), _("Bound"), _("Signed"), _("Told"), _("Given out")]
    context = {"lines": acknowledged.standing(timezone.localdate()), "columns": columns}
    return render(request, "agreements/documents.html", context | {"may_record": can_record(request.person)})


@require_safe
def document(request: HttpRequest, policy_slug: str) -> HttpResponse:
    """Who is bound by one document, and what is on record of each (RW-3: show who has none)."""
    require(can_see(request.person), SEE_SENTENCE)
    policy = get_object_or_404(Policy, slug=policy_slug)
    today = timezone.localdate()
    found = acknowledged.standing(today, policy=policy)
    standing = found[0] if found else None
    wanted = standing.not_signed if standing and request.GET.get("show") == "missing" else None
    bound = standing.bound if standing else frozenset()
    people = listed_to(request.person, today).filter(pk__in=bound if wanted is None else wanted)
    page = page_of(request, people, order="search_text", size=PAGE, within=listed_to(request.person, today))
    context = {
        "policy": policy,
        "standing": standing,
        "people": page.rows,
        "columns": [_("Person"), _("Signed"), _("Told"), _("Given out")],
        "shows_missing": wanted is not None,
        "previous": page.previous,
        "next": page.next,
    }
    return render(request, "agreements/document_people.html", context)


def told(request: HttpRequest) -> HttpResponse:
    """Note who was told what a policy asks of them (RW-13)."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    form = ToldForm(request.POST or None, by=request.person, initial={"version": request.GET.get("version", "")})
    if request.method == "POST" and form.is_valid():
        terms = {name: form.cleaned_data[name] for name in ("on", "method", "understood", "questions")}
        try:
            count = telling.tell(form.cleaned_data["version"], form.chosen(), by=request.person, **terms)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Noted for %(n)s people.") % {"n": count})
            return redirect(address("agreements:documents"))
    title = _("Who was told what a policy asks of them?")
    return render(request, "agreements/note.html", {"form": form, "title": title})


def issued(request: HttpRequest) -> HttpResponse:
    """Note who was given a document (IL-3, BC-5)."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    form = IssuedForm(request.POST or None, by=request.person, initial={"version": request.GET.get("version", "")})
    if request.method == "POST" and form.is_valid():
        terms = {name: form.cleaned_data[name] for name in ("on", "means", "note")}
        try:
            count = telling.issue(form.cleaned_data["version"], form.chosen(), by=request.person, **terms)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Noted for %(n)s people.") % {"n": count})
            return redirect(address("agreements:documents"))
    return render(request, "agreements/note.html", {"form": form, "title": _("Who was given a document?")})
