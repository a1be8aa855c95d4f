"""Consent: what is asked and answered, where pictures and stories are, whom not to contact, what was passed on."""

from consent.models.answers import (
    Ability,
    AbilityDecision,
    Answer,
    Decision,
    Settlement,
    SettlementBasis,
)
from consent.models.checks import Check, CheckApproval, CheckedPerson, Choice, Verdict
from consent.models.contact import (
    Ground,
    Notice,
    NoticeGiven,
    NoticeKind,
    NoticeText,
    OptOut,
    Override,
    TellingMethod,
)
from consent.models.disclosures import Basis, Disclosure
from consent.models.events import Attendance, Event
from consent.models.kinds import CHANNELS_OF, CONTACT, IMAGES, NAMED, PLATFORMS, PUBLIC, SHOWN, TAKING, Channel, Means
from consent.models.pictures import PERSONAL, PHONES, Device, Picture, PictureSubject, StoredPicture
from consent.models.questions import Question, Wording
from consent.models.receipts import ConsentDraft, ConsentReceipt
from consent.models.requests import ConsentLetter, ConsentRequest, LetterKind, Method, RequestItem
from consent.models.scans import ConsentScan, PrintedForm, ScanBatch
from consent.models.uses import Stock, Takedown, Use, UseSubject
from consent.models.withdrawals import UnplacedWithdrawal

__all__ = [
    "CHANNELS_OF",
    "CONTACT",
    "IMAGES",
    "NAMED",
    "PERSONAL",
    "PHONES",
    "PLATFORMS",
    "PUBLIC",
    "SHOWN",
    "TAKING",
    "Ability",
    "AbilityDecision",
    "Answer",
    "Attendance",
    "Basis",
    "Channel",
    "Check",
    "CheckApproval",
    "CheckedPerson",
    "Choice",
    "ConsentDraft",
    "ConsentLetter",
    "ConsentReceipt",
    "ConsentRequest",
    "ConsentScan",
    "Decision",
    "Device",
    "Disclosure",
    "Event",
    "Ground",
    "LetterKind",
    "Means",
    "Method",
    "Notice",
    "NoticeGiven",
    "NoticeKind",
    "NoticeText",
    "OptOut",
    "Override",
    "Picture",
    "PictureSubject",
    "PrintedForm",
    "Question",
    "RequestItem",
    "ScanBatch",
    "Settlement",
    "SettlementBasis",
    "Stock",
    "StoredPicture",
    "Takedown",
    "TellingMethod",
    "UnplacedWithdrawal",
    "Use",
    "UseSubject",
    "Verdict",
    "Wording",
]
