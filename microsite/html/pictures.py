"""Pictures beside pages: checked by content, without the data a camera adds, named by their bytes."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image, ImageOps

from microsite.values import dataclass

from .fingerprints import fingerprinted

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
LARGEST = 40_000_000
"""Pixels. A phone's photo has 12 to 50 million; what is larger is a mistake or a bomb."""


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """A picture as it will be published."""

    path: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class BadPicture:
    """Why a picture cannot be published, in an author's words."""

    message: str
    label: str
    hint: str


def prepare_picture(name: str, content: bytes) -> PublishedPicture | BadPicture:
    """Return the picture turned upright, without camera data, under its fingerprinted name.

    `name` is its path in content/, whose suffix says which format it must be.
    """
    wanted = FORMATS.get(PurePosixPath(name).suffix.lower())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
                if image.width * image.height > LARGEST:
                    return BadPicture(
                        "the picture is too large", f"{image.width} × {image.height} pixels", _SMALLER
                    )
                if image.format != wanted:
                    hint = f"rename it to end in .{str(image.format).lower()}, or save it again"
                    return BadPicture("the picture is not what its name says", f"it is {image.format}", hint)
                return _encode(name, image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return BadPicture("the picture is too large", f"more than {LARGEST:,} pixels", _SMALLER)
    except Exception:  # Pillow raises many kinds for a spoilt file
        return BadPicture(
            "the picture cannot be read", "spoilt, or not a picture", "save it again as PNG, JPEG or WebP"
        )


_SMALLER = "make it smaller: 2,000 pixels wide is plenty"


def _encode(name: str, image: Image.Image) -> PublishedPicture:
    """Save the pixels alone: position, camera and thumbnails stay behind."""
    format_ = str(image.format)
    upright = ImageOps.exif_transpose(image)
    clean = upright.convert("RGB") if format_ == "JPEG" and upright.mode not in ("RGB", "L") else upright
    out = BytesIO()
    clean.info = {key: value for key, value in clean.info.items() if key in ("transparency",)}
    if format_ == "JPEG":
        clean.save(out, "JPEG", quality=88, optimize=True)
    elif format_ == "PNG":
        clean.save(out, "PNG", optimize=True)
    else:
        clean.save(out, "WEBP", quality=88, method=4, exact=True)
    encoded = out.getvalue()
    return PublishedPicture(fingerprinted(name, encoded), encoded, clean.width, clean.height)
