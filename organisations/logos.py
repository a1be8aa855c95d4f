"""Logos: read as a picture and written anew, so that nothing else of the file is kept."""

from __future__ import annotations

import io
import secrets
from base64 import b64encode
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from organisations.models import Organisation
from safeguard import pictures
from safeguard.refusals import Refused

LARGEST_FILE = 4 * 1024 * 1024  # bytes
LARGEST_SIDE = 6000  # pixels of what is uploaded
KEPT = (800, 400)  # pixels, at most, of what is kept
TYPES = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg")}


class LogoRefused(Refused):
    """The file is no picture that can be a logo."""


def re_encoded(file: IO[bytes]) -> tuple[bytes, str]:
    """The picture written anew, and the ending of its name. Raises LogoRefused with the sentence to show.

    Size and shape are looked at before a single pixel is unpacked, so a small file that unfolds into a huge picture is
    refused unread. What a camera notes beside the picture is gone.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise LogoRefused(_("This file is too large. Choose a picture of at most 4 megabytes."))
    try:
        with pictures.opened(
            content, formats=TYPES, largest_side=LARGEST_SIDE, largest_area=LARGEST_SIDE**2
        ) as picture:
            kind = picture.format or ""
            return _written(ImageOps.exif_transpose(picture), kind), TYPES[kind][0]
    except pictures.TooLarge as large:
        raise LogoRefused(_("This picture is too large. Make it at most 6000 pixels wide and high.")) from large
    except pictures.Unreadable as broken:
        raise LogoRefused(_("This file cannot be read as a picture. Choose a PNG or JPEG file.")) from broken


def _written(picture: Image.Image, kind: str) -> bytes:
    plain = picture.convert("RGB" if kind == "JPEG" else "RGBA")
    plain.thumbnail(KEPT)
    canvas = Image.new(plain.mode, plain.size)  # nothing but the pixels comes along
    canvas.paste(plain)
    out = io.BytesIO()
    canvas.save(out, kind, optimize=True, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()


def keep(file: IO[bytes]) -> str:
    """Store the picture and return its name, which nobody can guess. Raises LogoRefused."""
    content, ending = re_encoded(file)
    return default_storage.save(f"logos/{secrets.token_urlsafe(24)}.{ending}", ContentFile(content))


def as_data(organisation: Organisation) -> str:
    """The logo as a data address, or nothing; a print fetches no file."""
    name = organisation.logo.name
    if not name or not default_storage.exists(name):
        return ""
    with default_storage.open(name) as file:
        content = b64encode(file.read()).decode()
    return f"data:{content_type(name)};base64,{content}"


def content_type(name: str) -> str:
    return next(kind for ending, kind in TYPES.values() if name.endswith(f".{ending}"))
