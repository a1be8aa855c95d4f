"""Two texts compared block by block and word by word."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.comparing.aligning import aligned, with_moves
from policies.comparing.page import Page
from policies.comparing.units import BlockChange, Status, units_of
from policies.importing.sanitising import blocks_of


@dataclass(frozen=True)
class Comparison:
    """Every block of both texts in reading order."""

    blocks: tuple[BlockChange, ...]

    @cached_property
    def counts(self) -> dict[Status, int]:
        """How many blocks of each status; a moved block is counted once, where it stands now."""
        counted = Counter(block.status for block in self.blocks if not (block.status == Status.MOVED and block.old))
        return {status: counted[status] for status in Status}

    @property
    def is_same(self) -> bool:
        return all(block.status == Status.UNCHANGED for block in self.blocks)

    @property
    def summary(self) -> str:
        """ "3 changed, 1 added, 1 removed": only what there is."""
        counts = self.counts
        said = (
            (Status.CHANGED, ngettext("%(count)s changed", "%(count)s changed", counts[Status.CHANGED])),
            (Status.ADDED, ngettext("%(count)s added", "%(count)s added", counts[Status.ADDED])),
            (Status.REMOVED, ngettext("%(count)s removed", "%(count)s removed", counts[Status.REMOVED])),
            (Status.MOVED, ngettext("%(count)s moved", "%(count)s moved", counts[Status.MOVED])),
        )
        parts = [words % {"count": counts[status]} for status, words in said if counts[status]]
        return ", ".join(parts) or _("No differences")

    @cached_property
    def html(self) -> str:
        return "".join(Page().render(self.blocks))


def compare(old_html: str, new_html: str) -> Comparison:
    """Compare two texts block by block and word by word."""
    old, new = units_of(blocks_of(old_html)), units_of(blocks_of(new_html))
    return Comparison(tuple(with_moves(list(aligned(old, new)))))
