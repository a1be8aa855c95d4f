"""Is a receipt of answers genuine? Asked by its code or by the file itself, by anybody who holds it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Answer, ConsentReceipt, Decision
from consent.services import receipts
from organisations.models import Organisation
from safeguard.scoping import acting_for
from safeguard.verification import Verdict


def verify(code: str) -> Verdict | None:
    """The verdict on the answers with this code. It names nobody, and says of no question what was answered to it."""
    found = Answer.objects.across_organisations().select_related("organisation").filter(code=code).exclude(code="")
    first = found.first()
    return _verdict(first.organisation, first.code) if first else None


def verify_file(sha256: str) -> Verdict | None:
    found = ConsentReceipt.objects.across_organisations().select_related("organisation").filter(sha256=sha256).first()
    return _verdict(found.organisation, found.code) if found else None


def _verdict(organisation: Organisation, code: str) -> Verdict:
    with acting_for(organisation):
        answers = list(receipts.answers_of(code))
        withdrawn = all(answer.decision == Decision.WITHDRAWN for answer in answers)
        made_at = answers[0].recorded_at
        count = ngettext("One answer stands on it.", "%(n)s answers stand on it.", len(answers)) % {"n": len(answers)}
        return Verdict(
            kind=_("Receipt of answers about consent"),
            genuine=True,
            made_at=made_at,
            title=_("A yes was taken back") if withdrawn else _("Answers about consent"),
            lines=(
                _("Charity: %s") % organisation.name,
                _("Recorded: %s") % date_format(localtime(made_at), "j F Y, H:i"),
                count,
            ),
            superseded_since=tuple(_since(answers)),
        )


def _since(answers: list[Answer]) -> list[str]:
    """Whether whoever answered has said something newer; never what others said (E-29)."""
    changed = 0
    for answer in answers:
        later = Answer.objects.filter(giver=answer.giver_id, subject=answer.subject_id, question=answer.question_id)
        changed += later.in_order().values_list("pk", flat=True).last() != answer.pk
    if not changed:
        return []
    words = ngettext(
        "One of the answers has been given anew or taken back since.",
        "%(n)s of the answers have been given anew or taken back since.",
        changed,
    )
    return [words % {"n": changed}]
