"""The board page on paper: what is to be done, with room to write who does it and by when (field idea 12)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.board import Board, board, policies_chart
from reports.composing.composed import Composed, Said, common, made_at
from reports.models import Pack
from safeguard.scoping import active_organisation


def compose_plan(pack: Pack, said: Said) -> Composed:
    said(_("Asking what is kept and what is not"), done=0, total=3)
    organisation = active_organisation()
    found = board(organisation, today=made_at(pack).date())
    context = common(pack, organisation) | {
        "board": found,
        "chart": policies_chart(found.numbers),
        "summary": summary(found),
        "signing_columns": [_("Agreement"), _("Signed"), _("Must sign")],
        "signing_rows": [[s.title, str(s.signed), str(s.bound)] for s in found.signings],
        "kept": ", ".join(str(promise.title) for promise in found.kept),
    }
    return Composed("reports/print/plan.html", context, steps=1, estimated_pages=2)


def summary(found: Board) -> str:
    """The state of things in one sentence."""
    count = {group.kind: len(group.promises) for group in found.groups}
    parts = [
        ngettext("%(n)d thing to act on now", "%(n)d things to act on now", count.get("bad", 0))
        % {"n": count.get("bad", 0)},
        ngettext("%(n)d to look at soon", "%(n)d to look at soon", count.get("soon", 0)) % {"n": count.get("soon", 0)},
        ngettext("%(n)d not started", "%(n)d not started", count.get("quiet", 0)) % {"n": count.get("quiet", 0)},
        ngettext("%(n)d in order", "%(n)d in order", count.get("good", 0)) % {"n": count.get("good", 0)},
    ]
    return ", ".join(parts) + "."
