"""Is a certificate of disposal genuine? Asked by its code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rights.certificates import lines_of
from rights.models import Disposal, Ending, ItemOutcome, Paper
from rights.states import DisposalStatus
from safeguard.retention import rules
from safeguard.scoping import acting_for
from safeguard.verification import Verdict


def verify(code: str) -> Verdict | None:
    """The verdict on the certificate with this code. It tells numbers only, as the paper does."""
    found = Disposal.objects.across_organisations().select_related("organisation").filter(code=code)
    disposal = found.filter(status=DisposalStatus.DONE).first()
    if disposal:
        return verdict_on(disposal)
    ending = Ending.objects.across_organisations().select_related("organisation").filter(code=code)
    done = ending.filter(status=DisposalStatus.DONE).first()
    return verdict_on_one(done) if done else None


def verify_file(sha256: str) -> Verdict | None:
    everywhere = Paper.objects.across_organisations().select_related("disposal__organisation")
    paper = everywhere.filter(sha256=sha256, kind="certificate").first()
    return verdict_on(paper.disposal) if paper else None


def verdict_on(disposal: Disposal) -> Verdict:
    with acting_for(disposal.organisation):
        return Verdict(
            kind=_("Certificate of disposal"),
            genuine=True,
            made_at=disposal.done_at,
            title=_("Number %(number)d of %(charity)s")
            % {"number": disposal.number, "charity": disposal.organisation.name},
            lines=tuple(f"{line.title}: {line.outcome}, {line.number}" for line in lines_of(disposal)),
        )


def verdict_on_one(ending: Ending) -> Verdict:
    """One record, of which only its kind is said."""
    with acting_for(ending.organisation):
        known = rules()
        kind = str(known[ending.rule].title) if ending.rule in known else ending.rule
        return Verdict(
            kind=_("Certificate of disposal"),
            genuine=True,
            made_at=ending.done_at,
            title=_("One record of %(charity)s") % {"charity": ending.organisation.name},
            lines=(f"{kind}: {ItemOutcome.SHREDDED.label}, 1",),
        )
