"""Two texts side by side: which blocks were changed, added, removed or moved, and in a changed one, which words.

Written for a trustee who reads on paper or by ear: words are marked as <ins> and <del>, and a hidden "added:" or
"removed:" is spoken before them. Any HTML may come in; what goes out is safe.
"""

from policies.comparing.clauses import ClauseChange, compare_clauses
from policies.comparing.texts import Comparison, compare
from policies.comparing.units import BlockChange, Status

__all__ = ["BlockChange", "ClauseChange", "Comparison", "Status", "compare", "compare_clauses"]
