"""Signing on paper: a form with a code goes out, the signed page comes back (E-13)."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import texts
from agreements.models import Agreement, AgreementRequest, ExactText, How, PaperForm, Signature
from agreements.services import asking, signing
from agreements.services.signing import Evidence
from audit.services import record
from audit.verbs import Verb
from people.models import Person
from safeguard import scans
from safeguard.refusals import Refused
from safeguard.verification import new_code, tidy


@transaction.atomic
def print_form(agreement: Agreement, person: Person, *, by: Person) -> PaperForm:
    """The form for one person with the text of today; printed again, it keeps its code while the text is the same."""
    asking.refuse_unless_signable(agreement)
    request, _is_new = asking.ask(agreement, person, by=by)
    if request.is_answered:
        raise Refused(_("%s has signed this already.") % person)
    text = texts.current(agreement)
    form = PaperForm.objects.filter(request=request, text=text).first()
    if form is None:
        form = PaperForm.objects.create(request=request, text=text, code=new_code(), printed_by=by)
    record(Verb.PRINTED, request, by=by, detail={"form": form.code})
    return form


def find_form(code: str) -> PaperForm | None:
    """The form whose code somebody typed from the paper."""
    forms = PaperForm.objects.select_related("request__agreement", "request__person", "text")
    return forms.filter(code=tidy(code)).first()


def record_signature(
    request: AgreementRequest,
    *,
    by: Person,
    name_as_written: str,
    signed_on: date,
    form: PaperForm | None = None,
    witness_name: str = "",
    scan: IO[bytes] | None = None,
    read_aloud: bool = False,
    reservation: str = "",
) -> Signature:
    """A signature on paper, in front of a witness or with a scan of the page.

    It is bound to the text that was printed; without a form of ours, to the text of today. Raises Refused for one's own
    paper, for a day in the future, and without witness and scan.
    """
    if request.person_id == by.pk:
        raise Refused(_("Somebody else records your own signature."))
    if signed_on > timezone.localdate():
        raise Refused(_("The day of the signature lies in the future. Enter the day that is on the paper."))
    if not witness_name.strip() and scan is None:
        raise Refused(_("Name the witness, or add a scan of the signed page."))
    if request.is_answered:
        return request.signature
    text: ExactText = form.text if form else texts.current(request.agreement)
    signing.refuse_unless_open(request, text, Evidence(how=How.PAPER_SCAN))  # before anything is kept
    kept = scans.keep(scan) if scan is not None else None
    evidence = Evidence(
        how=How.PAPER_SCAN if kept else How.PAPER_WITNESS,
        witness_name=" ".join(witness_name.split()),
        recorded_by=by,
        paper_on=signed_on,
        scan=kept.name if kept else "",
        scan_sha256=kept.sha256 if kept else "",
        read_aloud=read_aloud,
    )
    return signing.sign(request, text=text, typed_name=name_as_written, evidence=evidence, reservation=reservation)
