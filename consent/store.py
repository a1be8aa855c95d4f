"""The pictures themselves, where a charity chose to keep them here: drawn anew, and only the picture is kept.

What a camera or a program writes beside a picture (place, time, device, comments, colour profile, a small copy of the
uncropped picture) does not come along, nor does anything that was hidden in or behind the file.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image

from organisations.models import Settings
from safeguard import pictures
from safeguard.refusals import Refused
from safeguard.verification import sha256_of
from safeguard.virus_scan import Infected, refuse_infected

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LARGEST_SIDE = 16_000  # pixels of what is uploaded
LARGEST_AREA = 80_000_000  # pixels
KEPT_SIDE = 2048  # pixels, at most, of what is kept: enough for a web page and for a leaflet
SMALL_SIDE = 320  # pixels of the small copy in lists
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
"""HEIF is what iPhones write; it is read where the installation's Pillow can."""


class PictureRefused(Refused):
    """The file is no picture that can be kept. The text is for the person who chose it."""


@dataclass(frozen=True)
class Cleaned:
    """A picture as it is kept, and a small copy of it: both JPEG, without metadata."""

    content: bytes
    small: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return sha256_of([self.content])


def is_on() -> bool:
    """Whether the charity keeps pictures here; it does not unless it says so in its settings."""
    return Settings.current().picture_store


def new_name() -> str:
    """A file name that nobody can guess."""
    return f"{secrets.token_urlsafe(24)}.jpg"


def small_name(name: str) -> str:
    return f"{name.removesuffix('.jpg')}.small.jpg"


def keep_small(name: str, content: bytes) -> None:
    default_storage.save(small_name(name), ContentFile(content))


def forget(name: str) -> None:
    """Delete both files of a stored picture; that they are gone already is no error."""
    for one in (name, small_name(name)):
        default_storage.delete(one)


def cleaned(file: IO[bytes]) -> Cleaned:
    """The picture in `file`, drawn anew. What the file calls itself counts for nothing.

    Raises PictureRefused for a file that is too large, no picture, cut short, or in which a virus was found.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise PictureRefused(_("This file is too large. Choose a picture of at most 20 megabytes."))
    try:
        refuse_infected(content)
    except Infected as infected:
        raise PictureRefused(str(infected)) from infected
    try:
        with pictures.opened(
            content,
            formats=readable_formats(),
            largest_side=LARGEST_SIDE,
            largest_area=LARGEST_AREA,
            needed_side=KEPT_SIDE,
        ) as picture:
            return _with_a_small_copy(pictures.drawn_anew(picture, longest_side=KEPT_SIDE))
    except pictures.TooLarge as large:
        raise PictureRefused(_("This picture has too many pixels. Save it smaller, and choose it again.")) from large
    except pictures.Unreadable as broken:
        raise PictureRefused(
            _("This file cannot be read as a picture. Choose a whole JPEG, PNG or WebP file.")
        ) from broken


def readable_formats() -> list[str]:
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _with_a_small_copy(plain: Image.Image) -> Cleaned:
    small = plain.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Cleaned(pictures.as_jpeg(plain, 85), pictures.as_jpeg(small, 75), plain.width, plain.height)


def open_file(name: str) -> IO[bytes]:
    """Raises FileNotFoundError, such as after somebody else deleted it."""
    file: IO[bytes] = default_storage.open(name)
    return file
