"""Bringing a document in through the pages, as a person does: choose it, look at what was read, answer, take it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

SAMPLES = Path(__file__).parent / "importing" / "samples"
IMPORT = "/o/harbour-lights/policies/import/"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.txt").read_bytes()


def brought(client: Client, data: bytes, name: str = "policy.txt", *, to: str = IMPORT) -> Any:
    """The answer to the upload: a redirect to the preview, or the form with its errors."""
    return client.post(to, {"file": SimpleUploadedFile(name, data)})


def shown(response: Any) -> dict[str, Any]:
    """The fields of the preview as a browser would send them back untouched."""
    sent: dict[str, Any] = {}
    for field in fields_of(response):
        value = field.value()
        value = getattr(value, "pk", value)
        if value is True:
            sent[field.html_name] = "on"
        elif value is not None and value is not False and value != "":
            sent[field.html_name] = value if isinstance(value, list) else str(value)
    return sent


def fields_of(response: Any) -> Any:
    yield from response.context["form"]
    for formset in response.context["parts"].all:
        yield from formset.management_form
        for row in formset:
            yield from row


def taken_in(client: Client, data: bytes, name: str = "policy.txt", *, to: str = IMPORT, **answers: Any) -> Any:
    """Choose the file, answer the preview, and follow to what comes out of it."""
    address = brought(client, data, name, to=to).headers["Location"]
    preview = client.get(address)
    return client.post(address, {**shown(preview), "standing": "in_force", **answers}, follow=True)
