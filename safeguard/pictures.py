"""Pictures from outside: read one at a time and only whole, and drawn anew, so that nothing but the picture is kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Lock

from PIL import Image, ImageFile, ImageOps

ONE_AT_A_TIME = Lock()
"""What Pillow is told here holds for the whole process; reading in turn also keeps the process's memory small."""


class TooLarge(ValueError):
    """The picture has more pixels than are taken."""


class Unreadable(ValueError):
    """This is no whole picture in one of the formats that are taken."""


@contextmanager
def opened(
    content: bytes, *, formats: Collection[str], largest_side: int, largest_area: int, needed_side: int = 0
) -> Iterator[Image.Image]:
    """The picture in `content`, unpacked; what is done with it belongs into the block, as that can trip over it too.

    Sides and area are in pixels and looked at before a single one is unpacked. With `needed_side` a large JPEG may be
    read at a fraction of its size that is no smaller than that, in little time. Raises TooLarge or Unreadable.
    """
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the sides are looked at below
        # WeasyPrint tells Pillow, for the whole process, to take pictures that are cut short.
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            with Image.open(io.BytesIO(content), formats=list(formats)) as picture:
                width, height = picture.size
                if max(width, height) > largest_side or width * height > largest_area:
                    raise TooLarge
                if needed_side:
                    picture.draft("RGB", (needed_side, needed_side))
                picture.load()
                yield picture
        except TooLarge:
            raise
        except Image.DecompressionBombError as bomb:
            raise TooLarge from bomb
        except Exception as broken:
            # Pillow's readers raise whatever a hostile file makes them trip over.
            raise Unreadable from broken
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def drawn_anew(picture: Image.Image, *, longest_side: int) -> Image.Image:
    """A copy of the pixels: upright, on white where one can see through it, and no larger than this many pixels."""
    upright = ImageOps.exif_transpose(picture)
    plain = Image.new("RGB", upright.size, "white")
    if "A" in upright.getbands() or "transparency" in upright.info:
        upright = upright.convert("RGBA")
        plain.paste(upright, mask=upright.getchannel("A"))
    else:
        plain.paste(upright.convert("RGB"))
    plain.thumbnail((longest_side, longest_side))
    return plain


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
