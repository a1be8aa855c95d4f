"""The receipt of answers: what was said about whom, in which words, and how to change it. Made by the worker, kept."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from consent.models import Answer, ConsentReceipt, Decision
from consent.models.answers import AnswerQuerySet
from consent.services.letters import language_of
from people import post
from people.models import Person
from safeguard import pdf
from safeguard.addresses import whole
from safeguard.scoping import active_organisation
from safeguard.verification import sha256_of

VERIFY = "/verify/"  # the page belongs to a higher floor
KINDS = {Decision.YES: "good", Decision.NO: "quiet", Decision.WITHDRAWN: "quiet"}


def answers_of(code: str) -> AnswerQuerySet:
    """The answers that stand on the receipt with this code, in the order in which they were written."""
    found: AnswerQuerySet = Answer.objects.filter(code=code).exclude(code="").in_order()
    return found.select_related("subject", "question__event", "wording", "giver", "request", "organisation")


def hand_over(organisation_id: int, code: str) -> None:
    """To the worker, once the answers are written. What is lost on the way is made when it is next asked for."""
    transaction.on_commit(lambda: post.hand_over("consent.tasks.make_receipt", organisation_id, code))


def make(code: str) -> ConsentReceipt | None:
    """The receipt, made now if it has not been made yet. None for a code of ours that stands on no answer.

    Raises pdf.Unavailable on a computer that cannot set type.
    """
    made = ConsentReceipt.objects.filter(code=code).first()
    if made is not None:
        return made
    answers = list(answers_of(code))
    if not answers:
        return None
    content = render(answers)
    name = default_storage.save(f"receipts/{code}.pdf", ContentFile(content))
    try:
        with transaction.atomic():
            return ConsentReceipt.objects.create(
                code=code, file=name, sha256=sha256_of([content]), pages=pdf.page_count(content)
            )
    except IntegrityError:  # another worker was quicker
        default_storage.delete(name)
        return ConsentReceipt.objects.get(code=code)


def make_if_possible(code: str) -> ConsentReceipt | None:
    try:
        return make(code)
    except pdf.Unavailable:
        return None


def render(answers: list[Answer]) -> bytes:
    """The PDF, always the same for the same answers."""
    language = language_of(answers[0].request)
    with override(language):
        organisation = answers[0].organisation
        context = {
            "document_title": _("Receipt of answers about consent"),
            "language": language,
            "letterhead_name": organisation.name,
            "letterhead_address": ", ".join(organisation.address.splitlines()),
            **words(answers),
        }
        return pdf.render("consent/respond/print.html", context, identifier=answers[0].code)


def words(answers: list[Answer]) -> dict[str, Any]:
    """What the receipt says, for the page and the print. The scope of the charity is open."""
    by_subject: dict[Person, list[Answer]] = {}
    for answer in answers:
        by_subject.setdefault(answer.subject, []).append(answer)
    return {
        "code": answers[0].code,
        "rows": _rows(answers),
        "by_subject": [(subject, rows_of(said)) for subject, said in by_subject.items()],
        "is_withdrawal": all(answer.decision == Decision.WITHDRAWN for answer in answers),
        "verify_url": whole(VERIFY),
        "produced": date_format(timezone.localtime(answers[-1].recorded_at), "j F Y, H:i"),
    }


def rows_of(answers: list[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "answer": answer,
            "wording": answer.wording,
            "kind": KINDS[Decision(answer.decision)],
            "whose": _("The young person's own view") if _is_beside(answer) else "",
        }
        for answer in answers
    ]


def _is_beside(answer: Answer) -> bool:
    """A child's view that a carer sent along."""
    return bool(answer.request and answer.giver_id == answer.subject_id != answer.request.asked_id)


def _rows(answers: list[Answer]) -> list[dict[str, str]]:
    """Who answered, when and how; what is empty is left out."""
    first = next((answer for answer in answers if not _is_beside(answer)), answers[0])
    found = [
        (_("Answered by"), first.giver_name),
        (_("Charity"), active_organisation().name),
        (_("Recorded"), date_format(timezone.localtime(first.recorded_at), "j F Y, H:i")),
        (_("How"), first.get_method_display()),
        (_("Said on"), date_format(first.said_on)),
        (_("Interpreter"), first.interpreter),
        (_("Who heard it too"), first.witness),
        (_("Code"), first.code),
    ]
    return [{"key": str(key), "value": str(value)} for key, value in found if value]


def file_name(receipt: ConsentReceipt) -> str:
    """Without a name of anybody (E-81)."""
    return f"receipt-{receipt.code}.pdf"


def make_missing() -> int:
    """Receipts whose making was lost with a worker. Returns how many were made."""
    if not pdf.is_available():
        return 0
    there = ConsentReceipt.objects.values("code")
    codes = Answer.objects.exclude(code="").exclude(code__in=there).order_by().values_list("code", flat=True).distinct()
    return sum(make(code) is not None for code in list(codes))
