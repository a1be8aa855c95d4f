"""Paper and devices of the charity: what somebody else does for a person who signs (E-13)."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import audience, changes, texts
from agreements.changes import Change, Changes
from agreements.forms.recording import CodeForm, DeviceForm, PaperForm
from agreements.models import AgreementRequest, How
from agreements.models import PaperForm as PrintedForm
from agreements.permissions import KEEPERS_SENTENCE, can_record, can_see_evidence
from agreements.services import asking, paper
from agreements.services.signing import Evidence
from agreements.states import RequestStatus
from agreements.views import reading
from agreements.views.fetching import agreement_of, person_of, signature_of
from agreements.views.reading import Door
from audit.services import record
from audit.verbs import Verb
from people.doors import client_ip
from people.models import Person
from safeguard import scans
from safeguard.addresses import address
from safeguard.refusals import Refused, require

PAGE = 100


@require_safe
def paper_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signs on paper: people without e-mail, and people who asked for it."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    agreement, today = agreement_of(pk), timezone.localdate()
    stale = Changes([agreement]).stale()
    missing = audience.outstanding(audience.bound(agreement, today), agreement, today, stale)
    wanted = AgreementRequest.objects.filter(agreement=agreement, status=RequestStatus.PAPER_ASKED).values("person")
    on_paper = missing.filter(Q(email="") | Q(do_not_email=True) | Q(pk__in=wanted)).order_by("search_text", "pk")
    people = list(on_paper[: PAGE + 1])
    context = {"agreement": agreement, "people": people[:PAGE], "is_cut": len(people) > PAGE}
    return render(request, "agreements/paper_list.html", context | {"columns": [_("Person"), ""]})


def print_form(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """The form for one person, made for printing. Printing asks the person; so it is a POST."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    agreement, person = agreement_of(pk), person_of(person_pk)
    if request.method != "POST":
        return render(request, "agreements/print.html", {"agreement": agreement, "who": person})
    try:
        form = paper.print_form(agreement, person, by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address("agreements:paper", pk))
    context = {"form_code": form.code, "who": person, "text": form.text, "agreement": agreement}
    return render(request, "agreements/paper_form.html", context | {"documents": texts.readable(form.text, deeper=1)})


def take_in(request: HttpRequest) -> HttpResponse:
    """A form has come back: the code on it says whose it is."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if paper.find_form(form.cleaned_data["code"]):
            return redirect(address("agreements:record_form", form.cleaned_data["code"]))
        form.add_error("code", _("No form of ours has this code. Look at it again, letter by letter."))
    return render(request, "agreements/take_in.html", {"form": form})


def record_form(request: HttpRequest, code: str) -> HttpResponse:
    require(can_record(request.person), KEEPERS_SENTENCE)
    found = paper.find_form(code)
    if found is None:
        raise Http404
    return _record(request, found.request, found)


def record_paper(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """A paper that is not a form of ours, signed for the text of today."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    agreement, person = agreement_of(pk), person_of(person_pk)
    if request.method == "POST":
        try:
            asked, _is_new = asking.ask(agreement, person, by=request.person)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(agreement)
        return _record(request, asked, None)
    asked = AgreementRequest(agreement=agreement, person=person)
    return _record(request, asked, None)


def _record(request: HttpRequest, asked: AgreementRequest, form_of_ours: PrintedForm | None) -> HttpResponse:
    form = PaperForm(request.POST or None, request.FILES or None, person=asked.person)
    if request.method == "POST" and form.is_valid():
        try:
            signature = paper.record_signature(asked, by=request.person, form=form_of_ours, **form.cleaned_data)
        except scans.ScanRefused as refused:
            form.add_error("scan", str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Recorded. The receipt is being made."))
            if changes.since(signature.text) == Change.MATERIAL:
                messages.warning(
                    request, _("The rules have changed since this was printed; the person is asked again.")
                )
            return redirect(address("agreements:signature", signature.code))
    context = {"form": form, "agreement": asked.agreement, "who": asked.person, "form_of_ours": form_of_ours}
    return render(request, "agreements/record_paper.html", context)


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """The scan of a signed page, to be saved and not opened in the browser. Every look is noted."""
    signature = signature_of(code)
    require(can_see_evidence(request.person, signature), KEEPERS_SENTENCE)
    if not signature.scan or not default_storage.exists(signature.scan):
        raise Http404
    record(Verb.VIEWED, signature, by=request.person, detail={"scan": signature.code})
    ending = signature.scan.rpartition(".")[2]
    file, name = default_storage.open(signature.scan), f"scan-{signature.code}.{ending}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=scans.content_type(signature.scan))
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


# On a device of the charity ------------------------------------------------------------------------------------------


def device(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Before the device is handed over: who is the witness?"""
    require(can_record(request.person), KEEPERS_SENTENCE)
    agreement, person = agreement_of(pk), person_of(person_pk)
    require(person != request.person, _("You sign your own agreements under “My agreements”."))
    form = DeviceForm(request.POST or None, person=person, by=request.person)
    if request.method == "POST" and form.is_valid():
        request.session[device_key(pk, person_pk)] = form.cleaned_data
        return redirect(address("agreements:device_read", pk, person_pk))
    return render(request, "agreements/device.html", {"form": form, "agreement": agreement, "who": person})


def device_key(pk: int, person_pk: int) -> str:
    return f"device:{pk}:{person_pk}"


def device_door(request: HttpRequest, pk: int, person_pk: int) -> Door | None:
    """None until a witness has been named in this session."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    person: Person = person_of(person_pk)
    there = request.session.get(device_key(pk, person_pk))
    if there is None or person == request.person:
        return None
    evidence = Evidence(
        how=How.DEVICE,
        witness_name=there["witness_name"],
        read_aloud=there["read_aloud"],
        recorded_by=request.person,
        ip=client_ip(request),
        device=request.headers.get("User-Agent", ""),
    )
    pages = [address(f"agreements:device_{page}", pk, person_pk) for page in ("read", "other", "receipt", "pdf")]
    back = address("agreements:device_back", pk, person_pk)
    return Door(agreement_of(pk), person, evidence, "base_public.html", *pages, home=back)


def device_read(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    door = device_door(request, pk, person_pk)
    return reading.read(request, door) if door else redirect(address("agreements:device", pk, person_pk))


def device_other(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    door = device_door(request, pk, person_pk)
    return reading.other(request, door) if door else redirect(address("agreements:device", pk, person_pk))


@require_safe
def device_receipt(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    door = device_door(request, pk, person_pk)
    return reading.receipt(request, door) if door else redirect(address("agreements:device", pk, person_pk))


@require_safe
def device_pdf(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    door = device_door(request, pk, person_pk)
    return reading.receipt_pdf(request, door) if door else redirect(address("agreements:device", pk, person_pk))


@require_POST
def device_back(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """The device is back in the hands of the coordinator; the next person needs a witness again."""
    require(can_record(request.person), KEEPERS_SENTENCE)
    request.session.pop(device_key(pk, person_pk), None)
    return redirect(agreement_of(pk))
