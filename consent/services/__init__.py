"""The verbs of this room. What other rooms use is named here; everything else is in the module of its noun."""

from consent.services.finding import Finding, answer_for
from consent.services.uses import record_use

__all__ = ["Finding", "answer_for", "record_use"]
