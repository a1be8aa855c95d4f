"""Reading and answering, the same through every door: by personal link, signed in, or on a device of the charity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import changes, texts
from agreements.changes import Change
from agreements.forms.signing import OtherAnswer, OtherForm, SignForm, pinned
from agreements.models import Agreement, AgreementRequest, ExactText, Receipt, Signature
from agreements.services import letters, receipts, signing
from agreements.services.signing import Evidence, ReadAgain
from people.models import Person
from safeguard.refusals import Refused


@dataclass(frozen=True)
class Door:
    """Where somebody stands who reads and answers: who they are, how we know, and the addresses of their pages."""

    agreement: Agreement
    person: Person
    evidence: Evidence
    base: str  # the template that their pages extend
    read: str
    other: str
    receipt: str
    pdf: str
    home: str = ""  # where to go when all is done, for those who have somewhere

    @property
    def actor(self) -> Person:
        """Who does it: the person, or whoever holds the device of the charity."""
        return self.evidence.recorded_by or self.person

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        organisation = self.person.organisation
        status = context.pop("status", 200)
        context |= {"door": self, "agreement": self.agreement, "organisation": organisation, "base": self.base}
        return render(request, f"agreements/sign/{template}.html", context, status=status)


def read(request: HttpRequest, door: Door) -> HttpResponse:
    """The whole text, and the form below it. Looking at it signs nothing."""
    try:
        asked, now = _in_front_of(request, door)
    except Refused as refused:
        return door.page(request, "closed", sentence=str(refused))
    if now is None:
        return redirect(door.receipt)
    form = SignForm(request.POST or None, asked=asked, initial={"text": pinned(asked, now)})
    sentence = ""
    if request.method == "POST" and form.is_valid():
        try:
            _sign(asked, form, door)
        except ReadAgain as again:
            sentence, typed = str(again), form.cleaned_data["typed_name"]
            form = SignForm(asked=asked, initial={"text": pinned(asked, now), "typed_name": typed})
        except Refused as refused:
            return door.page(request, "closed", sentence=str(refused))
        else:
            return redirect(door.receipt)
    shown = _shown(form, asked, now)
    return door.page(
        request, "read", form=form, text=shown, documents=texts.readable(shown, deeper=1), changed=sentence
    )


def _in_front_of(request: HttpRequest, door: Door) -> tuple[AgreementRequest, ExactText | None]:
    """The request and the text of today; no text when it has been signed and is not to be signed again."""
    asked = signing.opened(door.agreement, door.person, by=door.actor)
    if not asked.is_answered:
        return asked, asked.text
    if "again" in request.GET and signing.can_renew(asked, timezone.localdate()):
        return asked, texts.current(door.agreement)
    return asked, None


def _shown(form: SignForm | OtherForm, asked: AgreementRequest, now: ExactText) -> ExactText:
    """The text that the hidden field names, so that what is shown is always what will be signed."""
    if not form.is_bound:
        return now
    shown: ExactText = form.cleaned_data.get("text") or now
    form.data = form.data.copy()
    form.data["text"] = pinned(asked, shown)
    return shown


def _sign(asked: AgreementRequest, form: SignForm, door: Door) -> Signature:
    words = {name: value for name, value in form.cleaned_data.items() if name != "understood"}
    sign = signing.sign_again if asked.is_answered else signing.sign
    return sign(asked, evidence=door.evidence, attested=form.attested, **words)


def other(request: HttpRequest, door: Door) -> HttpResponse:
    """Anything but a plain yes: a reservation, no, or paper."""
    try:
        asked = signing.opened(door.agreement, door.person, by=door.actor)
    except Refused as refused:
        return door.page(request, "closed", sentence=str(refused))
    if asked.is_answered or asked.text is None:
        return redirect(door.receipt)
    form = OtherForm(request.POST or None, asked=asked, initial={"text": pinned(asked, asked.text)})
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, asked, form, door)
        except ReadAgain:
            return redirect(door.read)
        except Refused as refused:
            return door.page(request, "closed", sentence=str(refused))
    _shown(form, asked, asked.text)
    return door.page(request, "other", form=form)


def _answer(request: HttpRequest, asked: AgreementRequest, form: OtherForm, door: Door) -> HttpResponse:
    given = form.cleaned_data
    if given["answer"] == OtherAnswer.RESERVE:
        words = {"text": given["text"], "typed_name": given["typed_name"], "reservation": given["words"]}
        signing.sign(asked, evidence=door.evidence, **words)
        return redirect(door.receipt)
    if given["answer"] == OtherAnswer.DECLINE:
        signing.decline(asked, reason=given["words"], by=door.actor)
        return door.page(request, "declined")
    signing.ask_for_paper(asked, by=door.actor)
    return door.page(request, "paper")


def receipt(request: HttpRequest, door: Door) -> HttpResponse:
    """What was signed, word for word; it can be read again as often as one likes."""
    signature = signature_of(door)
    if signature is None:
        return redirect(door.read)
    today = timezone.localdate()
    change = changes.since(signature.text)
    context = receipts.words(signature) | {
        "documents": texts.readable(signature.text, deeper=1),
        "may_sign_again": signing.can_renew(signature.request, today),
        "is_outdated": change == Change.MATERIAL,
        "was_reworded": change == Change.WORDING,
        "is_made": Receipt.objects.filter(signature=signature).exists(),
    }
    return door.page(request, "receipt", **context)


def receipt_pdf(request: HttpRequest, door: Door) -> HttpResponse:
    signature = signature_of(door)
    if signature is None:
        return redirect(door.read)
    return pdf_of(signature) or door.page(request, "being_made", status=202)


def pdf_of(signature: Signature) -> FileResponse | None:
    """The receipt to save; None while the worker has not made it, which is then asked to."""
    made = Receipt.objects.select_related("signature").filter(signature=signature).first()
    if made is None:
        letters.hand_over_receipt(signature)
        return None
    file = default_storage.open(made.file)
    return FileResponse(file, as_attachment=True, filename=receipts.file_name(made), content_type="application/pdf")


def signature_of(door: Door) -> Signature | None:
    """The signature that stands, or else the last one."""
    signatures = Signature.objects.filter(agreement=door.agreement, person=door.person)
    found = signatures.select_related("request__agreement", "request__text", "text__agreement", "organisation")
    return found.order_by("-signed_at", "-pk").first()
