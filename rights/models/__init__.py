"""Requests about data, how long records are kept, what must not be disposed of, disposals, and copies of data."""

from rights.models.disposals import Disposal, DisposalItem, DisposalKind, ItemOutcome
from rights.models.endings import Ending, EndingQuerySet
from rights.models.papers import KEPT, Paper, PaperKind
from rights.models.periods import LegalHold, RetentionPeriod
from rights.models.requests import (
    Capacity,
    DataRequest,
    IdentityCheck,
    Pause,
    PauseReason,
    RefusalGround,
    RequestKind,
    RequestNote,
    Route,
)

__all__ = [
    "KEPT",
    "Capacity",
    "DataRequest",
    "Disposal",
    "DisposalItem",
    "DisposalKind",
    "Ending",
    "EndingQuerySet",
    "IdentityCheck",
    "ItemOutcome",
    "LegalHold",
    "Paper",
    "PaperKind",
    "Pause",
    "PauseReason",
    "RefusalGround",
    "RequestKind",
    "RequestNote",
    "RetentionPeriod",
    "Route",
]
