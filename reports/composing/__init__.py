"""What stands in a print, from the records to a template with its words; nothing here sets type or writes."""

from reports.composing.cards import compose_card
from reports.composing.composed import Composed, Said
from reports.composing.packs import compose_pack
from reports.composing.plans import compose_plan
from reports.models import Kind, Pack

_BY_KIND = {
    Kind.PACK: compose_pack,
    Kind.POLICY: compose_pack,
    Kind.PLAN: compose_plan,
    Kind.CARD: compose_card,
}


def compose(pack: Pack, *, said: Said) -> Composed:
    """Everything that is printed, as of `pack.made_at`. The same records give the same words."""
    return _BY_KIND[Kind(pack.kind)](pack, said)


__all__ = ["Composed", "Said", "compose"]
