"""Agreements: what people sign, whom it is asked of, the exact texts, and the signatures, which outlive everything."""

from agreements.models.agreement import AgeGroup, Agreement, AgreementDocument, AgreementRole, Extent
from agreements.models.awareness import Awareness, IssueRecord, Means, Method, Understood
from agreements.models.letter import Kind, Letter
from agreements.models.request import AgreementRequest, PaperForm
from agreements.models.signature import EndReason, How, Receipt, Signature, SignatureEnd
from agreements.models.text import ExactDocument, ExactText

__all__ = [
    "AgeGroup",
    "Agreement",
    "AgreementDocument",
    "AgreementRequest",
    "AgreementRole",
    "Awareness",
    "EndReason",
    "ExactDocument",
    "ExactText",
    "Extent",
    "How",
    "IssueRecord",
    "Kind",
    "Letter",
    "Means",
    "Method",
    "PaperForm",
    "Receipt",
    "Signature",
    "SignatureEnd",
    "Understood",
]
