"""A file that is only looked at: its fingerprint is taken while it arrives, and nothing of it is kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Seen(UploadedFile):
    """What is left of an uploaded file: its size and its SHA-256."""

    def __init__(self, sha256: str, size: int, *, is_too_large: bool) -> None:
        super().__init__(file=None, name="file", content_type="application/octet-stream", size=size)
        self.sha256, self.is_too_large = sha256, is_too_large

    def close(self) -> None:
        """There is nothing to close."""


class FingerprintHandler(FileUploadHandler):
    """Takes the fingerprint of each file as its pieces come in, up to `largest` bytes."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self.largest = largest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= self.largest:
            self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Seen:
        return Seen(self.digest.hexdigest(), self.size, is_too_large=self.size > self.largest)
