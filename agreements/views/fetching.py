"""The things that pages of agreements are about; what is not there answers 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from agreements.models import Agreement, AgreementRequest, Signature
from people.models import Person


def agreement_of(pk: int) -> Agreement:
    return get_object_or_404(Agreement.objects.with_documents(), pk=pk)


def person_of(pk: int) -> Person:
    return get_object_or_404(Person, pk=pk)


def request_of(pk: int) -> AgreementRequest:
    return get_object_or_404(AgreementRequest.objects.select_related("agreement", "person", "text"), pk=pk)


def signature_of(code: str) -> Signature:
    found = Signature.objects.select_related("request", "text__agreement", "person", "recorded_by", "organisation")
    return get_object_or_404(found, code=code)
